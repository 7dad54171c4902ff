import type { RateLimit } from '../../github/rate-limit.js';
import type { BucketReport } from '../../wire.js';

const MOST_REQUESTS = 1_000_000;

/** Converts one bucket to the report's form. */
export function bucketReport(seen: RateLimit, remainingAtStart: number | null): BucketReport {
  const bounded = (count: number) => Math.min(count, MOST_REQUESTS);
  return {
    limit: bounded(seen.limit),
    remaining: bounded(seen.remaining),
    used: bounded(seen.used),
    reset_at: new Date(Math.min(seen.resetAtMs, 8.64e15)).toISOString(),
    ...(remainingAtStart === null ? {} : { remaining_at_start: bounded(remainingAtStart) }),
  };
}
