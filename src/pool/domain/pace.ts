import type { Window } from './window.js';

/** How often a window may be opened without need, and when the next one may be. */
export type Pace = { everyMs: number; dueMs: number };

type Opener = { window: Window; leases: readonly { grantedAtMs: number }[] };

/**
 * One opening per owner and window, so that windows end one after another. Windows opened out of turn, by whomever,
 * are paid back: each opening is a step later than the one before it, at least, and the next is due after the last.
 */
export function paceOf(owners: readonly Opener[], windowMs: number): Pace {
  const everyMs = windowMs / Math.max(1, owners.length);
  const openings = owners.map((owner) => openedAtMs(owner, windowMs)).filter((atMs) => atMs !== undefined);
  openings.sort((one, other) => other - one);
  const dueMs = openings.reduce((due, atMs, index) => Math.max(due, atMs + (index + 1) * everyMs), 0);
  return { everyMs, dueMs };
}

/**
 * A reset tells when its window was opened. Without one, the oldest open lease opens it, or the reset that its job
 * ran across.
 */
function openedAtMs({ window, leases }: Opener, windowMs: number): number | undefined {
  if (window.resetAtMs !== null) return window.resetAtMs - windowMs;
  if (leases.length === 0) return undefined;
  const oldest = leases.reduce((first, { grantedAtMs }) => Math.min(first, grantedAtMs), Infinity);
  return Math.max(window.closedSinceMs ?? 0, oldest);
}

/** A window was opened: the next one is due a step later. */
export function opened(pace: Pace, nowMs: number): void {
  pace.dueMs = Math.max(pace.dueMs, nowMs) + pace.everyMs;
}
