import { expect, it } from '@jest/globals';
import type { Store } from '../../../../src/pool/store/types.js';
import { aLender, type Backend, benchesOn, claimOne, HOUR, lenders, MINUTE } from '../builders.js';

/** Claims legs of one run sequentially, and returns the IDs of their owners. */
async function legsOf(store: Store, run: string, legs: number): Promise<Set<string>> {
  const owners = new Set<string>();
  for (let leg = 0; leg < legs; leg += 1) owners.add((await claimOne(store, { run, need: 1 })).ownerId);
  return owners;
}

/** When windows are opened, on any database. With windows in phase, the whole pool is exhausted at once. */
export function openingRules(backend: Backend): void {
  const aBench = benchesOn(backend);

  it('pitfall “every window opened at once”: opens closed windows one after another, a window and an owner apart', async () => {
    const { store, clock } = await aBench();
    await lenders(store, 4);
    const open = await aLender(store, 5, { budget: { remaining: 4900, resetInMs: 40 * MINUTE } });
    const opened = await claimOne(store, { need: 1 });
    expect(opened.ownerId).not.toBe(open.owner.id);
    expect((await claimOne(store, { need: 1 })).ownerId).toBe(open.owner.id);
    clock.nowMs += HOUR / 5;
    const next = await claimOne(store, { need: 1 });
    expect([open.owner.id, opened.ownerId]).not.toContain(next.ownerId);
  });

  it('waits longer before the next window when several were opened at once', async () => {
    const { store, clock } = await aBench();
    await lenders(store, 5);
    const opened = await legsOf(store, '77', 4);
    expect(opened.size).toBe(4);
    for (let step = 1; step < 4; step += 1) {
      clock.nowMs += HOUR / 5;
      expect(opened).toContain((await claimOne(store, { need: 1 })).ownerId);
    }
    clock.nowMs += HOUR / 5;
    expect(opened).not.toContain((await claimOne(store, { need: 1 })).ownerId);
  });

  it("counts windows that others' jobs have opened", async () => {
    const { store } = await aBench();
    await lenders(store, 4);
    const open = await aLender(store, 5, { budget: { remaining: 4900, resetInMs: 59 * MINUTE } });
    expect((await claimOne(store, { need: 1 })).ownerId).toBe(open.owner.id);
  });

  it('opens no window early for the legs of a run while the pool is busy', async () => {
    const { store } = await aBench();
    await lenders(store, 3);
    const open = new Set<string>();
    for (const id of [4, 5, 6]) {
      const { owner } = await aLender(store, id, { budget: { remaining: 4000, resetInMs: 50 * MINUTE } });
      open.add(owner.id);
    }
    for (let other = 0; other < 6; other += 1) await claimOne(store, { need: 1 });
    expect(await legsOf(store, '77', 6)).toEqual(open);
  });

  it('uses the open windows of a busy pool, however many others are closed', async () => {
    const { store } = await aBench({ reserve: 0 });
    await lenders(store, 6);
    const open = await aLender(store, 7, { budget: { remaining: 4000, resetInMs: 59 * MINUTE } });
    for (let job = 0; job < 16; job += 1) {
      expect((await claimOne(store, { need: 1 })).ownerId).toBe(open.owner.id);
    }
  });

  it('opens windows for the legs of a run while the pool is quiet', async () => {
    const { store } = await aBench();
    await lenders(store, 3);
    await aLender(store, 4, { budget: { remaining: 4000, resetInMs: 50 * MINUTE } });
    expect((await legsOf(store, '77', 4)).size).toBe(4);
  });
}
