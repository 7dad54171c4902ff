import type { BucketReport } from '../../wire.js';
import type { BucketSeen, ClaimRequest } from '../store/types.js';

/** A lease lives this long unless it is renewed. */
export const LEASE_MS = 3_600_000;
/** A token is not handed out with less life than this, unless less was asked for. */
export const DEFAULT_MIN_TTL_SECONDS = 300;
/** A claim for so many leases of distinct owners. */
export type GrantRequest = {
  claim: Omit<ClaimRequest, 'leaseIds'>;
  count: number;
  /** `promised`: what others were promised as well, when nothing else is left. */
  from: 'free' | 'promised';
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
