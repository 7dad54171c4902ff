import { expect, it } from '@jest/globals';
import type { BucketSeen, Store } from '../../../../src/pool/store/types.js';
import { aClaim, aLender, type Backend, type Bench, benchesOn, claimOne, HOUR, MINUTE } from '../builders.js';

/** What a job's words do, and what they cannot do, on any database. */
export function reportRules(backend: Backend): void {
  const aBench = benchesOn(backend);

  const words = ({ clock }: Bench, remaining: number, more: Partial<BucketSeen> = {}): BucketSeen => ({
    bucket: 'core',
    limit: 5000,
    remaining,
    resetAtMs: clock.nowMs + HOUR / 2,
    ...more,
  });
  const release = (store: Store, id: string, seen: BucketSeen[]) =>
    store.leases.report(id, { seen, outcome: 'ok', release: true });

  it('settles the lease and counts what the owner spent', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    const { leaseId } = await claimOne(bench.store, { need: 100 });
    const settled = await release(bench.store, leaseId, [words(bench, 3920)]);
    expect(settled).toMatchObject({ state: 'settled', outcome: 'ok', requestsSpent: 80 });
    expect(await bench.store.budgets.find(owner.id, 'core')).toMatchObject({ remaining: 3920, promised: 0 });
  });

  it('splits what an owner spent over its open leases by what was expected of each', async () => {
    const bench = await aBench();
    await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    const small = await claimOne(bench.store, { need: 100 });
    const large = await claimOne(bench.store, { need: 300 });
    bench.clock.nowMs += 10 * MINUTE;
    const inWindow = { resetAtMs: bench.clock.nowMs + HOUR / 2 - 10 * MINUTE };
    const first = await release(bench.store, small.leaseId, [words(bench, 3800, inWindow)]);
    const second = await release(bench.store, large.leaseId, [words(bench, 3800, inWindow)]);
    expect(first?.requestsSpent).toBeCloseTo(50, -1);
    expect(second?.requestsSpent).toBeCloseTo(150, -1);
  });

  it('counts no more for a job than fell while it ran', async () => {
    const bench = await aBench();
    await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    const { leaseId } = await claimOne(bench.store);
    const settled = await release(bench.store, leaseId, [words(bench, 3800, { remainingAtStart: 3830 })]);
    expect(settled?.requestsSpent).toBe(30);
  });

  it('changes nothing by a second report of an ended lease', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    const { leaseId } = await claimOne(bench.store);
    const first = await release(bench.store, leaseId, [words(bench, 3950)]);
    const again = await bench.store.leases.report(leaseId, {
      seen: [words(bench, 3500)],
      outcome: 'unauthorized',
      release: true,
    });
    expect(again).toEqual(first);
    expect((await bench.store.budgets.find(owner.id, 'core'))?.remaining).toBe(3950);
    expect((await bench.store.tokens.ofOwner(owner.id))[0]?.status).toBe('active');
  });

  it('pitfall “reports believed”: never lets one job spend an owner by words alone, and has a probe look', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    await bench.store.owners.probed(owner.id, bench.clock.nowMs + HOUR);
    const { leaseId } = await claimOne(bench.store, { need: 100 });
    for (let turn = 0; turn < 5; turn += 1) {
      await bench.store.leases.report(leaseId, {
        seen: [words(bench, 0)],
        outcome: 'exhausted',
        release: false,
      });
    }
    expect((await bench.store.budgets.find(owner.id, 'core'))?.remaining).toBeGreaterThanOrEqual(2500);
    expect((await bench.store.owners.dueForProbe(9)).map((due) => due.id)).toEqual([owner.id]);
  });

  it('believes a probe where a report was wrong', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    const { leaseId } = await claimOne(bench.store, { need: 100 });
    await release(bench.store, leaseId, [words(bench, 0)]);
    const seen = {
      limit: 5000,
      remaining: 3990,
      resetAtMs: bench.clock.nowMs + HOUR / 2,
      by: 'probe',
    } as const;
    await bench.store.budgets.observe(owner.id, 'core', seen);
    expect((await bench.store.budgets.find(owner.id, 'core'))?.remaining).toBe(3990);
  });

  it.each([
    ['a window that replaces the one that runs', { resetAtMs: 55 * MINUTE }],
    ['another limit', { resetAtMs: 45 * MINUTE, limit: 60 }],
    ['a reset far away', { resetAtMs: 20 * HOUR }],
  ])('takes no job at its word on %s', async (_, { resetAtMs, ...rest }) => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    const { leaseId } = await claimOne(bench.store);
    const seen = words(bench, 20, { ...rest, resetAtMs: bench.clock.nowMs + resetAtMs });
    await release(bench.store, leaseId, [seen]);
    expect(await bench.store.budgets.find(owner.id, 'core')).toMatchObject({
      limit: 5000,
      remaining: 4000,
      resetAtMs: bench.clock.nowMs + HOUR / 2,
    });
  });

  it('holds a refused token back and has it probed, and lets the word of a job lapse', async () => {
    const bench = await aBench();
    const { token } = await aLender(bench.store, 1);
    const { leaseId } = await claimOne(bench.store);
    await bench.store.leases.report(leaseId, { seen: [], outcome: 'unauthorized', release: true });
    expect(await bench.store.leases.claim(aClaim())).toHaveLength(0);
    expect((await bench.store.tokens.suspectsDue(9)).map((due) => due.id)).toEqual([token.id]);
    bench.clock.nowMs += 6 * MINUTE;
    await bench.store.leases.expireDue();
    expect(await bench.store.leases.claim(aClaim())).toHaveLength(1);
  });

  it('cools down that owner alone for a secondary limit, and for a bounded time', async () => {
    const bench = await aBench();
    await aLender(bench.store, 1);
    await aLender(bench.store, 2);
    const { leaseId, ownerId } = await claimOne(bench.store);
    const told = { seen: [], outcome: 'secondary_limited', release: true, retryAfterMs: 20 * HOUR } as const;
    await bench.store.leases.report(leaseId, told);
    const granted = await bench.store.leases.claim(aClaim({ count: 2 }));
    expect(granted.map((lease) => lease.ownerId)).not.toContain(ownerId);
    expect(granted).toHaveLength(1);
    bench.clock.nowMs += HOUR;
    expect(await bench.store.leases.claim(aClaim({ count: 2 }))).toHaveLength(2);
  });

  it('pitfall “crashed jobs”: settles by expiry a lease that is never reported, and frees its promise', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1);
    const { leaseId } = await claimOne(bench.store, { need: 500, leaseMs: 10 * MINUTE });
    bench.clock.nowMs += 10 * MINUTE;
    expect(await bench.store.leases.expireDue()).toBe(1);
    expect((await bench.store.leases.find(leaseId))?.state).toBe('expired');
    expect((await bench.store.budgets.find(owner.id, 'core'))?.promised).toBe(0);
  });

  it('prolongs an open lease and no other', async () => {
    const bench = await aBench();
    await aLender(bench.store, 1);
    const { leaseId } = await claimOne(bench.store, { leaseMs: 10 * MINUTE });
    const endsAtMs = bench.clock.nowMs + HOUR;
    expect((await bench.store.leases.extend(leaseId, endsAtMs))?.endsAtMs).toBe(endsAtMs);
    bench.clock.nowMs += 2 * HOUR;
    expect(await bench.store.leases.extend(leaseId, bench.clock.nowMs + HOUR)).toBeUndefined();
  });

  it('leases on to a job that never calls, however often it has run', async () => {
    const bench = await aBench();
    await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    // So often that a mean which only ever shrinks is too small for a number.
    for (let runs = 0; runs < 2112; runs += 64) {
      const legs = Array.from({ length: 64 }, () => claimOne(bench.store, { need: 1 }));
      const leases = await Promise.all(legs);
      await Promise.all(leases.map(({ leaseId }) => release(bench.store, leaseId, [words(bench, 4000)])));
    }
    const known = await bench.store.demand.find(aClaim().job);
    expect(known).toMatchObject({ reports: 2112, mean: expect.closeTo(0), deviation: expect.closeTo(0) });
    expect(await claimOne(bench.store, { need: 1, deviation: known?.deviation ?? -1 })).toBeDefined();
  });

  it('learns what a job needs, and no absurd figure', async () => {
    const bench = await aBench({ reserve: 0 });
    const budget = { limit: 900_000, remaining: 899_999 };
    await aLender(bench.store, 1, { budget });
    const { leaseId } = await claimOne(bench.store, { need: 800_000 });
    await release(bench.store, leaseId, [words(bench, 9, { limit: 900_000 })]);
    const { job } = aClaim();
    expect(await bench.store.demand.find(job)).toEqual({
      mean: 15_000,
      deviation: 7500,
      seconds: 1,
      reports: 1,
    });
    expect(await bench.store.demand.find({ ...job, job: 'another' })).toBeUndefined();
  });
}
