import { expect, it } from '@jest/globals';
import {
  aClaim,
  aLender,
  availableAt,
  type Backend,
  benchesOn,
  claim,
  claimOne,
  HOUR,
  lenders,
  MINUTE,
} from '../builders.js';

/** What a claim promises, on any database. */
export function claimRules(backend: Backend): void {
  const aBench = benchesOn(backend);

  it('pitfall “a stampede on a snapshot”: debits the owner at once', async () => {
    const { store } = await aBench();
    await lenders(store, 1);
    const first = await claimOne(store, { need: 300 });
    expect((await claimOne(store)).remaining).toBe(first.remaining - 300);
    expect((await store.budgets.find(first.ownerId, 'core'))?.promised).toBe(400);
  });

  it('gives the legs of one run distinct owners while there are enough, whichever replica they use', async () => {
    const { store, another } = await aBench();
    const replica = await another();
    await lenders(store, 12);
    const claims = Array.from({ length: 12 }, (_, turn) =>
      claimOne(turn % 2 === 0 ? store : replica, { run: '77' }),
    );
    const owners = (await Promise.all(claims)).map((lease) => lease.ownerId);
    expect(new Set(owners).size).toBe(12);
  });

  it('does not let a failing claim affect others of the same batch', async () => {
    const { store } = await aBench();
    await lenders(store, 3);
    const claims = [aClaim(), aClaim({ leaseMs: Number.NaN }), aClaim()];
    const results = await Promise.allSettled(claims.map((each) => claim(store, each)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const open = await Promise.all([1, 2, 3].map((id) => store.budgets.find(`user:${id}`, 'core')));
    expect(open.reduce((sum, budget) => sum + (budget?.openLeases ?? 0), 0)).toBe(2);
  });

  it('grants several leases of distinct owners, and fewer when there are not as many', async () => {
    const { store } = await aBench();
    await lenders(store, 2);
    const granted = await claim(store, aClaim({ count: 3 }));
    expect(granted).toHaveLength(2);
    expect(new Set(granted.map((lease) => lease.ownerId)).size).toBe(2);
  });

  it('returns the decrypted token', async () => {
    const { store } = await aBench();
    await aLender(store, 7);
    expect((await claimOne(store)).token).toBe(`gho_${'7'.padStart(36, '0')}`);
  });

  it('excludes a token that cannot be decrypted, and lends the others', async () => {
    const { store } = await aBench();
    const damaged = await aLender(store, 1);
    const others = [await aLender(store, 2), await aLender(store, 3)];
    await store.transaction(({ db }) =>
      db.updateTable('tokens').set({ sealed: 'v1.foreign.x' }).where('id', '=', damaged.token.id).execute(),
    );
    const granted = await Promise.all([1, 2, 3].map(() => claim(store, aClaim({ count: 20, need: 1 }))));
    for (const leases of granted) {
      expect(leases.map(({ tokenId }) => tokenId).sort()).toEqual(others.map(({ token }) => token.id));
    }
    expect(await store.tokens.find(damaged.token.id)).toMatchObject({ status: 'unreadable' });
    expect(await store.budgets.find(damaged.owner.id, 'core')).toMatchObject({ promised: 0, openLeases: 0 });
    expect(await store.audit.list(9)).toMatchObject([
      { action: 'token.unreadable', subject: damaged.owner.ref },
    ]);
  });

  it('skips owners that are paused, suspended, cooling down, removed or excluded', async () => {
    const { store, clock } = await aBench();
    const [paused, suspended, cooling, removed, excluded, left] = await lenders(store, 6);
    await store.owners.setPaused(paused?.owner.id ?? '', true);
    await store.owners.setStatus(suspended?.owner.id ?? '', 'suspended');
    await store.owners.coolDown(cooling?.owner.id ?? '', { untilMs: clock.nowMs + MINUTE, reason: 'test' });
    await store.owners.remove(removed?.owner.id ?? '');
    const granted = await claim(store, aClaim({ count: 6, exclude: [excluded?.owner.ref ?? ''] }));
    expect(granted.map((lease) => lease.ownerId)).toEqual([left?.owner.id]);
  });

  it('lends an owner again when its cooldown is over', async () => {
    const { store, clock } = await aBench();
    const { owner } = await aLender(store, 1);
    await store.owners.coolDown(owner.id, { untilMs: clock.nowMs + MINUTE, reason: 'test' });
    expect(await claim(store, aClaim())).toHaveLength(0);
    clock.nowMs += MINUTE;
    expect(await claim(store, aClaim())).toHaveLength(1);
  });

  it('lends labelled tokens only for their label, and no others for it', async () => {
    const { store } = await aBench();
    const plain = await aLender(store, 1);
    const push = await aLender(store, 2, { label: 'push', canWrite: true });
    const byDefault = await claim(store, aClaim({ count: 2 }));
    const byLabel = await claim(store, aClaim({ count: 2, label: 'push' }));
    expect(byDefault.map((lease) => lease.tokenId)).toEqual([plain.token.id]);
    expect(byLabel.map((lease) => lease.tokenId)).toEqual([push.token.id]);
  });

  it('gives clients of mise-versions neither fine-grained nor dotted tokens', async () => {
    const { store } = await aBench();
    await aLender(store, 1, { kind: 'pat', token: `github_pat_${'a'.repeat(60)}` });
    await aLender(store, 2, { kind: 'installation', token: `ghs_1_${'a'.repeat(30)}.b.c` });
    const accepted = await aLender(store, 3);
    const granted = await claim(store, aClaim({ count: 3, legacyFormats: true }));
    expect(granted.map((lease) => lease.tokenId)).toEqual([accepted.token.id]);
  });

  it('gives no token that expires before the requested lifetime', async () => {
    const { store, clock } = await aBench();
    await aLender(store, 1, { expiresAtMs: clock.nowMs + 10 * MINUTE });
    expect(await claim(store, aClaim({ minTtlMs: 11 * MINUTE }))).toHaveLength(0);
    expect(await claim(store, aClaim({ minTtlMs: 9 * MINUTE }))).toHaveLength(1);
  });

  it('keeps the reserve for the owner, whatever is requested', async () => {
    const { store } = await aBench({ reserve: 0.2 });
    const { owner } = await aLender(store, 1, { budget: { remaining: 1500 } });
    const lease = await claimOne(store, { need: 4000 });
    expect(lease.remaining).toBe(500);
    expect(await claim(store, aClaim({ need: 1 }))).toHaveLength(0);
    expect((await store.budgets.find(owner.id, 'core'))?.promised).toBe(500);
  });

  it('lets an owner choose another reserve', async () => {
    const { store } = await aBench({ reserve: 0.2 });
    const { owner } = await aLender(store, 1, { budget: { remaining: 1500 } });
    await store.owners.setReserve(owner.id, 0.3);
    expect(await claim(store, aClaim())).toHaveLength(0);
  });

  it('prefers the window that ends sooner among equal budgets', async () => {
    const { store } = await aBench();
    await aLender(store, 1, { budget: { remaining: 4000, resetInMs: 50 * MINUTE } });
    const soon = await aLender(store, 2, { budget: { remaining: 4000, resetInMs: 5 * MINUTE } });
    await aLender(store, 3, { budget: { remaining: 4000, resetInMs: 30 * MINUTE } });
    // The first lease goes to a window that is due to be opened, if one is closed; here none is.
    expect((await claimOne(store)).ownerId).toBe(soon.owner.id);
  });

  it('prefers an owner with headroom even if its window ends later', async () => {
    const { store } = await aBench({ reserve: 0 });
    await aLender(store, 1, { budget: { remaining: 400, resetInMs: MINUTE } });
    const roomy = await aLender(store, 2, { budget: { remaining: 900, resetInMs: 50 * MINUTE } });
    expect((await claimOne(store, { need: 500 })).ownerId).toBe(roomy.owner.id);
  });

  it('leases the best of the infeasible owners only above the requested minimum', async () => {
    const { store } = await aBench({ reserve: 0 });
    await aLender(store, 1, { budget: { remaining: 300 } });
    const best = await aLender(store, 2, { budget: { remaining: 400 } });
    expect(await claim(store, aClaim({ need: 2000, minRemaining: 401 }))).toHaveLength(0);
    expect((await claimOne(store, { need: 2000, minRemaining: 399 })).ownerId).toBe(best.owner.id);
  });

  it('tells the exact time at which budget returns', async () => {
    const { store, clock } = await aBench();
    await aLender(store, 1, { budget: { remaining: 0, resetInMs: 20 * MINUTE } });
    await aLender(store, 2, { budget: { remaining: 0, resetInMs: 9 * MINUTE } });
    expect(await claim(store, aClaim())).toHaveLength(0);
    expect(await availableAt(store, aClaim())).toBe(clock.nowMs + 9 * MINUTE);
    clock.nowMs += 9 * MINUTE;
    expect(await claim(store, aClaim())).toHaveLength(1);
  });

  it('knows no time for a request that no owner could ever serve', async () => {
    const { store } = await aBench();
    await aLender(store, 1);
    expect(await availableAt(store, aClaim({ label: 'push' }))).toBeNull();
    expect(await availableAt(store, aClaim({ minRemaining: 9000 }))).toBeNull();
  });

  it('expects the budgets of a pending probe until it has failed to show them', async () => {
    const { store, clock } = await aBench();
    const { owner } = await aLender(store, 1);
    const graphql = aClaim({ bucket: 'graphql' });
    expect(await claim(store, graphql)).toEqual([]);
    const atMs = await availableAt(store, graphql);
    expect(atMs).toBeGreaterThan(clock.nowMs);
    expect(atMs).toBeLessThanOrEqual(clock.nowMs + MINUTE);
    expect(await availableAt(store, { ...graphql, label: 'push' })).toBeNull();
    expect(await availableAt(store, { ...graphql, exclude: [owner.ref] })).toBeNull();
    await store.owners.probed(owner.id, clock.nowMs + HOUR);
    expect(await availableAt(store, graphql)).toBeNull();
  });

  it('finds the best owner of a large pool', async () => {
    const { store, clock } = await aBench();
    for (let id = 1; id <= 410; id += 1) {
      await aLender(store, id, {
        budget: { remaining: 2000 + id, resetInMs: 20 * MINUTE + (id % 30) * MINUTE },
      });
    }
    const best = await aLender(store, 999, { budget: { remaining: 4900, resetInMs: 3 * MINUTE } });
    expect((await claimOne(store, { run: '7' })).ownerId).toBe(best.owner.id);
    expect((await claimOne(store, { run: '7' })).ownerId).not.toBe(best.owner.id);
    clock.nowMs += 2 * HOUR;
    expect((await claimOne(store, { need: 4000 })).limit).toBe(5000);
  });

  it("finds an owner for every leg of a run in a large pool, despite each leg's exclusions", async () => {
    const { store } = await aBench();
    const budget = { remaining: 4000, resetInMs: 30 * MINUTE };
    const refs: string[] = [];
    for (let id = 1; id <= 410; id += 1) refs.push((await aLender(store, id, { budget })).owner.ref);
    // All are alike, and the first are found first.
    const best = refs.slice(0, 12);
    const legs = Array.from({ length: 64 }, () => claim(store, aClaim({ run: '7', need: 1, exclude: best })));
    const owners = (await Promise.all(legs)).map(([lease]) => lease?.ownerRef);
    expect(new Set(owners).size).toBe(64);
    expect(owners.filter((owner) => best.includes(owner ?? ''))).toEqual([]);
  });

  it('finds the few owners of a label in a large pool, even right after there were none', async () => {
    const { store } = await aBench();
    await lenders(store, 410);
    expect(await claim(store, aClaim({ label: 'push' }))).toEqual([]);
    const few = [411, 412].map((id) => aLender(store, id, { label: 'push', canWrite: true }));
    const owners = (await Promise.all(few)).map(({ owner }) => owner.id);
    const found = await claim(store, aClaim({ label: 'push', count: 3 }));
    expect(found.map((lease) => lease.ownerId).sort()).toEqual(owners.sort());
  });

  it('expects the end of a job at a broken number of seconds, as a learned mean is', async () => {
    const { store, clock } = await aBench();
    await lenders(store, 1);
    const { leaseId } = await claimOne(store, { seconds: 12.3456 });
    expect((await store.leases.find(leaseId))?.expectedEndMs).toBe(clock.nowMs + 12_346);
  });
}
