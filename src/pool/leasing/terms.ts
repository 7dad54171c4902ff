import type { BucketReport } from '../../wire.js';

/** A token is not handed out with less life than this, unless less was asked for. */
export const DEFAULT_MIN_TTL_SECONDS = 300;

/** What a job saw of one bucket. When it did is the pool's to say: a job's clock is not trusted. */
export type BucketSeen = {
  bucket: string;
  limit: number;
  remaining: number;
  resetAtMs: number;
  remainingAtStart?: number;
};

/** A job's words on buckets, in the pool's units. */
export function bucketsSeen(buckets: { readonly [bucket: string]: BucketReport }): BucketSeen[] {
  return Object.entries(buckets).map(([bucket, seen]) => ({
    bucket,
    limit: seen.limit,
    remaining: seen.remaining,
    resetAtMs: Date.parse(seen.reset_at),
    ...(seen.remaining_at_start === undefined ? {} : { remainingAtStart: seen.remaining_at_start }),
  }));
}
