import type { Window } from './window.js';

/** How often a window is opened before a job needs it, and when the next opening is due. */
export type Pace = { everyMs: number; dueMs: number };

type OwnerWindow = { window: Window; leases: readonly { grantedAtMs: number }[] };

/**
 * One opening per owner and window length, so that windows end spread over the hour. An opening ahead of schedule,
 * for whatever reason, postpones the next: each counts as at least one interval after the one before it.
 */
export function paceOf(owners: readonly OwnerWindow[], windowMs: number): Pace {
  const everyMs = windowMs / Math.max(1, owners.length);
  const openings = owners.map((owner) => openedAtMs(owner, windowMs)).filter((atMs) => atMs !== undefined);
  openings.sort((one, other) => other - one);
  const dueMs = openings.reduce((due, atMs, index) => Math.max(due, atMs + (index + 1) * everyMs), 0);
  return { everyMs, dueMs };
}

/**
 * When a window was opened: one length before its reset. Without a known reset, when the oldest open lease was granted,
 * or at the last reset if that came later.
 */
function openedAtMs({ window, leases }: OwnerWindow, windowMs: number): number | undefined {
  if (window.resetAtMs !== null) return window.resetAtMs - windowMs;
  if (leases.length === 0) return undefined;
  const oldest = leases.reduce((first, { grantedAtMs }) => Math.min(first, grantedAtMs), Infinity);
  return Math.max(window.closedSinceMs ?? 0, oldest);
}

/** Records that a window was opened: the next one is due one interval later. */
export function recordOpening(pace: Pace, nowMs: number): void {
  pace.dueMs = Math.max(pace.dueMs, nowMs) + pace.everyMs;
}
