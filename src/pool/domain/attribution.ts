import { type LeasePromise, shareAfter } from './budget-state.js';

/** An open lease, to which a share of its owner's spending is attributed. */
export type Spender = LeasePromise & { id: string; requestsSpent: number | null };

/** The lease that reports its end: it gets its whole remaining weight, but at most what its job saw spent. */
export type Reporter = { leaseId: string; atMost: number };

type Spending = { drop: number; sinceMs: number; untilMs: number; reporter?: Reporter | undefined };

/**
 * Splits what an owner spent among its open leases by what each was expected to spend in that time, and returns the
 * leases that changed. The budget is shared, so no job knows its own part.
 */
export function attribute<S extends Spender>(leases: readonly S[], spending: Spending): S[] {
  const { sinceMs, untilMs, reporter } = spending;
  const isReporter = ({ id }: S) => id === reporter?.leaseId;
  const weighted = leases.map((lease) => {
    const after = isReporter(lease) ? 0 : shareAfter(lease, untilMs);
    const expected = Math.max(0, lease.need * (shareAfter(lease, sinceMs) - after));
    return { lease, weight: expected + (isReporter(lease) ? 1 : 0) };
  });
  // The reporter comes first: what exceeds its cap goes to the others.
  weighted.sort((one, other) => Number(isReporter(other.lease)) - Number(isReporter(one.lease)));
  let total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  let left = spending.drop;
  const changed: S[] = [];
  for (const { lease, weight } of weighted) {
    const part = total > 0 ? (left * weight) / total : 0;
    const before = lease.requestsSpent ?? 0;
    const sum = isReporter(lease) ? Math.min(before + part, reporter?.atMost ?? Infinity) : before + part;
    left -= Math.max(0, sum - before);
    total -= weight;
    if (sum === lease.requestsSpent || (part === 0 && !isReporter(lease))) continue;
    lease.requestsSpent = sum;
    changed.push(lease);
  }
  return changed;
}
