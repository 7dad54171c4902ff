import { DEFAULT_LIMIT } from './rules.js';

/** What was last observed of one rate-limit window of an owner. */
export type Window = {
  limit: number;
  remaining: number;
  /** When the window ends; null while none is open. */
  resetAtMs: number | null;
  /** Since when no window is open; null while one is. */
  closedSinceMs: number | null;
  seenAtMs: number;
  /** The smallest figure that a probe saw in this window; reports never set it. */
  probedRemaining: number | null;
};

/** Assumes an ordinary user's core budget for an owner never probed; other buckets are unknown. */
export function assumedWindow(bucket: string, sinceMs: number): Window | undefined {
  return bucket === 'core' ? fullWindow(DEFAULT_LIMIT, sinceMs) : undefined;
}

/** A full budget with no window open. */
export function fullWindow(limit: number, sinceMs: number): Window {
  return {
    limit,
    remaining: limit,
    resetAtMs: null,
    closedSinceMs: sinceMs,
    seenAtMs: sinceMs,
    probedRemaining: null,
  };
}

/** A window as of now: once its reset has passed the budget is full again, and the next call opens a new one. */
export function rolled(window: Window, nowMs: number): Window {
  if (window.resetAtMs === null || window.resetAtMs > nowMs) return window;
  return {
    ...window,
    remaining: window.limit,
    resetAtMs: null,
    closedSinceMs: window.resetAtMs,
    probedRemaining: null,
  };
}

/** The time up to which spending is included in `remaining`. */
export function countedUntilMs(window: Pick<Window, 'closedSinceMs' | 'seenAtMs'>): number {
  return Math.max(window.closedSinceMs ?? 0, window.seenAtMs);
}
