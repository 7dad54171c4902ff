import { expect, it } from '@jest/globals';
import type { ObservedBucket } from '../../../../src/pool/leasing/observed-buckets.js';
import type { LeaseRecord } from '../../../../src/pool/store/records.js';
import type { Store } from '../../../../src/pool/store/types.js';
import {
  aClaim,
  aLender,
  availableAt,
  type Backend,
  type Bench,
  benchesOn,
  claim,
  claimOne,
  demandFor,
  expire,
  HOUR,
  MINUTE,
  renew,
  report,
} from '../builders.js';

/** The effects and limits of reports, on any database. */
export function reportRules(backend: Backend): void {
  const aBench = benchesOn(backend);

  const words = (
    { clock }: Bench,
    remaining: number,
    more: Partial<ObservedBucket> = {},
  ): ObservedBucket => ({
    bucket: 'core',
    limit: 5000,
    remaining,
    resetAtMs: clock.nowMs + HOUR / 2,
    ...more,
  });
  const release = (store: Store, id: string, seen: ObservedBucket[]) =>
    report(store, id, { seen, outcome: 'ok', release: true });

  it('settles the lease and counts what the owner spent', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    const { leaseId } = await claimOne(bench.store, { need: 100 });
    const settled = await release(bench.store, leaseId, [words(bench, 3920)]);
    expect(settled).toMatchObject({ state: 'settled', outcome: 'ok', requestsSpent: 80 });
    expect(await bench.store.budgets.find(owner.id, 'core')).toMatchObject({ remaining: 3920, promised: 0 });
  });

  it('splits what an owner spent among its open leases by their expected use', async () => {
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

  it('attributes to a job only what was spent while it ran', async () => {
    const bench = await aBench();
    await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    const { leaseId } = await claimOne(bench.store);
    const settled = await release(bench.store, leaseId, [words(bench, 3800, { remainingAtStart: 3830 })]);
    expect(settled?.requestsSpent).toBe(30);
  });

  it('ignores a second report of an ended lease', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    const { leaseId } = await claimOne(bench.store);
    const first = await release(bench.store, leaseId, [words(bench, 3950)]);
    const again = await report(bench.store, leaseId, {
      seen: [words(bench, 3500)],
      outcome: 'unauthorized',
      release: true,
    });
    expect(first).toMatchObject(again as LeaseRecord);
    expect((await bench.store.budgets.find(owner.id, 'core'))?.remaining).toBe(3950);
    expect((await bench.store.tokens.ofOwner(owner.id))[0]?.status).toBe('active');
  });

  it('pitfall “reports believed”: never lets one job spend an owner by words alone, and has a probe look', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    await bench.store.owners.probed(owner.id, bench.clock.nowMs + HOUR);
    const { leaseId } = await claimOne(bench.store, { need: 100 });
    for (let turn = 0; turn < 5; turn += 1) {
      await report(bench.store, leaseId, {
        seen: [words(bench, 0)],
        outcome: 'exhausted',
        release: false,
      });
    }
    expect((await bench.store.budgets.find(owner.id, 'core'))?.remaining).toBeGreaterThanOrEqual(2500);
    expect((await bench.store.owners.dueForProbe(9)).map((due) => due.id)).toEqual([owner.id]);
  });

  it('trusts a probe when a report was wrong', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    const { leaseId } = await claimOne(bench.store, { need: 100 });
    await release(bench.store, leaseId, [words(bench, 0)]);
    const seen = {
      limit: 5000,
      remaining: 3990,
      resetAtMs: bench.clock.nowMs + HOUR / 2,
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

  it('ranks a refused token last for its principal, and probes it', async () => {
    const bench = await aBench();
    const { token } = await aLender(bench.store, 1, { budget: { remaining: 4900, resetInMs: 5 * MINUTE } });
    const { leaseId } = await claimOne(bench.store);
    await aLender(bench.store, 2, { budget: { remaining: 1200, resetInMs: 50 * MINUTE } });
    await report(bench.store, leaseId, { seen: [], outcome: 'unauthorized', release: true });
    expect((await bench.store.tokens.dueForProbe(9)).map((due) => due.id)).toEqual([token.id]);
    expect((await claimOne(bench.store, { need: 1 })).ownerId).toBe('user:2');
    expect((await claimOne(bench.store, { need: 1, principalId: 'key_2' })).tokenId).toBe(token.id);
    bench.clock.nowMs += 4 * MINUTE;
    expect((await claimOne(bench.store, { need: 1 })).ownerId).toBe('user:2');
    bench.clock.nowMs += 2 * MINUTE;
    await bench.store.owners.setPaused('user:2', true);
    expect((await claimOne(bench.store, { need: 1 })).tokenId).toBe(token.id);
  });

  it('keeps leasing while every token is refused to every job', async () => {
    const bench = await aBench();
    for (let id = 1; id <= 4; id += 1) await aLender(bench.store, id);
    for (let job = 0; job < 40; job += 1) {
      const { leaseId } = await claimOne(bench.store, { need: 1 });
      await report(bench.store, leaseId, { seen: [], outcome: 'unauthorized', release: true });
    }
    expect((await bench.store.tokens.list()).map(({ status }) => status)).toEqual(Array(4).fill('active'));
    expect(await claim(bench.store, aClaim({ count: 4 }))).toHaveLength(4);
  });

  it('pauses an owner for the principal that reports a secondary limit, for a limited time', async () => {
    const bench = await aBench();
    await aLender(bench.store, 1);
    await aLender(bench.store, 2);
    const { leaseId, ownerId } = await claimOne(bench.store);
    const secondaryLimit = {
      seen: [],
      outcome: 'secondary_limited',
      release: true,
      retryAfterMs: 20 * HOUR,
    } as const;
    await report(bench.store, leaseId, secondaryLimit);
    const granted = await claim(bench.store, aClaim({ count: 2 }));
    expect(granted.map((lease) => lease.ownerId)).not.toContain(ownerId);
    expect(granted).toHaveLength(1);
    bench.clock.nowMs += HOUR;
    expect(await claim(bench.store, aClaim({ count: 2 }))).toHaveLength(2);
  });

  it('lets no single key disable the pool: others lease until a second principal or a probe agrees', async () => {
    const bench = await aBench();
    const told = { seen: [], outcome: 'secondary_limited', retryAfterMs: 10 * MINUTE } as const;
    for (let id = 1; id <= 3; id += 1) await aLender(bench.store, id);
    for (const { leaseId } of await claim(bench.store, aClaim({ count: 3, need: 1 }))) {
      for (let turn = 0; turn < 3; turn += 1) await report(bench.store, leaseId, { ...told, release: false });
    }
    expect(await claim(bench.store, aClaim())).toHaveLength(0);
    expect(await availableAt(bench.store, aClaim())).toBe(bench.clock.nowMs + 10 * MINUTE);
    const others = await claim(bench.store, aClaim({ count: 3, need: 1, principalId: 'key_2' }));
    expect(others).toHaveLength(3);
    expect(await bench.store.owners.dueForProbe(9)).toHaveLength(3);
    const events = (await bench.store.audit.list(9)).map(({ actor, action }) => [actor, action]);
    expect(events).toEqual(Array(3).fill(['key_1', 'report.secondary_limited']));
    const [one] = others;
    await report(bench.store, one?.leaseId ?? '', { ...told, principalId: 'key_2', release: true });
    const third = await claim(bench.store, aClaim({ count: 3, principalId: 'key_3' }));
    expect(third.map(({ ownerId }) => ownerId)).not.toContain(one?.ownerId);
    expect(third).toHaveLength(2);
  });

  it('does not extend a pause when the report is repeated', async () => {
    const bench = await aBench();
    await aLender(bench.store, 1);
    const { leaseId } = await claimOne(bench.store, { need: 1 });
    const told = { seen: [], outcome: 'secondary_limited', release: false, retryAfterMs: MINUTE } as const;
    await report(bench.store, leaseId, told);
    bench.clock.nowMs += 50_000;
    await report(bench.store, leaseId, { ...told, retryAfterMs: 10 * MINUTE });
    bench.clock.nowMs += 11_000;
    expect(await claim(bench.store, aClaim({ need: 1 }))).toHaveLength(1);
  });

  it('pitfall “crashed jobs”: settles by expiry a lease that is never reported, and frees its promise', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1);
    const { leaseId } = await claimOne(bench.store, { need: 500, leaseMs: 10 * MINUTE });
    bench.clock.nowMs += 10 * MINUTE;
    expect(await expire(bench.store)).toBe(1);
    expect((await bench.store.leases.find(leaseId))?.state).toBe('expired');
    expect((await bench.store.budgets.find(owner.id, 'core'))?.promised).toBe(0);
  });

  it('learns the use of unreported leases from probes, but not how long jobs take', async () => {
    const bench = await aBench();
    const { owner } = await aLender(bench.store, 1);
    for (let lease = 0; lease < 2; lease += 1)
      await claimOne(bench.store, { need: 100, leaseMs: 40 * MINUTE });
    const { job, estimate } = aClaim();
    bench.clock.nowMs += MINUTE;
    const resetAtMs = bench.clock.nowMs + HOUR;
    await bench.store.budgets.observe(owner.id, 'core', { limit: 5000, remaining: 4940, resetAtMs });
    expect(await demandFor(bench.store, job)).toBeUndefined();
    bench.clock.nowMs += 40 * MINUTE;
    expect(await expire(bench.store)).toBe(2);
    const { seconds } = estimate ?? {};
    expect(await demandFor(bench.store, job)).toEqual({ mean: 30, deviation: 15, seconds, reports: 2 });
  });

  it('extends an open lease and no other', async () => {
    const bench = await aBench();
    await aLender(bench.store, 1);
    const { leaseId } = await claimOne(bench.store, { leaseMs: 10 * MINUTE });
    await renew(bench.store, leaseId);
    const endsAtMs = bench.clock.nowMs + HOUR;
    expect(await bench.store.leases.find(leaseId)).toMatchObject({ state: 'open', endsAtMs });
    bench.clock.nowMs += 2 * HOUR;
    await expect(renew(bench.store, leaseId)).rejects.toMatchObject({ code: 'lease_ended' });
  });

  it('keeps leasing to a job that never calls, however often it has run', async () => {
    const bench = await aBench();
    await aLender(bench.store, 1, { budget: { remaining: 4000 } });
    // So often that a mean which only shrinks would underflow.
    for (let runs = 0; runs < 2112; runs += 64) {
      const legs = Array.from({ length: 64 }, () => claimOne(bench.store, { need: 1 }));
      const leases = await Promise.all(legs);
      await Promise.all(leases.map(({ leaseId }) => release(bench.store, leaseId, [words(bench, 4000)])));
    }
    const known = await demandFor(bench.store, aClaim().job);
    expect(known).toMatchObject({ reports: 2112, mean: expect.closeTo(0), deviation: expect.closeTo(0) });
    expect(await claimOne(bench.store, { need: 1, deviation: known?.deviation ?? -1 })).toBeDefined();
  });

  it('learns what a job needs, but no absurd figure', async () => {
    const bench = await aBench({ reserve: 0 });
    const budget = { limit: 900_000, remaining: 899_999 };
    await aLender(bench.store, 1, { budget });
    const { leaseId } = await claimOne(bench.store, { need: 800_000 });
    await release(bench.store, leaseId, [words(bench, 9, { limit: 900_000 })]);
    const { job } = aClaim();
    expect(await demandFor(bench.store, job)).toEqual({
      mean: 15_000,
      deviation: 7500,
      seconds: 1,
      reports: 1,
    });
    expect(await demandFor(bench.store, { ...job, job: 'another' })).toBeUndefined();
  });
}
