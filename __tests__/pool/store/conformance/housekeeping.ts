import { expect, it } from '@jest/globals';
import { openStore } from '../../../../src/pool/store/open-store.js';
import { createVault } from '../../../../src/pool/vault/vault.js';
import {
  aLender,
  type Backend,
  benchesOn,
  claimOne,
  expire,
  HOUR,
  lenders,
  MINUTE,
  report,
  SECOND,
  TEST_KEY,
} from '../builders.js';

/** Keys, sessions, locks, figures and retention, on any database. */
export function housekeepingRules(backend: Backend): void {
  const aBench = benchesOn(backend);

  it('lets replicas start together on an empty database and agree on its secrets', async () => {
    const url = await backend.newUrl();
    const starts = Array.from({ length: 4 }, () => openStore({ url, vault: createVault([TEST_KEY]) }));
    const stores = await Promise.all(starts);
    const refs = stores.map((store) => store.secrets.ownerRef('user:1'));
    await Promise.all(stores.map((store) => store.close()));
    expect(new Set(refs).size).toBe(1);
  });

  it('tells the time of the database when it is given no other', async () => {
    const store = await openStore({ url: await backend.newUrl(), vault: createVault([TEST_KEY]) });
    const offMs = Math.abs((await store.nowMs()) - Date.now());
    await store.close();
    expect(offMs).toBeLessThan(5 * SECOND);
  });

  it('pitfall “secrets compared in variable time”: knows an API key by its secret, of which only a hash is kept', async () => {
    const { store } = await aBench();
    const { key, secret } = await store.keys.create({ name: 'ci', role: 'lease', labels: ['push'] });
    expect(await store.keys.findBySecret(secret)).toMatchObject({
      id: key.id,
      labels: ['push'],
      role: 'lease',
    });
    expect(await store.keys.findBySecret(`${secret}x`)).toBeUndefined();
    expect(JSON.stringify(await store.keys.list())).not.toContain(secret);
  });

  it('revokes a key by a name that only one key has', async () => {
    const { store } = await aBench();
    const { secret } = await store.keys.create({ name: 'ci', role: 'lease' });
    await store.keys.create({ name: 'twin', role: 'lease' });
    await store.keys.create({ name: 'twin', role: 'admin' });
    expect([await store.keys.revoke('twin'), await store.keys.revoke('ci')]).toEqual([false, true]);
    expect((await store.keys.findBySecret(secret))?.revokedAtMs).not.toBeNull();
  });

  it('notes a key as used at most once a minute', async () => {
    const { store, clock } = await aBench();
    const { key } = await store.keys.create({ name: 'ci', role: 'lease' });
    const first = clock.nowMs;
    await store.keys.touch(key.id);
    clock.nowMs += 30 * SECOND;
    await store.keys.touch(key.id);
    expect((await store.keys.list())[0]?.lastUsedAtMs).toBe(first);
  });

  it('counts an OIDC token once', async () => {
    const { store, clock } = await aBench();
    expect(await store.policies.useOnce('jti-1', clock.nowMs + MINUTE)).toBe(true);
    expect(await store.policies.useOnce('jti-1', clock.nowMs + MINUTE)).toBe(false);
  });

  it('replaces a policy of the same name', async () => {
    const { store } = await aBench();
    const first = await store.policies.put({ name: 'main', document: '{}' });
    const second = await store.policies.put({ name: 'main', document: '{"a":1}' });
    expect(second).toMatchObject({ id: first.id, document: '{"a":1}' });
    expect([await store.policies.remove('main'), (await store.policies.list()).length]).toEqual([true, 0]);
  });

  it('ends a session at its time, and by its secret alone', async () => {
    const { store, clock } = await aBench();
    const { owner } = await aLender(store, 1);
    const { session, secret } = await store.sessions.create(owner.id, HOUR);
    expect((await store.sessions.find(secret))?.ownerId).toBe(owner.id);
    expect(await store.sessions.find(session.id)).toBeUndefined();
    clock.nowMs += HOUR;
    expect(await store.sessions.find(secret)).toBeUndefined();
  });

  it('gives a lock to one holder until its end', async () => {
    const { store, another, clock } = await aBench();
    const replica = await another();
    expect(await store.locks.acquire('prober', 'a', MINUTE)).toBe(true);
    expect(await replica.locks.acquire('prober', 'b', MINUTE)).toBe(false);
    expect(await store.locks.acquire('prober', 'a', MINUTE)).toBe(true);
    clock.nowMs += MINUTE;
    expect(await replica.locks.acquire('prober', 'b', MINUTE)).toBe(true);
    await replica.locks.release('prober', 'b');
    expect(await store.locks.acquire('prober', 'a', MINUTE)).toBe(true);
  });

  it('shows per bucket what is left, promised and free, and how many jobs met a limit', async () => {
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

  it('keeps samples of each bucket for a plot, and prunes what is old', async () => {
    const { store, clock } = await aBench();
    await aLender(store, 1);
    const { leaseId } = await claimOne(store, { leaseMs: MINUTE });
    const open = await claimOne(store, { leaseMs: 99 * 24 * HOUR });
    await store.stats.sampleHistory();
    expect(await store.stats.history('core', 0)).toHaveLength(1);
    clock.nowMs += 91 * 24 * HOUR;
    await expire(store);
    await store.prune({ leasesMs: 90 * 24 * HOUR, historyMs: HOUR, auditMs: HOUR });
    expect(await store.stats.history('core', 0)).toEqual([]);
    expect(await store.leases.find(leaseId)).toBeUndefined();
    expect((await store.leases.find(open.leaseId))?.state).toBe('open');
  });

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

  it('counts the uses of a token, under way, reported and expired, and knows the last', async () => {
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
    // A lease that ended and was granted later counts more than one under way.
    expect(await used()).toEqual([2, second, second]);
    await report(store, leaseId, { seen: [], outcome: 'ok', release: true });
    expect(await used()).toEqual([2, second, second]);
    expect((await store.stats.owners('core', 5))[0]?.lastLeasedAtMs).toBe(second);
  });

  it('counts the leases of the last hour, open and ended, and the share of them that met a limit', async () => {
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

  it('keeps that share within 1 while jobs that met a limit hold on to their leases', async () => {
    const { store } = await aBench();
    await aLender(store, 1);
    for (const release of [false, false, true]) {
      const { leaseId } = await claimOne(store, { need: 1 });
      await report(store, leaseId, { seen: [], outcome: 'exhausted', release });
    }
    expect(await store.stats.buckets()).toMatchObject([{ leasesLastHour: 3, limitedShare: 1 }]);
  });

  it('shows an owner the uses before those already seen', async () => {
    const { store, clock } = await aBench();
    const { owner } = await aLender(store, 1);
    for (const run of ['1', '2', '3']) {
      const { leaseId } = await claimOne(store, { run, need: 1 });
      // Ended and open ones stand in one list.
      if (run === '2') await report(store, leaseId, { seen: [], outcome: 'ok', release: true });
      clock.nowMs += MINUTE;
    }
    expect((await store.leases.ofOwner(owner.id, 10)).map((use) => use.runId)).toEqual(['3', '2', '1']);
    const [newest] = await store.leases.ofOwner(owner.id, 1);
    expect(newest?.runId).toBe('3');
    const older = await store.leases.ofOwner(owner.id, 10, newest?.grantedAtMs);
    expect(older.map((use) => use.runId)).toEqual(['2', '1']);
  });

  it('keeps events of administration, newest first', async () => {
    const { store } = await aBench();
    await store.audit.record({ actor: 'key_1', action: 'token.remove', subject: '7' });
    await store.audit.record({ actor: 'key_1', action: 'owner.pause', subject: 'user:1', detail: 'by hand' });
    expect((await store.audit.list(1)).map((event) => event.action)).toEqual(['owner.pause']);
  });
}
