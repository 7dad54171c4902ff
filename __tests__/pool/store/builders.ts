import { afterEach } from '@jest/globals';
import { type Claim, type ClaimResult, createClaimTogether } from '../../../src/pool/leasing/claim.js';
import { createLeasing } from '../../../src/pool/leasing/leasing.js';
import { createQueue } from '../../../src/pool/leasing/queue.js';
import { type ReportInput, reportTogether } from '../../../src/pool/leasing/report.js';
import type { GrantedLease, Leasing } from '../../../src/pool/leasing/types.js';
import type { Demand } from '../../../src/pool/domain/demand.js';
import { demandKey, demandOf } from '../../../src/pool/store/demand.js';
import { type OpenStoreOptions, openStore } from '../../../src/pool/store/open-store.js';
import type { JobName, LeaseRecord, NewToken, Owner, Token } from '../../../src/pool/store/records.js';
import type { Store } from '../../../src/pool/store/types.js';
import type { Vault } from '../../../src/pool/vault/types.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { A_PRINCIPAL, aClaim, type ClaimOverrides } from './a-claim.js';

export { aClaim } from './a-claim.js';

export const TEST_KEY = '11'.repeat(32);
export const API = 'https://api.github.com';
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** A kind of database: `newUrl` has no tables; a reused one has tables but no rows, and is faster. */
export type Backend = { newUrl: () => Promise<string>; emptyUrl: () => Promise<string> };

/** A store under test, with a clock that the test controls. */
export type Bench = {
  store: Store;
  url: string;
  clock: { nowMs: number };
  /** Another store on the same database, as a second replica has. */
  another(options?: Partial<OpenStoreOptions>): Promise<Store>;
};

/** Creates test stores and closes them after each test. */
export function benchesOn(
  backend: Pick<Backend, 'emptyUrl'>,
): (options?: Partial<OpenStoreOptions>) => Promise<Bench> {
  const open: Store[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((store) => store.close()));
  });
  return async (options = {}) => {
    const url = await backend.emptyUrl();
    const clock = { nowMs: Date.now() };
    const another = async (more: Partial<OpenStoreOptions> = {}) => {
      const { vault = createVault([TEST_KEY]), ...rest } = { ...options, ...more };
      const store = await openStore({ url, vault, nowMs: () => clock.nowMs, ...rest });
      vaults.set(store, vault);
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
    });
  }
  return { owner, token: stored };
}

export async function lenders(store: Store, count: number): Promise<Lender[]> {
  const made: Lender[] = [];
  for (let id = 1; id <= count; id += 1) made.push(await aLender(store, id));
  return made;
}

type OnStore = {
  claim: (claim: Claim) => Promise<ClaimResult>;
  report: (input: ReportInput) => Promise<LeaseRecord | undefined>;
  leasing: Leasing;
};

const vaults = new WeakMap<Store, Vault>();
const onStores = new WeakMap<Store, OnStore>();
let leases = 0;

/** What leases on a store, made once for each. */
function on(store: Store): OnStore {
  const known = onStores.get(store);
  if (known) return known;
  const deps = { store, vault: vaults.get(store) ?? createVault([TEST_KEY]) };
  const newLeaseId = () => {
    leases += 1;
    return `lease-${process.pid}-${String(leases).padStart(8, '0')}`;
  };
  const made: OnStore = {
    claim: createQueue(store, createClaimTogether({ ...deps, newLeaseId })),
    report: createQueue(store, (tx, inputs) => reportTogether(store.rules, tx, inputs)),
    leasing: createLeasing({ ...deps, newLeaseId }),
  };
  onStores.set(store, made);
  return made;
}

const claimResult = (store: Store, request: Claim): Promise<ClaimResult> => on(store).claim(request);

export async function claim(store: Store, request: Claim): Promise<GrantedLease[]> {
  return (await claimResult(store, request)).granted;
}

/** When to retry a refused claim. */
export async function availableAt(store: Store, request: Claim): Promise<number | null> {
  return (await claimResult(store, request)).availableAtMs;
}

/** Reports as the principal that leased, by default. */
export const report = (
  store: Store,
  leaseId: string,
  input: Omit<ReportInput, 'leaseId' | 'principalId'> & { principalId?: string },
): Promise<LeaseRecord | undefined> => on(store).report({ leaseId, principalId: A_PRINCIPAL.id, ...input });

export const expire = (store: Store): Promise<number> => on(store).leasing.expire();

export const renew = (store: Store, leaseId: string): ReturnType<Leasing['renew']> =>
  on(store).leasing.renew(A_PRINCIPAL, leaseId, {});

/** The learned demand of such jobs. */
export const demandFor = (store: Store, job: JobName): Promise<Demand | undefined> =>
  store.transaction(async (tx) => (await demandOf(tx, [job])).get(demandKey(job)));

/** Claims one lease and fails the test when there is none. */
export async function claimOne(store: Store, overrides: ClaimOverrides = {}): Promise<GrantedLease> {
  const [lease] = await claim(store, aClaim(overrides));
  if (!lease) throw new Error('no lease was granted');
  return lease;
}
