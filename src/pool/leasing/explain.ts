import type { Allocation } from '../domain/allocation.js';
import { PoolError } from '../faults/pool-error.js';
import type { ExplainedCandidate, LeaseRecord } from '../store/records.js';
import type { Store } from '../store/types.js';
import type { ExplainedLease, Principal } from './types.js';

/** Why the owner of a lease was chosen, for the principal that leased. */
export async function explainLease(
  { leases }: Pick<Store, 'leases'>,
  principal: Principal,
  leaseId: string,
): Promise<ExplainedLease> {
  const lease = await leases.find(leaseId);
  // Leases of other principals are reported as unknown.
  if (lease?.principalId !== principal.id) throw unknownLease(leaseId);
  const { explanation, ...rest } = lease;
  return {
    ...rest,
    requestsSpent: spentOf(lease),
    need: Math.round(lease.need),
    deviation: Math.round(lease.deviation),
    candidates: (JSON.parse(explanation) as ExplainedCandidate[]).map(
      ([ownerRef, headroom, score, openLeases, feasible]) => ({
        ownerRef,
        headroom,
        score,
        openLeases,
        feasible: Boolean(feasible),
      }),
    ),
  };
}

/** The candidates of a claim, as they are stored with the lease. */
export function explanationOf(candidates: Allocation['candidates']): ExplainedCandidate[] {
  return candidates.map(({ candidate, headroom, score, openLeases, feasible }) => [
    candidate.owner.ref,
    Math.round(headroom),
    score,
    openLeases,
    feasible,
  ]);
}

/** What a lease has spent; null while it is open, when its share still changes. */
export function spentOf({ state, requestsSpent }: LeaseRecord): number | null {
  return state === 'open' ? null : requestsSpent;
}

export function unknownLease(leaseId: string): PoolError {
  return new PoolError('not_found', `There is no lease ${leaseId} of yours; ask for a new one.`);
}
