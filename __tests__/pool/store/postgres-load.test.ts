import { describe, expect, it } from '@jest/globals';
import { openStore } from '../../../src/pool/store/open-store.js';
import { openPostgres } from '../../../src/pool/store/engines/postgres.js';
import type { Store } from '../../../src/pool/store/types.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import {
  aClaim,
  benchesOn,
  claim,
  claimOne,
  expire,
  HOUR,
  lenders,
  renew,
  report,
  TEST_KEY,
} from './builders.js';
import { emptyDatabases } from './empty-databases.js';

const aBench = benchesOn({ emptyUrl: emptyDatabases() });
const times = <T>(count: number, work: (turn: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, turn) => work(turn)));

const budgetsOf = async (store: Store, owners: readonly string[]) =>
  (await Promise.all(owners.map((id) => store.budgets.ofOwner(id)))).flat();

/** A report on two buckets of an owner, in either order. */
function words(turn: number, resetAtMs: number) {
  const seen = ['core', 'search'].map((bucket) => {
    const reset = bucket === 'core' ? resetAtMs + HOUR / 2 : resetAtMs + 30_000;
    return { bucket, limit: 5000, remaining: 4990 - (turn % 7), resetAtMs: reset };
  });
  return turn % 2 === 0 ? seen : seen.reverse();
}

describe('PostgreSQL under load', () => {
  it('handles concurrent claims, reports, renewals, expiry, probes and changes of a few owners, and sums stay correct', async () => {
    const { store, another, clock } = await aBench({ reserve: 0 });
    const replica = await another();
    const made = await lenders(store, 4);
    const owners = made.map(({ owner }) => owner.id);
    const job = async (turn: number) => {
      const at = turn % 2 === 0 ? store : replica;
      // Every seventh lease is over at once, and the next transaction expires it.
      const [lease] = await claim(at, aClaim({ need: 3, ...(turn % 7 === 0 ? { leaseMs: 0 } : {}) }));
      if (!lease) throw new Error('no lease was granted');
      const said = { seen: words(turn, clock.nowMs), outcome: 'ok', release: false } as const;
      await report(at, lease.leaseId, turn % 3 === 0 ? { ...said, outcome: 'exhausted' } : said);
      await renew(at, lease.leaseId).catch(() => undefined);
      if (turn % 5 > 0) await report(at, lease.leaseId, { ...said, release: true });
    };
    const others = async (turn: number) => {
      const [at, owner] = [turn % 2 === 0 ? store : replica, owners[turn % 4] ?? ''];
      await expire(at);
      const seen = { limit: 5000, remaining: 4980, resetAtMs: clock.nowMs + HOUR / 2 };
      await at.budgets.observe(owner, turn % 3 === 0 ? 'search' : 'core', seen);
      await at.owners.setReserve(owner, turn % 3 === 0 ? 0 : null);
      await at.tokens.setStatus(made[turn % 4]?.token.id ?? 0, 'active');
      await at.owners.markProbesDue({ probedBeforeMs: clock.nowMs, exceptApiUrls: [] });
    };
    await Promise.all([times(400, job), times(60, others)]);
    await expire(store);
    const found = await budgetsOf(store, owners);
    for (const id of owners) await store.owners.setReserve(id, null);
    const counted = await budgetsOf(store, owners);
    expect(found.map(({ openLeases }) => openLeases)).toEqual(counted.map(({ openLeases }) => openLeases));
    for (const [index, { promised }] of found.entries())
      expect(promised).toBeCloseTo(counted[index]?.promised ?? -1, 6);
    const open = (await store.leases.page({ sinceMs: 0, limit: 1000 })).filter(
      ({ state }) => state === 'open',
    );
    expect(found.reduce((sum, { openLeases }) => sum + openLeases, 0)).toBe(open.length);
  });

  it('serves a burst of far more requests than it has connections', async () => {
    const { store } = await aBench({ reserve: 0 });
    await lenders(store, 40);
    const done = await times(2500, async () => {
      const { leaseId } = await claimOne(store, { need: 1 });
      await store.leases.find(leaseId);
      return report(store, leaseId, { seen: [], outcome: 'ok', release: true });
    });
    expect(done.filter((lease) => lease?.state === 'settled')).toHaveLength(2500);
  });

  it('finishes requests in flight before it closes, and refuses later ones', async () => {
    const { store, url } = await aBench();
    await lenders(store, 3);
    const closing = await openStore({ url, vault: createVault([TEST_KEY]) });
    const asked = times(120, async () => {
      const { leaseId } = await claimOne(closing, { need: 1 });
      await closing.leases.find(leaseId);
      return report(closing, leaseId, { seen: [], outcome: 'ok', release: true });
    });
    await closing.close();
    expect((await asked).filter((lease) => lease?.state === 'settled')).toHaveLength(120);
    await expect(claim(closing, aClaim())).rejects.toThrow();
    expect(await store.leases.page({ sinceMs: 0, limit: 1000 })).toHaveLength(120);
  });

  it('goes on when a newer version changes a table under its prepared statements', async () => {
    const { store, url } = await aBench();
    await lenders(store, 3);
    const { leaseId } = await claimOne(store);
    await times(20, () => store.leases.find(leaseId));
    const newer = openPostgres(url);
    await newer.rows('alter table leases add column mood text');
    await newer.close();
    const found = await times(20, () => store.leases.find(leaseId));
    expect(found.map((lease) => lease?.state)).toEqual(Array.from({ length: 20 }, () => 'open'));
    const said = { seen: [], outcome: 'ok', release: true } as const;
    expect(await report(store, leaseId, said)).toMatchObject({ state: 'settled' });
  });
});
