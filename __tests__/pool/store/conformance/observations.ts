import { expect, it } from '@jest/globals';
import {
  aClaim,
  aLender,
  API,
  type Backend,
  type Bench,
  benchesOn,
  claim,
  claimOne,
  HOUR,
  lenders,
  MINUTE,
} from '../builders.js';

/** How probes move a budget, on any database. */
export function observationRules(backend: Backend): void {
  const aBench = benchesOn(backend);

  type Figures = { limit?: number; remaining: number; inMs: number };
  const probe = ({ store, clock }: Bench, ownerId: string, figures: Figures) =>
    store.budgets.observe(ownerId, 'core', {
      limit: figures.limit ?? 5000,
      remaining: figures.remaining,
      resetAtMs: clock.nowMs + figures.inMs,
    });

  it('pitfall “figures that rise within a window”: keeps the smallest figure within a window', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1);
    await probe(bench, owner.id, { remaining: 3000, inMs: HOUR / 2 });
    await probe(bench, owner.id, { remaining: 3200, inMs: HOUR / 2 });
    expect((await bench.store.budgets.find(owner.id, 'core'))?.remaining).toBe(3000);
  });

  it('pitfall “older windows”: ignores what was seen of an older window', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1);
    await probe(bench, owner.id, { remaining: 4000, inMs: HOUR / 2 });
    expect(await probe(bench, owner.id, { remaining: 10, inMs: HOUR / 4 })).toBe(false);
    expect((await bench.store.budgets.find(owner.id, 'core'))?.remaining).toBe(4000);
  });

  it('replaces the old window with a later one that a probe saw', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1, { budget: { remaining: 100, resetInMs: MINUTE } });
    await probe(bench, owner.id, { remaining: 4500, inMs: HOUR / 2 });
    expect((await bench.store.budgets.find(owner.id, 'core'))?.remaining).toBe(4500);
  });

  it('pitfall “a reset taken for another hour of waiting”: counts a window as full and closed once its reset has passed', async () => {
    const bench = await aBench({ reserve: 0 });
    await aLender(bench.store, 1, { budget: { remaining: 0, resetInMs: MINUTE } });
    bench.clock.nowMs += MINUTE;
    const lease = await claimOne(bench.store);
    expect(lease).toMatchObject({ remaining: 5000, limit: 5000, resetAtMs: null });
  });

  it('does not treat the moving window of an idle owner as open', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1);
    await probe(bench, owner.id, { remaining: 5000, inMs: HOUR });
    expect((await bench.store.budgets.find(owner.id, 'core'))?.resetAtMs).toBeNull();
  });

  it.each([
    ['a limit beyond any that GitHub has', { limit: 2_000_000, remaining: 5, inMs: HOUR / 2 }],
    ['more left than the limit', { remaining: 5001, inMs: HOUR / 2 }],
    ['a negative rest', { remaining: -1, inMs: HOUR / 2 }],
    ['a reset two hours ahead', { remaining: 5, inMs: 2 * HOUR }],
    ['a reset in the past', { remaining: 5, inMs: -MINUTE }],
    ['a limit of nothing', { limit: 0, remaining: 0, inMs: HOUR / 2 }],
  ])('changes nothing by %s', async (_, figures) => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    expect(await probe(bench, owner.id, figures)).toBe(false);
    expect(await bench.store.budgets.find(owner.id, 'core')).toMatchObject({ limit: 5000, remaining: 4000 });
  });

  it('has no data for an owner that is not in the pool', async () => {
    const bench = await aBench();
    expect(await probe(bench, 'user:404', { remaining: 1, inMs: HOUR / 2 })).toBe(false);
    expect(await bench.store.budgets.find('user:404', 'core')).toBeUndefined();
  });

  it('lets promises decay with observed time', async () => {
    const bench = await aBench({ reserve: 0 });
    const { owner } = await aLender(bench.store, 1);
    await claimOne(bench.store, { need: 1000, seconds: 600 });
    bench.clock.nowMs += 5 * MINUTE;
    await probe(bench, owner.id, { remaining: 4500, inMs: HOUR / 2 });
    expect((await bench.store.budgets.find(owner.id, 'core'))?.promised).toBeCloseTo(500);
    bench.clock.nowMs += 6 * MINUTE;
    await probe(bench, owner.id, { remaining: 4000, inMs: HOUR / 2 - 6 * MINUTE });
    expect((await bench.store.budgets.find(owner.id, 'core'))?.promised).toBe(0);
  });

  it('keeps a window of a minute for searches', async () => {
    const { store, clock } = await aBench();
    const { owner } = await aLender(store, 1);
    const seen = { limit: 30, remaining: 3 };
    const far = await store.budgets.observe(owner.id, 'search', {
      ...seen,
      resetAtMs: clock.nowMs + HOUR / 2,
    });
    const near = await store.budgets.observe(owner.id, 'search', {
      ...seen,
      resetAtMs: clock.nowMs + MINUTE / 2,
    });
    expect([far, near]).toEqual([false, true]);
    expect((await claimOne(store, { bucket: 'core' })).limit).toBe(5000);
  });

  it('updates reserves when the pool starts with another one', async () => {
    const { store, another } = await aBench({ reserve: 0.2 });
    const { owner } = await aLender(store, 1, { budget: { remaining: 4000 } });
    const replica = await another({ reserve: 0.5 });
    expect((await replica.budgets.find(owner.id, 'core'))?.lendRemaining).toBe(1500);
  });

  it('schedules a probe for owners that have lent since the last one, and for no others', async () => {
    const { store, clock } = await aBench();
    const ids = (await lenders(store, 6)).map(({ owner }) => owner.id);
    const [lends = '', paused = '', resting = '', spent = '', seen = '', idle = ''] = ids;
    await claim(store, aClaim({ count: 5, exclude: [idle] }));
    for (const id of ids) await store.owners.probed(id, clock.nowMs + HOUR);
    clock.nowMs += 10 * MINUTE;
    await store.owners.setPaused(paused, true);
    await store.owners.coolDown(resting, { untilMs: clock.nowMs + HOUR, reason: 'told to' });
    const resetAtMs = clock.nowMs + MINUTE;
    await store.budgets.observe(spent, 'core', { limit: 5000, remaining: 0, resetAtMs });
    await store.owners.probed(seen, clock.nowMs + HOUR);
    const due = async () => (await store.owners.dueForProbe(9)).map(({ id }) => id);
    const before = { probedBeforeMs: clock.nowMs - MINUTE };
    await store.owners.markProbesDue({ ...before, exceptApiUrls: [API] });
    expect(await due()).toEqual([]);
    await store.owners.markProbesDue({ ...before, exceptApiUrls: [] });
    expect(await due()).toEqual([lends]);
  });
}
