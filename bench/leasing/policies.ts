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
      extend: async (id, endsAtMs) => leases.extend(id, Math.min(endsAtMs, (await store.nowMs()) + windowMs)),
    },
  };
}

/** The same server with another choice of owner; accounting, HTTP and database stay the pool's. */
export function withPolicy(
  store: Store,
  policy: Policy,
  look: (token: string) => Promise<LiveFigures>,
): Store {
  if (policy === 'rules') return store;
  const claim = policy === 'most-headroom' ? mostHeadroom(store) : leastRecentlyUsed(store, look);
  return { ...store, leases: { ...store.leases, claim: oneByOne(claim) } };
}

export type LiveFigures = { limit: number; remaining: number; resetAtMs: number };

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
    await store.leases.expireDue();
    const owners = await store.stats.owners(BUCKET, MOST_OWNERS);
    const best = owners.sort((a, b) => b.remaining - b.promised - (a.remaining - a.promised))[0];
    return best ? claimOf(store, request, { ref: best.ref, owners }) : [];
  };
}

/** The token used longest ago of which GitHub says, asked at each lease, that enough is left; no reservations. */
function leastRecentlyUsed(store: Store, look: (token: string) => Promise<LiveFigures>): Claim {
  const usedAt = new Map<string, number>();
  const tokens = new Map<string, { ownerId: string; text: string }>();
  let turn = 0;
  return async (request) => {
    if (tokens.size === 0) await rememberTokens(store, tokens);
    const refs = [...tokens.keys()].sort((a, b) => (usedAt.get(a) ?? 0) - (usedAt.get(b) ?? 0));
    let best: { ref: string; remaining: number } | undefined;
    for (const ref of refs) {
      const token = tokens.get(ref);
      if (!token) continue;
      const seen = await look(token.text);
      await store.budgets.observe(token.ownerId, BUCKET, { ...seen, by: 'probe' });
      if (!best || seen.remaining > best.remaining) best = { ref, remaining: seen.remaining };
      if (seen.remaining >= FLOOR_SHARE * seen.limit) {
        best = { ref, remaining: seen.remaining };
        break;
      }
    }
    if (!best) return [];
    turn += 1;
    usedAt.set(best.ref, turn);
    const owners = refs.map((ref) => ({ ref }));
    return claimOf(store, { ...request, need: 0, deviation: 0 }, { ref: best.ref, owners });
  };
}

async function rememberTokens(store: Store, tokens: Map<string, { ownerId: string; text: string }>) {
  for (const token of await store.tokens.list()) {
    const owner = await store.owners.find(token.ownerId);
    const opened = await store.tokens.open(token.id);
    if (owner && opened) tokens.set(owner.ref, { ownerId: owner.id, text: opened.token });
  }
}

type Chosen = { ref: string; owners: readonly { ref: string }[] };

function claimOf(store: Store, request: Parameters<Claim>[0], { ref, owners }: Chosen): ReturnType<Claim> {
  const exclude = owners.map((owner) => owner.ref).filter((each) => each !== ref);
  return store.leases.claim({ ...request, exclude: [...request.exclude, ...exclude] });
}
