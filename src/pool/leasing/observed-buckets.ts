import type { BucketReport } from '../../wire.js';
import type { WindowFigures } from '../domain/observation.js';

/** What a job saw of one bucket. The pool adds the time: a job's clock is not trusted. */
export type ObservedBucket = WindowFigures & { bucket: string; remainingAtStart?: number };

/** A job's report of its buckets in the pool's units. */
export function observedBuckets(buckets: { readonly [bucket: string]: BucketReport }): ObservedBucket[] {
  return Object.entries(buckets).map(([bucket, seen]) => ({
    bucket,
    limit: seen.limit,
    remaining: seen.remaining,
    resetAtMs: Date.parse(seen.reset_at),
    ...(seen.remaining_at_start === undefined ? {} : { remainingAtStart: seen.remaining_at_start }),
  }));
}
