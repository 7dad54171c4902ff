import { afterEach, describe, expect, it } from '@jest/globals';
import { createLeasing } from '../../../src/pool/leasing/leasing.js';
import type { Leasing, Principal } from '../../../src/pool/leasing/types.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import type { Store } from '../../../src/pool/store/types.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import type { Report } from '../../../src/wire.js';
import { aClaim, aLender, HOUR, lenders, MINUTE, TEST_KEY } from '../store/builders.js';

const stores: Store[] = [];

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
});

type Pool = { store: Store; leasing: Leasing; clock: { nowMs: number } };

async function aPool(): Promise<Pool> {
  const clock = { nowMs: Date.now() };
  const vault = createVault([TEST_KEY]);
  const store = await openStore({ url: ':memory:', vault, nowMs: () => clock.nowMs });
  stores.push(store);
  return { store, leasing: createLeasing({ store, vault }), clock };
}

const ci: Principal = {
  id: 'key_1',
  kind: 'key',
  name: 'ci',
  role: 'lease',
  labels: ['push'],
  quotaPerHour: null,
};
const stranger: Principal = { ...ci, id: 'key_2', labels: [] };
const { job } = aClaim();

async function leaseOne(leasing: Leasing, more = {}) {
  const result = await leasing.lease(ci, { job, ...more });
  const [lease] = result.granted;
  if (!lease) throw new Error('no lease was granted');
  return lease;
}

function aReport({ clock }: Pool, remaining: number, more: Partial<Report> = {}): Report {
  const reset_at = new Date(clock.nowMs + HOUR / 2).toISOString();
  return { buckets: { core: { limit: 5000, remaining, reset_at } }, outcome: 'ok', release: true, ...more };
}

describe('leasing', () => {
  it('hands out a plaintext token, with only a reference to its owner', async () => {
    const { store, leasing } = await aPool();
    const { owner } = await aLender(store, 9);
    const lease = await leaseOne(leasing);
    expect(lease).toMatchObject({
      token: `gho_${'9'.padStart(36, '0')}`,
      ownerRef: owner.ref,
      kind: 'oauth',
    });
    expect(lease.leaseId).toMatch(/^[A-Za-z0-9_-]{20,64}$/);
  });

  it('tells a client of an empty pool when budget returns', async () => {
    const { store, leasing } = await aPool();
    await aLender(store, 1, { budget: { remaining: 900, resetInMs: 7 * MINUTE } });
    expect(await leasing.lease(ci, { job })).toEqual({ granted: [], retryAfterSeconds: 420 });
  });

  it('refuses a label that the principal was not given', async () => {
    const { store, leasing } = await aPool();
    await aLender(store, 1, { label: 'push' });
    await expect(leasing.lease(stranger, { job, label: 'push' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await leasing.lease(ci, { job, label: 'push' })).granted).toHaveLength(1);
  });

  it('records the repository that an OIDC identity proves, whatever the job says', async () => {
    const { store, leasing } = await aPool();
    const { owner } = await aLender(store, 1);
    const proven: Principal = { ...ci, id: 'oidc:p:42', kind: 'oidc', name: 'octo/proven' };
    await leasing.lease(proven, { job: { ...job, repository: 'somebody/else' } });
    expect(await store.leases.ofOwner(owner.id, 1)).toMatchObject([{ repository: 'octo/proven' }]);
  });

  it.each<[string, object, string]>([
    ['more than any limit', { min_remaining: 9000 }, 'no owner lends 9000 of core; the most is 4000'],
    ['a label of no token', { label: 'push' }, 'no token that works has the label "push"'],
    ['more time than any token has', { min_ttl_seconds: 7200 }, 'no token that fits lasts for 7200 s'],
  ])('says why nobody could ever serve a request for %s', async (_, asked, impossibleBecause) => {
    const { store, leasing, clock } = await aPool();
    await aLender(store, 1, { expiresAtMs: clock.nowMs + HOUR });
    expect(await leasing.lease(ci, { job, ...asked })).toEqual({
      granted: [],
      retryAfterSeconds: 3600,
      impossibleBecause,
    });
  });

  it('says that a pool without owners has no token that works', async () => {
    const { leasing } = await aPool();
    expect(await leasing.lease(ci, { job })).toMatchObject({
      impossibleBecause: 'no owner lends a token that works',
    });
  });

  it('shows a lease only to the principal that leased it', async () => {
    const pool = await aPool();
    await aLender(pool.store, 1);
    const { leaseId } = await leaseOne(pool.leasing);
    const refused = { code: 'not_found' };
    await expect(pool.leasing.report(stranger, leaseId, aReport(pool, 0))).rejects.toMatchObject(refused);
    await expect(pool.leasing.renew(stranger, leaseId, {})).rejects.toMatchObject(refused);
    await expect(pool.leasing.explain(stranger, leaseId)).rejects.toMatchObject(refused);
  });

  it('answers a second report as the first', async () => {
    const pool = await aPool();
    await aLender(pool.store, 1, { budget: { remaining: 4000 } });
    const { leaseId } = await leaseOne(pool.leasing);
    const first = await pool.leasing.report(ci, leaseId, aReport(pool, 3960));
    expect(first).toEqual({ lease_id: leaseId, state: 'settled', requests_spent: 40 });
    expect(await pool.leasing.report(ci, leaseId, aReport(pool, 3000))).toEqual(first);
  });

  it('debits a job by what such jobs needed before, or by its own estimate', async () => {
    const pool = await aPool();
    await aLender(pool.store, 1, { budget: { remaining: 4500 } });
    const first = await leaseOne(pool.leasing, { expected_requests: 70 });
    await pool.leasing.report(ci, first.leaseId, aReport(pool, 4440));
    const learned = await leaseOne(pool.leasing);
    const estimated = await leaseOne(pool.leasing, { expected_requests: 500 });
    const needs = [first, learned, estimated].map(({ leaseId }) => pool.leasing.explain(ci, leaseId));
    expect((await Promise.all(needs)).map(({ need }) => need)).toEqual([70, 60, 500]);
  });

  it('explains a choice with the candidates at that time', async () => {
    const { store, leasing } = await aPool();
    await aLender(store, 1, { budget: { remaining: 1500 } });
    const { owner } = await aLender(store, 2, { budget: { remaining: 4500 } });
    const { leaseId } = await leaseOne(leasing, { expected_requests: 10 });
    const { candidates, ownerRef } = await leasing.explain(ci, leaseId);
    expect(ownerRef).toBe(owner.ref);
    expect(candidates.map(({ headroom, feasible }) => [headroom, feasible])).toEqual([
      [3490, true],
      [490, true],
    ]);
  });
});

describe('renewing', () => {
  it('pitfall “rotation defeats ETags”: keeps a lease whose owner has enough, and prolongs it', async () => {
    const { store, leasing, clock } = await aPool();
    await lenders(store, 2);
    const { leaseId } = await leaseOne(leasing);
    clock.nowMs += 50 * MINUTE;
    const kept = await leasing.renew(ci, leaseId, {});
    expect(kept).toEqual({ decision: 'keep', leaseId, leaseExpiresAtMs: clock.nowMs + HOUR });
  });

  it('moves a job whose owner is nearly exhausted, and settles its old lease', async () => {
    const pool = await aPool();
    await lenders(pool.store, 2);
    const old = await leaseOne(pool.leasing);
    const { buckets } = aReport(pool, 1040);
    const renewed = await pool.leasing.renew(ci, old.leaseId, { buckets });
    expect(renewed.decision).toBe('replace');
    expect(renewed).not.toMatchObject({ lease: { ownerRef: old.ownerRef } });
    expect((await pool.leasing.explain(ci, old.leaseId)).state).toBe('settled');
  });

  it('counts the lease that a job is moved to against the quota of its principal, like the first', async () => {
    const { store, leasing } = await aPool();
    await lenders(store, 3);
    const principal = { ...ci, quotaPerHour: 2 };
    const [first] = (await leasing.lease(principal, { job })).granted;
    const moved = await leasing.renew(principal, first?.leaseId ?? '', { outcome: 'exhausted' });
    expect(moved.decision).toBe('replace');
    expect((await leasing.renew(principal, moved.leaseId, { outcome: 'exhausted' })).decision).toBe('keep');
    await expect(leasing.lease(principal, { job })).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it("moves a job that hit the limit, whatever the pool's figures say", async () => {
    const { store, leasing } = await aPool();
    await lenders(store, 2);
    const { leaseId } = await leaseOne(leasing);
    expect((await leasing.renew(ci, leaseId, { outcome: 'exhausted' })).decision).toBe('replace');
  });

  it('moves no job to an owner with less left than its own', async () => {
    const pool = await aPool();
    await aLender(pool.store, 1, { budget: { remaining: 1100 } });
    const { leaseId } = await leaseOne(pool.leasing, { expected_requests: 10 });
    await aLender(pool.store, 2, { budget: { remaining: 1035 } });
    const { buckets } = aReport(pool, 1040);
    expect((await pool.leasing.renew(ci, leaseId, { buckets })).decision).toBe('keep');
    const emptier = aReport(pool, 1030).buckets;
    expect((await pool.leasing.renew(ci, leaseId, { buckets: emptier })).decision).toBe('replace');
  });

  it('moves a job with an exhausted owner to budget that is promised to others, when nothing else is left', async () => {
    const { store, leasing } = await aPool();
    await lenders(store, 2);
    const { leaseId } = await leaseOne(leasing);
    // Jobs may ask for a quarter of a budget beyond what such jobs were seen to need.
    for (let turn = 0; turn < 8; turn += 1) await leasing.lease(ci, { job, expected_requests: 1_000_000 });
    expect((await leasing.lease(ci, { job })).granted).toHaveLength(0);
    expect((await leasing.renew(ci, leaseId, { outcome: 'exhausted' })).decision).toBe('replace');
  });

  it('claims from the next owner only what the job still needs', async () => {
    const pool = await aPool();
    await lenders(pool.store, 2);
    const first = await leaseOne(pool.leasing, { expected_requests: 200 });
    pool.clock.nowMs += 15 * MINUTE;
    await pool.leasing.report(ci, first.leaseId, aReport(pool, 4800));
    const { leaseId } = await leaseOne(pool.leasing, { expected_requests: 200 });
    pool.clock.nowMs += 12 * MINUTE;
    const moved = await pool.leasing.renew(ci, leaseId, { outcome: 'exhausted' });
    expect((await pool.leasing.explain(ci, moved.leaseId)).need).toBe(40);
  });

  it('keeps the lease when no other owner can serve', async () => {
    const { store, leasing } = await aPool();
    await lenders(store, 1);
    const { leaseId } = await leaseOne(leasing);
    expect((await leasing.renew(ci, leaseId, { outcome: 'exhausted' })).decision).toBe('keep');
  });

  it('pitfall “hopping to dodge a secondary limit”: never dodges a secondary limit with another token', async () => {
    const { store, leasing } = await aPool();
    await lenders(store, 2);
    const { leaseId } = await leaseOne(leasing);
    expect((await leasing.renew(ci, leaseId, { outcome: 'secondary_limited' })).decision).toBe('keep');
  });

  it('replaces an expiring token with a fresh one of the same owner', async () => {
    const { store, leasing, clock } = await aPool();
    const expiring = { kind: 'installation', token: `ghs_${'a'.repeat(36)}` } as const;
    const { owner, token } = await aLender(store, 1, { ...expiring, expiresAtMs: clock.nowMs + HOUR });
    const { leaseId } = await leaseOne(leasing);
    clock.nowMs += 57 * MINUTE;
    const fresh = { token: `ghs_${'b'.repeat(36)}`, kind: 'installation', origin: 'mint' } as const;
    await store.tokens.put({ ownerId: owner.id, ...fresh, expiresAtMs: clock.nowMs + HOUR });
    const renewed = await leasing.renew(ci, leaseId, {});
    expect(renewed).toMatchObject({
      decision: 'replace',
      lease: { token: fresh.token, ownerRef: owner.ref },
    });
    expect(renewed).not.toMatchObject({ lease: { tokenId: token.id } });
  });

  it('says that a lease has ended', async () => {
    const pool = await aPool();
    await lenders(pool.store, 1);
    const { leaseId } = await leaseOne(pool.leasing);
    await pool.leasing.report(ci, leaseId, aReport(pool, 4999));
    await expect(pool.leasing.renew(ci, leaseId, {})).rejects.toMatchObject({ code: 'lease_ended' });
  });

  it('lets no lease live longer than a day', async () => {
    const { store, leasing, clock } = await aPool();
    await lenders(store, 1);
    const { leaseId } = await leaseOne(leasing);
    const endsAtMs = clock.nowMs + 24 * HOUR;
    for (let turn = 0; turn < 26; turn += 1) {
      clock.nowMs = Math.min(clock.nowMs + 55 * MINUTE, endsAtMs - MINUTE);
      await leasing.renew(ci, leaseId, {});
    }
    clock.nowMs = endsAtMs;
    await expect(leasing.renew(ci, leaseId, {})).rejects.toMatchObject({ code: 'lease_ended' });
  });
});
