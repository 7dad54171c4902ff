import { PoolError } from '../errors.js';
import type { Leasing, Principal } from '../leasing/types.js';
import type { Store } from '../store/types.js';

const HOUR_MS = 3_600_000;

type QuotaStore = Pick<Store, 'nowMs'> & { leases: Pick<Store['leases'], 'countByPrincipalSince'> };

/**
 * Leasing under the hourly quotas of principals. The database counts, so all replicas share a quota; what one
 * process has asked for and not yet been granted is added, so that a burst of parallel requests cannot pass it.
 */
export function withQuotas(leasing: Leasing, store: QuotaStore): Leasing {
  const pending = new Map<string, number>();
  const change = (id: string, by: number) => {
    const next = (pending.get(id) ?? 0) + by;
    if (next > 0) pending.set(id, next);
    else pending.delete(id);
  };
  return {
    ...leasing,
    async lease(principal, request, options) {
      if (principal.quotaPerHour === null) return leasing.lease(principal, request, options);
      const wanted = request.count ?? 1;
      change(principal.id, wanted);
      try {
        const others = (pending.get(principal.id) ?? wanted) - wanted;
        await checkQuota(store, principal, others + wanted);
        return await leasing.lease(principal, request, options);
      } finally {
        change(principal.id, -wanted);
      }
    },
  };
}

async function checkQuota(store: QuotaStore, principal: Principal, wanted: number): Promise<void> {
  const quota = principal.quotaPerHour;
  if (quota === null) return;
  const granted = await store.leases.countByPrincipalSince(principal.id, (await store.nowMs()) - HOUR_MS);
  if (granted + wanted <= quota) return;
  throw new PoolError(
    'rate_limited',
    `"${principal.name}" may take ${quota} leases an hour and has had ${granted}`,
    {
      retryAfterSeconds: 60,
    },
  );
}
