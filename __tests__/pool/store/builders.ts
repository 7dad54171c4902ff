import { afterEach } from '@jest/globals';
import { type OpenStoreOptions, openStore } from '../../../src/pool/store/open-store.js';
import type { NewToken, Owner, Token } from '../../../src/pool/store/records.js';
import type { ClaimedLease, ClaimRequest, Store } from '../../../src/pool/store/types.js';
import { createVault } from '../../../src/pool/vault/vault.js';

export const TEST_KEY = '11'.repeat(32);
export const API = 'https://api.github.com';
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Opens stores on one kind of database; `url` is asked anew for each empty database. */
export type Backend = { newUrl: () => Promise<string> };

/** A store under test with a clock that only the test moves. */
export type Bench = {
  store: Store;
  url: string;
  clock: { nowMs: number };
  /** Another store on the same database, as a second replica has. */
  another(options?: Partial<OpenStoreOptions>): Promise<Store>;
};

/** Makes benches and closes their stores after each test. */
export function benchesOn(backend: Backend): (options?: Partial<OpenStoreOptions>) => Promise<Bench> {
  const open: Store[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((store) => store.close()));
  });
  return async (options = {}) => {
    const url = await backend.newUrl();
    const clock = { nowMs: Date.now() };
    const another = async (more: Partial<OpenStoreOptions> = {}) => {
      const vault = createVault([TEST_KEY]);
      const store = await openStore({ url, vault, nowMs: () => clock.nowMs, ...options, ...more });
      open.push(store);
      return store;
    };
    return { store: await another(), url, clock, another };
  };
}

export type Lender = { owner: Owner; token: Token };

/** An owner with one token, its budget observed when `budget` tells one. */
export async function aLender(
  store: Store,
  accountId: number,
  overrides: Partial<NewToken> & { budget?: { limit?: number; remaining: number; resetInMs?: number } } = {},
): Promise<Lender> {
  const { budget, ...token } = overrides;
  const owner = await store.owners.upsert({
    kind: 'user',
    accountId,
    login: `user-${accountId}`,
    apiUrl: API,
  });
  const stored = await store.tokens.put({
    ownerId: owner.id,
    token: `gho_${String(accountId).padStart(36, '0')}`,
    kind: 'oauth',
    origin: 'test',
    ...token,
  });
  if (budget) {
    await store.budgets.observe(owner.id, 'core', {
      limit: budget.limit ?? 5000,
      remaining: budget.remaining,
      resetAtMs: (await store.nowMs()) + (budget.resetInMs ?? HOUR / 2),
      by: 'probe',
    });
  }
  return { owner, token: stored };
}

export async function lenders(store: Store, count: number): Promise<Lender[]> {
  const made: Lender[] = [];
  for (let id = 1; id <= count; id += 1) made.push(await aLender(store, id));
  return made;
}

let leases = 0;

export function aClaim(
  overrides: Partial<ClaimRequest> & { count?: number; run?: string } = {},
): ClaimRequest {
  const { count = 1, run, ...request } = overrides;
  return {
    job: {
      repository: 'octo/repo',
      workflow: 'ci',
      job: 'build',
      // Every claim is a run of its own unless the test says otherwise.
      run_id: run ?? `${leases}`,
      run_attempt: 1,
      event_name: 'push',
    },
    principalId: 'key_1',
    principalName: 'ci',
    isCounted: true,
    bucket: 'core',
    label: '',
    need: 100,
    deviation: 0,
    seconds: 600,
    minRemaining: 0,
    minTtlMs: 0,
    exclude: [],
    legacyFormats: false,
    leaseMs: HOUR,
    leaseIds: Array.from({ length: count }, () => {
      leases += 1;
      return `lease-${process.pid}-${leases}`;
    }),
    ...request,
  };
}

/** Claims one lease and fails the test when there is none. */
export async function claimOne(
  store: Store,
  overrides: Parameters<typeof aClaim>[0] = {},
): Promise<ClaimedLease> {
  const [lease] = await store.leases.claim(aClaim(overrides));
  if (!lease) throw new Error('no lease was granted');
  return lease;
}
