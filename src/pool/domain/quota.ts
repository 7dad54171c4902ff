/** What counts against a principal's quota. */
export type QuotaUse = {
  /** Leases granted within the last hour, and when the oldest of them was granted. */
  leases: number;
  oldestMs: number | null;
  /** Requests that its open leases are still promised. */
  promised: number;
};

export const QUOTA_WINDOW_MS = 3_600_000;

/** A quota of n leases an hour also bounds what may be promised at a time: n jobs of a fiftieth of a budget each. */
const REQUESTS_PER_LEASE_SHARE = 0.02;

/** Whether a quota of leases an hour allows another lease with this need. */
export function allowsOneMore(
  quotaPerHour: number | null,
  quotaUse: Pick<QuotaUse, 'leases' | 'promised'>,
  { need, typicalLimit }: { need: number; typicalLimit: number },
): boolean {
  if (quotaPerHour === null) return true;
  if (quotaUse.leases >= quotaPerHour) return false;
  const mostPromised = quotaPerHour * REQUESTS_PER_LEASE_SHARE * typicalLimit;
  return quotaUse.promised === 0 || quotaUse.promised + need <= mostPromised;
}
