import { expect, it } from '@jest/globals';
import { aLender, type Backend, benchesOn, claimOne, expire, MINUTE, report } from '../builders.js';

/** Leases as owners and exports read them, on any database. */
export function usesRules(backend: Backend): void {
  const aBench = benchesOn(backend);

  it('pages through leases in the order they were granted', async () => {
    const { store } = await aBench();
    await aLender(store, 1);
    const granted = [await claimOne(store, { need: 1 }), await claimOne(store, { need: 1 })];
    const [first] = await store.leases.page({ sinceMs: 0, limit: 1 });
    const [second, ...rest] = await store.leases.page({ sinceMs: 0, limit: 5, after: first?.id ?? '' });
    expect([first?.id, second?.id].sort()).toEqual(granted.map((lease) => lease.leaseId).sort());
    expect(rest).toEqual([]);
  });

  it('shows an owner who used its tokens', async () => {
    const { store } = await aBench();
    const { owner } = await aLender(store, 1);
    await claimOne(store, { run: '42' });
    expect(await store.leases.ofOwner(owner.id, 10)).toMatchObject([
      { repository: 'octo/repo', runId: '42' },
    ]);
  });

  it('counts the uses of a token, open, reported and expired, and knows the last', async () => {
    const { store, clock } = await aBench();
    const { owner } = await aLender(store, 1);
    const used = async () => {
      const [token] = await store.tokens.ofOwner(owner.id);
      return [token?.usageCount, token?.lastUsedAtMs, (await store.owners.find(owner.id))?.lastLeasedAtMs];
    };
    expect(await used()).toEqual([0, null, null]);
    const first = clock.nowMs;
    const { leaseId } = await claimOne(store, { need: 1 });
    expect(await used()).toEqual([1, first, first]);
    clock.nowMs += MINUTE;
    const second = clock.nowMs;
    await claimOne(store, { need: 1, leaseMs: MINUTE });
    expect(await used()).toEqual([2, second, second]);
    clock.nowMs += MINUTE;
    await expire(store);
    // A later, ended lease takes precedence over an open one.
    expect(await used()).toEqual([2, second, second]);
    await report(store, leaseId, { seen: [], outcome: 'ok', release: true });
    expect(await used()).toEqual([2, second, second]);
    expect((await store.stats.owners('core', 5))[0]?.lastLeasedAtMs).toBe(second);
  });

  it('shows an owner the uses before those already seen', async () => {
    const { store, clock } = await aBench();
    const { owner } = await aLender(store, 1);
    for (const run of ['1', '2', '3']) {
      const { leaseId } = await claimOne(store, { run, need: 1 });
      // Ended and open leases are in one list.
      if (run === '2') await report(store, leaseId, { seen: [], outcome: 'ok', release: true });
      clock.nowMs += MINUTE;
    }
    expect((await store.leases.ofOwner(owner.id, 10)).map((use) => use.runId)).toEqual(['3', '2', '1']);
    const [newest] = await store.leases.ofOwner(owner.id, 1);
    expect(newest?.runId).toBe('3');
    const older = await store.leases.ofOwner(owner.id, 10, newest?.grantedAtMs);
    expect(older.map((use) => use.runId)).toEqual(['2', '1']);
  });
}
