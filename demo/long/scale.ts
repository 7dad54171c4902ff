/** An hour of the job's life takes this long here: tokens live one, the job a half more. */
export const HOUR_MS = 8_000;
export const JOB_MINUTES = 90;
export const MINUTE_MS = HOUR_MS / 60;
/** Seconds are the least that the input takes; here they are a quarter of an hour, so that slow machines do not matter. */
export const REFRESH_BEFORE_SECONDS = 2;
/** When the job pushes; several times after its first token has ended. */
export const PUSH_MINUTES: readonly number[] = [10, 25, 40, 55, 65, 80, JOB_MINUTES];

/** The scaled minute of a moment, from the beginning of the job. */
export function minuteOf(sinceStartMs: number): number {
  return Math.round(sinceStartMs / MINUTE_MS);
}
