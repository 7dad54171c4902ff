/** A clock beside the real one: off by so much, and faster by so much since a time. */
export type Clock = { offsetMs: number; rate: number; fromMs: number };

/** Where a server finds its clock. */
export const CLOCK_VARIABLE = 'CHAOS_CLOCK';

export const REAL_CLOCK: Clock = { offsetMs: 0, rate: 1, fromMs: 0 };

/** Milliseconds since the epoch on that clock. */
export function timeOn({ offsetMs, rate, fromMs }: Clock, realMs = Date.now()): number {
  return Math.round(fromMs + (realMs - fromMs) * rate + offsetMs);
}
