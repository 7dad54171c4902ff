import type { Owner } from '../../src/pool/store/records.js';
import type { Store } from '../../src/pool/store/types.js';

/** How an owner is chosen: the pool's own rule, or one that it is compared with. */
export type Policy = 'rules' | 'least-recent' | 'most-headroom';

type Claim = Store['leases']['claim'];
type Scaled = { windowMs: number };

const BUCKET = 'core';
const MOST_OWNERS = 1000;
/** The floor under which mise-versions passes over a token: 1,000 of 5,000. */
const FLOOR_SHARE = 0.2;

/** Leases live as long as a window, as they do where that is an hour; shorter windows need shorter leases. */
export function withScaledLeases(store: Store, { windowMs }: Scaled): Store {
  const { leases } = store;
  return {
    ...store,
    leases: {
      ...leases,
      claim: (request) => leases.claim({ ...request, leaseMs: windowMs, minTtlMs: 0 }),
      claimPromised: (request) => leases.claimPromised({ ...request, leaseMs: windowMs, minTtlMs: 0 }),
      extend: async (id, endsAtMs) => leases.extend(id, Math.min(endsAtMs, (await store.nowMs()) + windowMs)),
    },
  };
}

/** The same server with another choice of owner; accounting, HTTP and database stay the pool's. */
export function withPolicy(store: Store, policy: Policy, look: LiveLook): Store {
  if (policy === 'rules') return store;
  const claim = policy === 'most-headroom' ? oneByOne(mostHeadroom(store)) : leastRecentlyUsed(store, look);
  return { ...store, leases: { ...store.leases, claim } };
}

export type LiveFigures = { accountId: number; limit: number; remaining: number; resetAtMs: number };
/** What `/rate_limit` would say of every owner now. */
export type LiveLook = () => Promise<LiveFigures[]>;

/** Choosing and claiming are two steps here; leases that came at once would all choose the same. */
function oneByOne(claim: Claim): Claim {
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const turn = last.then(() => claim(request));
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** The owner with the most left after what open leases are expected to spend. */
function mostHeadroom(store: Store): Claim {
  return async (request) => {
    const owners = await store.stats.owners(BUCKET, MOST_OWNERS);
    const best = owners.sort((a, b) => b.remaining - b.promised - (a.remaining - a.promised))[0];
    return best ? claimOf(store, request, { ref: best.ref, owners }) : [];
  };
}

/** The token used longest ago of which GitHub says, asked at each lease, that enough is left; no reservations. */
function leastRecentlyUsed(store: Store, look: LiveLook): Claim {
  const usedAt = new Map<number, number>();
  let owners: readonly Owner[] = [];
  let turn = 0;
  return async (request) => {
    if (owners.length === 0) owners = await store.owners.list();
    const seen = await look();
    const byUse = seen.toSorted((a, b) => (usedAt.get(a.accountId) ?? 0) - (usedAt.get(b.accountId) ?? 0));
    const fullest = seen.toSorted((a, b) => b.remaining - a.remaining)[0];
    const best = byUse.find(({ limit, remaining }) => remaining >= FLOOR_SHARE * limit) ?? fullest;
    const owner = owners.find(({ accountId }) => accountId === best?.accountId);
    if (!best || !owner) return [];
    turn += 1;
    usedAt.set(best.accountId, turn);
    await store.budgets.observe(owner.id, BUCKET, { ...best, by: 'probe' });
    return claimOf(store, { ...request, need: 0, deviation: 0 }, { ref: owner.ref, owners });
  };
}

type Chosen = { ref: string; owners: readonly { ref: string }[] };

function claimOf(store: Store, request: Parameters<Claim>[0], { ref, owners }: Chosen): ReturnType<Claim> {
  const exclude = owners.map((owner) => owner.ref).filter((each) => each !== ref);
  return store.leases.claim({ ...request, exclude: [...request.exclude, ...exclude] });
}
