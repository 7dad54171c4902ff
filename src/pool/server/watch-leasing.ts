import { toPoolError } from '../faults/pool-error.js';
import type { Leasing } from '../leasing/types.js';

export type WatchedLeasing = {
  leasing: Leasing;
  /** Whether the last request for a lease failed, and recently. */
  isFailing(): boolean;
};

/** A failure counts until the next success, but no longer than this, so that a load balancer tries again. */
const COUNTS_MS = 3000;

/**
 * Leasing whose failures show in `/readyz`. A database may accept the small write of a ping
 * but refuse leases, as PostgreSQL does on a full disk while its pages have space.
 */
export function watchLeasing(leasing: Leasing, monotonicMs: () => number): WatchedLeasing {
  let failedAtMs = Number.NEGATIVE_INFINITY;
  return {
    leasing: {
      ...leasing,
      async lease(...request) {
        try {
          const result = await leasing.lease(...request);
          failedAtMs = Number.NEGATIVE_INFINITY;
          return result;
        } catch (error) {
          if (toPoolError(error).code === 'unavailable') failedAtMs = monotonicMs();
          throw error;
        }
      },
    },
    isFailing: () => monotonicMs() - failedAtMs < COUNTS_MS,
  };
}
