import type { Window } from './window.js';

/** GitHub's figures of one window. */
export type WindowFigures = { limit: number; remaining: number; resetAtMs: number };

/** Figures that a probe or a report brought. */
export type Observation = WindowFigures & {
  seenAtMs: number;
  by: 'probe' | 'report';
  /** The lowest `remaining` that is believed. */
  floor: number;
};

/** What an observation changed. */
export type AppliedObservation = {
  window: Window;
  /** Requests spent since the last observation. */
  drop: number;
  /** A report that contradicts what is known: the owner should be probed. */
  doubtful: boolean;
};

const MAX_LIMIT = 1_000_000;

/** A probe that sees this share of the limit more than reports did overrules them. */
const REPORTS_ERR_BY = 0.05;

type When = { nowMs: number; windowMs: number };

/**
 * Applies an observation to a window that has been rolled to now; undefined when it changes nothing. Older windows are
 * ignored, and within a window the smallest figure counts. A report is trusted less than a probe: it can neither change
 * the limit nor replace a window that is open, and its figure counts down to its floor only.
 */
export function applyObservation(
  known: Window,
  seen: Observation,
  when: When,
): AppliedObservation | undefined {
  if (isAbsurd(seen, when)) return undefined;
  const isSame = known.resetAtMs !== null && Math.abs(seen.resetAtMs - known.resetAtMs) <= jitterMs(when);
  if (isSame) return seen.by === 'probe' ? sameByProbe(known, seen) : sameByReport(known, seen);
  if (known.resetAtMs !== null && seen.resetAtMs < known.resetAtMs) return undefined;
  if (seen.by === 'probe') return freshByProbe(known, seen);
  return freshByReport(known, seen);
}

function isAbsurd(seen: Observation, { nowMs, windowMs }: When): boolean {
  return (
    seen.limit <= 0 ||
    seen.limit > MAX_LIMIT ||
    seen.remaining < 0 ||
    seen.remaining > seen.limit ||
    seen.resetAtMs <= nowMs ||
    seen.resetAtMs > nowMs + windowMs + Math.max(1000, windowMs / 60)
  );
}

/** GitHub rounds resets to seconds, and its servers do not always agree. */
function jitterMs({ windowMs }: When): number {
  return Math.max(1000, windowMs / 600);
}

function sameByProbe(known: Window, seen: Observation): AppliedObservation {
  const probed = Math.min(known.probedRemaining ?? seen.remaining, seen.remaining);
  // A probe asked before the last report knows nothing of what was spent in between.
  const isNewer = seen.seenAtMs >= known.seenAtMs;
  const corrects = isNewer && probed - known.remaining > seen.limit * REPORTS_ERR_BY;
  const remaining = corrects ? probed : Math.min(known.remaining, probed);
  const seenAtMs = Math.max(known.seenAtMs, seen.seenAtMs);
  return {
    window: { ...known, limit: seen.limit, remaining, seenAtMs, probedRemaining: probed },
    drop: Math.max(0, known.remaining - remaining),
    doubtful: false,
  };
}

function sameByReport(known: Window, seen: Observation): AppliedObservation {
  const believed = Math.max(seen.remaining, seen.floor);
  const remaining = Math.min(known.remaining, believed);
  return {
    window: { ...known, remaining, seenAtMs: seen.seenAtMs },
    drop: known.remaining - remaining,
    doubtful: seen.remaining < seen.floor || seen.limit !== known.limit,
  };
}

/** While nothing is spent GitHub shows a reset that moves along with the clock: no window is open. */
function freshByProbe(known: Window, seen: Observation): AppliedObservation {
  const isClosed = seen.remaining === seen.limit;
  const wasFull = known.resetAtMs === null ? known.remaining : known.limit;
  return {
    window: {
      limit: seen.limit,
      remaining: seen.remaining,
      resetAtMs: isClosed ? null : seen.resetAtMs,
      closedSinceMs: isClosed ? (known.closedSinceMs ?? seen.seenAtMs) : null,
      seenAtMs: seen.seenAtMs,
      probedRemaining: isClosed ? null : seen.remaining,
    },
    drop: known.limit === seen.limit ? Math.max(0, wasFull - seen.remaining) : 0,
    doubtful: false,
  };
}

function freshByReport(known: Window, seen: Observation): AppliedObservation | undefined {
  if (known.resetAtMs !== null) return { window: known, drop: 0, doubtful: true };
  if (seen.limit !== known.limit) return { window: known, drop: 0, doubtful: true };
  if (seen.remaining === seen.limit) return undefined;
  const remaining = Math.max(seen.remaining, seen.floor);
  return {
    window: { ...known, remaining, resetAtMs: seen.resetAtMs, closedSinceMs: null, seenAtMs: seen.seenAtMs },
    drop: known.remaining - remaining,
    doubtful: seen.remaining < seen.floor,
  };
}
