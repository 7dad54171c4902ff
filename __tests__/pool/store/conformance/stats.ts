import { expect, it } from '@jest/globals';
import { aLender, type Backend, benchesOn, claimOne, HOUR, lenders, report } from '../builders.js';

/** The figures of pages, metrics and the command line, on any database. */
export function statsRules(backend: Backend): void {
  const aBench = benchesOn(backend);

  it('shows per bucket what is left, promised and free, and how many jobs hit a limit', async () => {
    const { store } = await aBench({ reserve: 0 });
    await lenders(store, 2);
    const { leaseId } = await claimOne(store, { need: 300 });
    await report(store, leaseId, { seen: [], outcome: 'exhausted', release: true });
    await claimOne(store, { need: 200 });
    expect(await store.stats.buckets()).toMatchObject([
      {
        owners: 2,
        limit: 10_000,
        remaining: 10_000,
        promised: 200,
        free: 9800,
        openLeases: 1,
        limitedShare: 1,
      },
    ]);
    expect(await store.stats.tokens()).toEqual({ active: 2, total: 2 });
  });

  it('shows owners by their reference alone', async () => {
    const { store } = await aBench();
    const { owner } = await aLender(store, 1);
    await store.owners.setPaused(owner.id, true);
    const shown = await store.stats.owners('core', 10);
    expect(shown).toMatchObject([{ ref: owner.ref, status: 'paused', limit: 5000 }]);
    expect(JSON.stringify(shown)).not.toContain(owner.login);
  });

  it('counts the leases of the last hour, open and ended, and the share of them that hit a limit', async () => {
    const { store, clock } = await aBench();
    await aLender(store, 1);
    const words = { seen: [], release: true } as const;
    await claimOne(store, { need: 1 });
    clock.nowMs += 2 * HOUR;
    for (const outcome of ['ok', 'exhausted'] as const) {
      const { leaseId } = await claimOne(store, { need: 1 });
      await report(store, leaseId, { ...words, outcome });
    }
    await claimOne(store, { need: 1 });
    expect(await store.stats.buckets()).toMatchObject([{ leasesLastHour: 3, limitedShare: 0.5 }]);
  });

  it('keeps that share within 1 while jobs that hit a limit keep their leases', async () => {
    const { store } = await aBench();
    await aLender(store, 1);
    for (const release of [false, false, true]) {
      const { leaseId } = await claimOne(store, { need: 1 });
      await report(store, leaseId, { seen: [], outcome: 'exhausted', release });
    }
    expect(await store.stats.buckets()).toMatchObject([{ leasesLastHour: 3, limitedShare: 1 }]);
  });
}
