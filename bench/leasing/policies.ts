import type { LeaseResult, Leasing } from '../../src/pool/leasing/types.js';
import type { Owner } from '../../src/pool/store/records.js';
import type { Store } from '../../src/pool/store/types.js';
import type { LeaseRequest } from '../../src/wire.js';

/** How an owner is chosen: the pool's own rule, or one that it is compared with. */
export type Policy = 'rules' | 'least-recent' | 'most-headroom';

type Lease = Leasing['lease'];
type Pool = { store: Store; leasing: Leasing };

const BUCKET = 'core';
const MOST_OWNERS = 1000;
/** The floor under which mise-versions passes over a token: 1,000 of 5,000. */
const FLOOR_SHARE = 0.2;

/** The same server with another choice of owner; accounting, HTTP and database stay the pool's. */
export function withPolicy(pool: Pool, policy: Policy, look: LiveLook): Leasing {
  if (policy === 'rules') return pool.leasing;
  const lease = policy === 'most-headroom' ? oneByOne(mostHeadroom(pool)) : leastRecentlyUsed(pool, look);
  return { ...pool.leasing, lease };
}

export type LiveFigures = { accountId: number; limit: number; remaining: number; resetAtMs: number };
/** What `/rate_limit` would say of every owner now. */
export type LiveLook = () => Promise<LiveFigures[]>;

/** Choosing and leasing are two steps here; leases that came at once would all choose the same. */
function oneByOne(lease: Lease): Lease {
  let last: Promise<unknown> = Promise.resolve();
  return (...asked) => {
    const result = last.then(() => lease(...asked));
    last = result.catch(() => undefined);
    return result;
  };
}

const NOBODY: LeaseResult = { granted: [], retryAfterSeconds: 1 };

/** The owner with the most left after what open leases are expected to spend. */
function mostHeadroom({ store, leasing }: Pool): Lease {
  return async (principal, request) => {
    const owners = await store.stats.owners(BUCKET, MOST_OWNERS);
    const best = owners.sort((a, b) => b.remaining - b.promised - (a.remaining - a.promised))[0];
    return best ? leasing.lease(principal, onlyOf(request, best, owners)) : NOBODY;
  };
}

/** The token used longest ago of which GitHub says, asked at each lease, that enough is left; no reservations. */
function leastRecentlyUsed({ store, leasing }: Pool, look: LiveLook): Lease {
  const usedAt = new Map<number, number>();
  let owners: readonly Owner[] = [];
  let uses = 0;
  return async (principal, request) => {
    if (owners.length === 0) owners = await store.owners.list();
    const seen = await look();
    const byUse = seen.toSorted((a, b) => (usedAt.get(a.accountId) ?? 0) - (usedAt.get(b.accountId) ?? 0));
    const fullest = seen.toSorted((a, b) => b.remaining - a.remaining)[0];
    const best = byUse.find(({ limit, remaining }) => remaining >= FLOOR_SHARE * limit) ?? fullest;
    const owner = owners.find(({ accountId }) => accountId === best?.accountId);
    if (!best || !owner) return NOBODY;
    uses += 1;
    usedAt.set(best.accountId, uses);
    await store.budgets.observe(owner.id, BUCKET, best);
    return leasing.lease(principal, onlyOf({ ...request, expected_requests: 0 }, owner, owners));
  };
}

function onlyOf(
  request: LeaseRequest,
  { ref }: { ref: string },
  owners: readonly { ref: string }[],
): LeaseRequest {
  const others = owners.map((owner) => owner.ref).filter((each) => each !== ref);
  return { ...request, exclude: [...(request.exclude ?? []), ...others] };
}
