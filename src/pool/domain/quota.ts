/** Leases granted to a principal within the last hour, and when the oldest of them was granted. */
export type QuotaUse = { leases: number; oldestMs: number | null };

export const QUOTA_WINDOW_MS = 3_600_000;

/** A quota of leases an hour also bounds what they hold at a time: as many ordinary jobs, a fiftieth of a budget each. */
const REQUESTS_PER_LEASE_SHARE = 0.02;

/** Whether a quota of leases an hour allows one more lease of so many requests. */
export function allowsOneMore(
  quotaPerHour: number | null,
  quotaUse: { leases: number; promised: number },
  { need, typicalLimit }: { need: number; typicalLimit: number },
): boolean {
  if (quotaPerHour === null) return true;
  if (quotaUse.leases >= quotaPerHour) return false;
  const mostPromised = quotaPerHour * REQUESTS_PER_LEASE_SHARE * typicalLimit;
  return quotaUse.promised === 0 || quotaUse.promised + need <= mostPromised;
}
