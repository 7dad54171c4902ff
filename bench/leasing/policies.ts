import type { LeaseResult, Leasing } from '../../src/pool/leasing/types.js';
import type { Owner } from '../../src/pool/store/records.js';
import type { Store } from '../../src/pool/store/types.js';
import type { LeaseRequest } from '../../src/wire.js';

/** How an owner is chosen: by the pool's own rule, or by one to compare it with. */
export type Policy = 'rules' | 'least-recent' | 'most-headroom';

type Lease = Leasing['lease'];
type Pool = { store: Store; leasing: Leasing };

const BUCKET = 'core';
const MAX_OWNERS = 1000;
/** mise-versions skips a token with less left: 1,000 of 5,000. */
const FLOOR_SHARE = 0.2;

/** The same server with another choice of owner. */
export function withPolicy(pool: Pool, policy: Policy, readFigures: ReadFigures): Leasing {
  if (policy === 'rules') return pool.leasing;
  const lease =
    policy === 'most-headroom' ? serialize(mostHeadroom(pool)) : leastRecentlyUsed(pool, readFigures);
  return { ...pool.leasing, lease };
}

export type LiveFigures = { accountId: number; limit: number; remaining: number; resetAtMs: number };
/** Reads the current rate limits of all owners. */
export type ReadFigures = () => Promise<LiveFigures[]>;

/** Choosing and leasing are two steps here; concurrent leases would all choose the same owner. */
function serialize(lease: Lease): Lease {
  let last: Promise<unknown> = Promise.resolve();
  return (...args) => {
    const result = last.then(() => lease(...args));
    last = result.catch(() => undefined);
    return result;
  };
}

const NO_LEASE: LeaseResult = { granted: [], retryAfterSeconds: 1 };

/** Chooses the owner with the most budget left after its open leases. */
function mostHeadroom({ store, leasing }: Pool): Lease {
  return async (principal, request) => {
    const owners = await store.stats.owners(BUCKET, MAX_OWNERS);
    const best = owners.sort((a, b) => b.remaining - b.promised - (a.remaining - a.promised))[0];
    return best ? leasing.lease(principal, restrictTo(request, best, owners)) : NO_LEASE;
  };
}

/** Chooses the least recently used token with enough left, by GitHub's figures at each lease; reserves nothing. */
function leastRecentlyUsed({ store, leasing }: Pool, readFigures: ReadFigures): Lease {
  const usedAt = new Map<number, number>();
  let owners: readonly Owner[] = [];
  let uses = 0;
  return async (principal, request) => {
    if (owners.length === 0) owners = await store.owners.list();
    const figures = await readFigures();
    const byLastUse = figures.toSorted(
      (a, b) => (usedAt.get(a.accountId) ?? 0) - (usedAt.get(b.accountId) ?? 0),
    );
    const fullest = figures.toSorted((a, b) => b.remaining - a.remaining)[0];
    const best = byLastUse.find(({ limit, remaining }) => remaining >= FLOOR_SHARE * limit) ?? fullest;
    const owner = owners.find(({ accountId }) => accountId === best?.accountId);
    if (!best || !owner) return NO_LEASE;
    uses += 1;
    usedAt.set(best.accountId, uses);
    await store.budgets.observe(owner.id, BUCKET, best);
    return leasing.lease(principal, restrictTo({ ...request, expected_requests: 0 }, owner, owners));
  };
}

function restrictTo(
  request: LeaseRequest,
  { ref }: { ref: string },
  owners: readonly { ref: string }[],
): LeaseRequest {
  const others = owners.map((owner) => owner.ref).filter((each) => each !== ref);
  return { ...request, exclude: [...(request.exclude ?? []), ...others] };
}
