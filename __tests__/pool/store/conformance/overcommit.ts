import { expect, it } from '@jest/globals';
import {
  aClaim,
  aLender,
  availableAt,
  type Backend,
  benchesOn,
  claim,
  claimOne,
  MINUTE,
} from '../builders.js';

/** A running job whose owner is spent gets what was promised to others, on any database. */
export function overcommitRules(backend: Backend): void {
  const aBench = benchesOn(backend);

  it('gives a running job the owner with the most left when all are promised', async () => {
    const { store } = await aBench();
    await aLender(store, 1, { budget: { remaining: 1100 } });
    const fuller = await aLender(store, 2, { budget: { remaining: 1200 } });
    for (const need of [200, 100]) await claimOne(store, { need });
    expect(await claim(store, aClaim())).toHaveLength(0);
    const [lease] = await claim(store, aClaim({ need: 50, overcommitAbove: 0 }));
    expect(lease?.ownerId).toBe(fuller.owner.id);
    expect(await store.budgets.find(fuller.owner.id, 'core')).toMatchObject({ promised: 250, openLeases: 2 });
  });

  it('skips owners that are excluded, paused, without a token, or nearly exhausted', async () => {
    const { store } = await aBench();
    const excluded = await aLender(store, 1, { budget: { remaining: 4000 } });
    const paused = await aLender(store, 2, { budget: { remaining: 4000 } });
    await store.owners.setPaused(paused.owner.id, true);
    await aLender(store, 3, { label: 'push', budget: { remaining: 4000 } });
    await aLender(store, 4, { budget: { remaining: 1019 } });
    const request = aClaim({ minRemaining: 20, overcommitAbove: 20, exclude: [excluded.owner.ref] });
    expect(await claim(store, request)).toEqual([]);
  });

  it('says to retry when the job that holds the rest should end', async () => {
    const { store, clock } = await aBench();
    await aLender(store, 1, { budget: { remaining: 1200 } });
    await aLender(store, 2, { budget: { remaining: 1000, resetInMs: 20 * MINUTE } });
    await claimOne(store, { need: 200, seconds: 300 });
    expect(await claim(store, aClaim())).toHaveLength(0);
    expect(await availableAt(store, aClaim())).toBe(clock.nowMs + 5 * MINUTE);
    clock.nowMs += 6 * MINUTE;
    expect(await availableAt(store, aClaim())).toBe(clock.nowMs + 14 * MINUTE);
  });

  it('says to retry after the cooldown if the budget returns during it', async () => {
    const { store, clock } = await aBench();
    const { owner } = await aLender(store, 1, { budget: { remaining: 1000, resetInMs: 20 * MINUTE } });
    await store.owners.coolDown(owner.id, { untilMs: clock.nowMs + 5 * MINUTE, reason: 'test' });
    expect(await availableAt(store, aClaim())).toBe(clock.nowMs + 20 * MINUTE);
    await store.owners.coolDown(owner.id, { untilMs: clock.nowMs + 30 * MINUTE, reason: 'test' });
    expect(await availableAt(store, aClaim())).toBe(clock.nowMs + 30 * MINUTE);
  });
}
