/** The length of a scaled hour. Tokens live one hour, the job an hour and a half. */
export const HOUR_MS = 8_000;
export const JOB_MINUTES = 90;
export const MINUTE_MS = HOUR_MS / 60;
/** One second, the least that the input accepts, is a quarter of a scaled hour: enough for slow machines. */
export const REFRESH_BEFORE_SECONDS = 2;
/** When the job pushes, several times after its first token has expired. */
export const PUSH_MINUTES: readonly number[] = [10, 25, 40, 55, 65, 80, JOB_MINUTES];

/** Scaled minutes since the start of the job. */
export function minuteOf(sinceStartMs: number): number {
  return Math.round(sinceStartMs / MINUTE_MS);
}
