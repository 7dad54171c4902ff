/** A clock with an offset from the real one, and a rate that applies from `fromMs` on. */
export type Clock = { offsetMs: number; rate: number; fromMs: number };

/** The environment variable that holds a server's clock. */
export const CLOCK_VARIABLE = 'CHAOS_CLOCK';

export const REAL_CLOCK: Clock = { offsetMs: 0, rate: 1, fromMs: 0 };

/** Milliseconds since the epoch on that clock. */
export function timeOn({ offsetMs, rate, fromMs }: Clock, realMs = Date.now()): number {
  return Math.round(fromMs + (realMs - fromMs) * rate + offsetMs);
}
