import { expect, it } from '@jest/globals';
import { aLender, type Backend, benchesOn, HOUR, MINUTE, SECOND } from '../builders.js';

/** API keys, policies, OIDC ids and sessions, on any database. */
export function accessRules(backend: Backend): void {
  const aBench = benchesOn(backend);

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

  it('records the use of a key at most once a minute', async () => {
    const { store, clock } = await aBench();
    const { key } = await store.keys.create({ name: 'ci', role: 'lease' });
    const first = clock.nowMs;
    await store.keys.touch(key.id);
    clock.nowMs += 30 * SECOND;
    await store.keys.touch(key.id);
    expect((await store.keys.list())[0]?.lastUsedAtMs).toBe(first);
  });

  it('accepts an OIDC token once', async () => {
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
}
