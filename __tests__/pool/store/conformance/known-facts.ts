import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BucketFacts } from '../../../../src/pool/domain/facts.js';
import { copyStore } from '../../../../src/pool/store/copy-store.js';
import type { Transaction } from '../../../../src/pool/store/engine.js';
import { type BucketReader, createBucketReader } from '../../../../src/pool/store/known-facts.js';
import { openStore } from '../../../../src/pool/store/open-store.js';
import { insertRows } from '../../../../src/pool/store/bulk-writes.js';
import type { Store } from '../../../../src/pool/store/types.js';
import { createVault } from '../../../../src/pool/vault/vault.js';
import {
  aClaim,
  aLender,
  type Backend,
  type Bench,
  benchesOn,
  claim,
  expire,
  HOUR,
  lenders,
  MINUTE,
  renew,
  report,
  TEST_KEY,
} from '../builders.js';

/** A replica: a store with its own cached facts, and the leases that it granted. */
type Replica = { store: Store; readBucket: BucketReader; leases: string[] };
type Step = { by: 0 | 1; write: keyof typeof WRITES; at: number; amount: number; looks: boolean };
/** Rows deleted by hand. */
type Taken = { table: (typeof TABLES)[number]; rows: { [column: string]: unknown }[] };
type Scene = { bench: Bench; replica: Replica; taken: Taken[]; at: number; amount: number };

const TABLES = ['owners', 'tokens', 'budgets'] as const;
const BUCKETS = ['core', 'search'];
const OWNERS = 5;
const RUNS = 15;
const MANY_CHANGES = 10_001;

const ownerOf = (at: number) => `user:${1 + (at % OWNERS)}`;

/** One of an owner's tokens, if it has any. */
async function tokenOf({ store }: Replica, at: number): Promise<number> {
  const tokens = await store.tokens.ofOwner(ownerOf(at));
  return tokens[at % Math.max(1, tokens.length)]?.id ?? 0;
}

const leaseOf = ({ leases }: Replica, at: number) => leases[at % Math.max(1, leases.length)] ?? 'none';

/** All writes that change the facts of a claim. */
const WRITES = {
  join: ({ replica: { store }, at, amount }: Scene) =>
    aLender(store, 1 + (at % OWNERS), { label: amount % 3 === 0 ? 'push' : '' }),
  observe: ({ bench, replica: { store }, at, amount }: Scene) =>
    store.budgets.observe(ownerOf(at), BUCKETS[amount % 2] ?? '', {
      ...{ limit: 5000, remaining: amount, by: 'probe' },
      resetAtMs: bench.clock.nowMs + 1 + (amount % HOUR),
    }),
  pause: ({ replica: { store }, at, amount }: Scene) => store.owners.setPaused(ownerOf(at), amount % 2 === 0),
  reserve: ({ replica: { store }, at, amount }: Scene) =>
    store.owners.setReserve(ownerOf(at), amount / 10_000),
  coolDown: ({ bench, replica: { store }, at, amount }: Scene) =>
    store.owners.coolDown(ownerOf(at), { untilMs: bench.clock.nowMs + amount, reason: 'test' }),
  removeOwner: ({ replica: { store }, at }: Scene) => store.owners.remove(ownerOf(at)),
  suspect: async ({ replica, at }: Scene) => replica.store.tokens.suspect(await tokenOf(replica, at), 0),
  removeToken: async ({ replica, at }: Scene) => replica.store.tokens.remove(await tokenOf(replica, at)),
  label: async ({ replica, at }: Scene) => replica.store.tokens.setLabel(await tokenOf(replica, at), 'push'),
  claim: async ({ replica, at, amount }: Scene) => {
    const request = aClaim({ need: amount / 50, count: 1 + (at % 3), bucket: BUCKETS[at % 2] ?? '' });
    replica.leases.push(...(await claim(replica.store, request)).map(({ leaseId }) => leaseId));
  },
  report: ({ bench, replica, at, amount }: Scene) =>
    report(replica.store, leaseOf(replica, at), {
      seen: [{ bucket: 'core', limit: 5000, remaining: amount, resetAtMs: bench.clock.nowMs + HOUR / 2 }],
      outcome: at % 3 === 0 ? 'secondary_limited' : 'ok',
      release: amount % 2 === 0,
    }),
  renew: ({ replica, at }: Scene) => renew(replica.store, leaseOf(replica, at)).catch(() => undefined),
  wait: async ({ bench, amount }: Scene) => {
    bench.clock.nowMs += amount * 1000;
  },
  expire: ({ replica: { store } }: Scene) => expire(store),
  prune: ({ replica: { store } }: Scene) =>
    store.prune({ leasesMs: MINUTE, historyMs: MINUTE, auditMs: MINUTE }),
  rollBack: ({ replica, at }: Scene) =>
    replica.store
      .transaction(async (tx) => {
        await tx.rows('update owners set cooldown_until_ms = $2 where id = $1', [ownerOf(at), at]);
        await replica.readBucket(tx, 'core', []);
        throw new Error('rolled back');
      })
      .catch(() => undefined),
  handEdit: ({ replica: { store }, at, amount }: Scene) =>
    store.transaction(({ rows }) =>
      rows('update budgets set remaining = $2 where owner_id = $1', [ownerOf(at), amount]),
    ),
  takeOut: ({ replica: { store }, taken, at, amount }: Scene) =>
    store.transaction(async ({ rows }) => {
      const table = TABLES[amount % TABLES.length] ?? 'owners';
      const where = `from ${table} where ${table === 'owners' ? 'id' : 'owner_id'} = $1`;
      taken.push({ table, rows: await rows(`select * ${where}`, [ownerOf(at)]) });
      await rows(`delete ${where}`, [ownerOf(at)]);
    }),
  putBack: async ({ replica: { store }, taken }: Scene) => {
    const back = taken.pop();
    // An owner that has joined again is kept.
    if (back) await store.transaction((tx) => insertRows(tx, back.table, back.rows)).catch(() => undefined);
  },
} satisfies { [name: string]: (scene: Scene) => Promise<unknown> };

const aStep: fc.Arbitrary<Step> = fc.record({
  by: fc.constantFrom(0, 1),
  write: fc.constantFrom(...(Object.keys(WRITES) as (keyof typeof WRITES)[])),
  at: fc.nat({ max: 29 }),
  amount: fc.nat({ max: 5000 }),
  looks: fc.boolean(),
});

/** In an order of their own: the facts are a set. */
const sorted = ({ owners, ...others }: BucketFacts) => ({
  ...others,
  owners: owners
    .map(({ tokens, leases, ...owner }) => ({
      ...owner,
      tokens: [...tokens].sort((one, other) => one.id - other.id),
      leases: leases.map((lease) => JSON.stringify(lease)).sort(),
    }))
    .sort((one, other) => (one.id < other.id ? -1 : 1)),
});

/** The facts of a reader equal those of a new reader. */
async function expectEqualToFullRead(tx: Transaction, readBucket: BucketReader): Promise<void> {
  for (const bucket of BUCKETS) {
    const known = await readBucket(tx, bucket, []);
    expect(sorted(known)).toEqual(sorted(await createBucketReader()(tx, bucket, [])));
  }
}

const aReplica = (store: Store): Replica => ({ store, readBucket: createBucketReader(), leases: [] });

/** Cached facts, of which only changes are read. */
export function knownFactsRules(backend: Backend): void {
  const aBench = benchesOn(backend);
  const check = ({ store, readBucket }: Replica) =>
    store.transaction((tx) => expectEqualToFullRead(tx, readBucket));

  it('equal a full read after arbitrary writes by two stores', async () => {
    const bench = await aBench();
    const replicas = [aReplica(bench.store), aReplica(await bench.another())] as const;
    const taken: Taken[] = [];
    const steps = fc.array(aStep, { minLength: 10, maxLength: 60, size: 'max' });
    // Each run continues where the previous one ended.
    const property = fc.asyncProperty(steps, async (scenes) => {
      await lenders(bench.store, 3);
      for (const { by, write, at, amount, looks } of scenes) {
        await WRITES[write]({ bench, replica: replicas[by], taken, at, amount });
        if (looks) await check(replicas[at % 2 === 0 ? 0 : 1]);
      }
      for (const replica of replicas) await check(replica);
    });
    await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
  }, 60_000);

  it('are not written by others while a transaction holds the allocation lock', async () => {
    const { store, another } = await aBench();
    const other = await another();
    await lenders(store, 1);
    let isWritten = false;
    const write = await store.transaction(async ({ rows }) => {
      const writing = other.owners.setPaused('user:1', true).then(() => {
        isWritten = true;
      });
      for (let trips = 0; trips < 50; trips += 1) await rows('select 1 as one');
      expect(isWritten).toBe(false);
      return { writing };
    });
    await write.writing;
    expect((await store.owners.find('user:1'))?.paused).toBe(true);
  });

  it('are read in full when more was written than the log of changes keeps', async () => {
    const { store } = await aBench();
    const replica = aReplica(store);
    const [lender] = await lenders(store, 2);
    await check(replica);
    await store.owners.setPaused(lender?.owner.id ?? '', true);
    const many = `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${MANY_CHANGES})
      insert into owner_changes (owner_id) select 'user:2' from numbers`;
    await store.transaction(({ rows }) => rows(many));
    await check(replica);
  });

  it('leave a log of changes that retention trims, even without claims', async () => {
    const { store } = await aBench();
    const replica = aReplica(store);
    await lenders(store, 1);
    await check(replica);
    const many = `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 25000)
      insert into owner_changes (owner_id) select 'user:1' from numbers`;
    await store.transaction(({ rows }) => rows(many));
    await store.owners.setPaused('user:1', true);
    await store.prune({ leasesMs: MINUTE, historyMs: MINUTE, auditMs: MINUTE });
    const [kept] = await store.transaction(({ rows }) =>
      rows<{ count: number }>('select count(*) as count from owner_changes'),
    );
    expect(kept?.count).toBeLessThanOrEqual(MANY_CHANGES);
    await check(replica);
  });

  it('are read in full from a database with another history, as after a restore', async () => {
    const { store, url: liveUrl, clock } = await aBench();
    const replica = aReplica(store);
    await lenders(store, 2);
    const url = await backend.newUrl();
    await copyStore(liveUrl, url);
    await store.owners.setPaused('user:1', true);
    await check(replica);
    const restored = await openStore({ url, vault: createVault([TEST_KEY]), nowMs: () => clock.nowMs });
    await lenders(restored, 4);
    await check({ ...replica, store: restored });
    await restored.close();
  });
}
