import type { BucketReport } from '../../wire.js';

/** What a job saw of one bucket. When it did is the pool's to say: a job's clock is not trusted. */
export type ObservedBucket = {
  bucket: string;
  limit: number;
  remaining: number;
  resetAtMs: number;
  remainingAtStart?: number;
};

/** What a job reports of its buckets, in the pool's units. */
export function observedBuckets(buckets: { readonly [bucket: string]: BucketReport }): ObservedBucket[] {
  return Object.entries(buckets).map(([bucket, seen]) => ({
    bucket,
    limit: seen.limit,
    remaining: seen.remaining,
    resetAtMs: Date.parse(seen.reset_at),
    ...(seen.remaining_at_start === undefined ? {} : { remainingAtStart: seen.remaining_at_start }),
  }));
}
