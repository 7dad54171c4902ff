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
  MINUTE,
  SECOND,
  TEST_KEY,
} from '../builders.js';

/** Start, clock, locks, audit and retention, on any database. */
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

  it("uses the database's time by default", async () => {
    const store = await openStore({ url: await backend.newUrl(), vault: createVault([TEST_KEY]) });
    const offMs = Math.abs((await store.nowMs()) - Date.now());
    await store.close();
    expect(offMs).toBeLessThan(5 * SECOND);
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

  it('keeps events of administration, newest first', async () => {
    const { store } = await aBench();
    await store.audit.record({ actor: 'key_1', action: 'token.remove', subject: '7' });
    await store.audit.record({ actor: 'key_1', action: 'owner.pause', subject: 'user:1', detail: 'by hand' });
    expect((await store.audit.list(1)).map((event) => event.action)).toEqual(['owner.pause']);
  });
}
