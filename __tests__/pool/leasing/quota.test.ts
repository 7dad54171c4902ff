import { afterEach, describe, expect, it } from '@jest/globals';
import { createLeasing } from '../../../src/pool/leasing/leasing.js';
import type { Principal } from '../../../src/pool/leasing/types.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import type { Store } from '../../../src/pool/store/types.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { aClaim, HOUR, lenders, TEST_KEY } from '../store/builders.js';

const stores: Store[] = [];

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
});

async function aPool() {
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
  labels: [],
  quotaPerHour: null,
};
const { job } = aClaim();

describe('the share of one key', () => {
  it('promises no job more than a quarter of a budget beyond what such jobs needed', async () => {
    const { store, leasing } = await aPool();
    await lenders(store, 2);
    for (const expected_requests of [1_000_000, 999]) {
      const [granted] = (await leasing.lease(ci, { job, expected_requests })).granted;
      expect((await leasing.explain(ci, granted?.leaseId ?? '')).need).toBe(
        Math.min(expected_requests, 1000),
      );
    }
  });

  it.each([1_000_000, 1001, 999])(
    'leaves three quarters of every owner to others though a job without a quota asks each for %i',
    async (expected_requests) => {
      const { store, leasing } = await aPool();
      await lenders(store, 6);
      expect((await leasing.lease(ci, { job, count: 20, expected_requests })).granted).toHaveLength(6);
      const others = { ...ci, id: 'key:others' };
      const wanted = { job: { ...job, run_id: '2', job: 'other' }, count: 6, min_remaining: 3000 };
      const { granted } = await leasing.lease(others, { ...wanted, expected_requests: 750 });
      expect(granted.map(({ remaining }) => remaining >= 3000)).toEqual(Array(6).fill(true));
    },
  );

  it('limits the leases of an hour exactly by a quota, however many are concurrent', async () => {
    const { store, leasing, clock } = await aPool();
    await lenders(store, 12);
    const principal = { ...ci, quotaPerHour: 6 };
    const asked = Array.from({ length: 5 }, () =>
      leasing.lease(principal, { job, count: 2, expected_requests: 1 }),
    );
    const results = await Promise.allSettled(asked);
    const leases = results.flatMap((result) => (result.status === 'fulfilled' ? result.value.granted : []));
    expect(leases).toHaveLength(6);
    const refusal = { code: 'rate_limited', retryAfterSeconds: 3600 };
    await expect(leasing.lease(principal, { job })).rejects.toMatchObject(refusal);
    clock.nowMs += HOUR;
    expect((await leasing.lease(principal, { job })).granted).toHaveLength(1);
  });

  it('limits the requests promised at once by a quota, so that no small key takes the whole pool', async () => {
    const { store, leasing } = await aPool();
    await lenders(store, 6);
    const principal = { ...ci, quotaPerHour: 10 };
    const greedy = { job, count: 6, expected_requests: 1_000_000 };
    // One lease is always allowed; ten ordinary jobs need 800 of six times 4,000.
    expect((await leasing.lease(principal, greedy)).granted).toHaveLength(1);
    await expect(leasing.lease(principal, greedy)).rejects.toMatchObject({ code: 'rate_limited' });
    const [bucket] = await store.stats.buckets();
    expect(bucket?.free).toBeGreaterThanOrEqual(22_000);
  });
});
