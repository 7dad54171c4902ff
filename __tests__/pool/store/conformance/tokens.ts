import { expect, it } from '@jest/globals';
import { createVault } from '../../../../src/pool/vault/vault.js';
import {
  aClaim,
  aLender,
  API,
  type Backend,
  benchesOn,
  claim,
  claimOne,
  HOUR,
  MINUTE,
  TEST_KEY,
} from '../builders.js';

const REVOCATION = { ownerId: 'user:1', ownerRef: 'ref', apiUrl: API, extent: 'grant' } as const;

/** Owners and tokens, on any database. */
export function tokenRules(backend: Backend): void {
  const aBench = benchesOn(backend);

  it('pitfall “budgets per login or token”: updates a contributor who signs in again instead of adding weight', async () => {
    const { store } = await aBench();
    const first = await aLender(store, 1);
    const second = await aLender(store, 1, { token: `gho_${'z'.repeat(36)}` });
    expect(second.token.id).toBe(first.token.id);
    expect(await store.tokens.list()).toHaveLength(1);
    expect((await store.tokens.open(first.token.id))?.token).toBe(`gho_${'z'.repeat(36)}`);
  });

  it('recognises a token that is added again, only by its fingerprint', async () => {
    const { store } = await aBench();
    const { token } = await aLender(store, 1);
    const fingerprint = store.secrets.fingerprint(`gho_${'1'.padStart(36, '0')}`);
    expect((await store.tokens.findByFingerprint(fingerprint))?.id).toBe(token.id);
    expect(JSON.stringify(await store.tokens.list())).not.toContain('gho_');
  });

  it('distinguishes owners of another API, and shows none by its login', async () => {
    const { store } = await aBench();
    const here = await store.owners.upsert({ kind: 'user', accountId: 5, login: 'octocat', apiUrl: API });
    const apiUrl = 'https://ghe.example/api/v3';
    const there = await store.owners.upsert({ kind: 'user', accountId: 5, login: 'octocat', apiUrl });
    expect([here.id, there.id]).toEqual(['user:5', 'user:5@ghe.example']);
    expect(here.ref).not.toBe(there.ref);
    expect((await store.owners.findByRef(here.ref))?.id).toBe(here.id);
  });

  it('counts suspicions and forgets them when the token is cleared', async () => {
    const { store, clock } = await aBench();
    const { token } = await aLender(store, 1);
    const sinceMs = clock.nowMs;
    await store.tokens.suspect(token.id, clock.nowMs + MINUTE);
    clock.nowMs += MINUTE;
    expect(await store.tokens.suspect(token.id, clock.nowMs)).toEqual({ suspicions: 2, sinceMs });
    expect(await claim(store, aClaim())).toHaveLength(0);
    await store.tokens.clearSuspicion(token.id);
    expect(await store.tokens.find(token.id)).toMatchObject({ status: 'active', suspicions: 0 });
    expect(await claim(store, aClaim())).toHaveLength(1);
  });

  it('pitfall “columns too narrow”: keeps tokens of any length that GitHub may choose', async () => {
    const { store } = await aBench();
    const token = `ghs_1_${'x'.repeat(4000)}`;
    const lender = await aLender(store, 1, {
      token,
      kind: 'app_user',
      refreshToken: `ghr_${'r'.repeat(4000)}`,
    });
    expect(await store.tokens.open(lender.token.id)).toEqual({
      token,
      refreshToken: `ghr_${'r'.repeat(4000)}`,
    });
  });

  it('replaces the secrets of a token and keeps its id', async () => {
    const { store, clock } = await aBench();
    const old = { kind: 'app_user', token: `ghu_${'a'.repeat(36)}`, refreshToken: 'ghr_old' } as const;
    const { token } = await aLender(store, 1, { ...old, expiresAtMs: clock.nowMs + MINUTE });
    expect(
      (await store.tokens.expiringBefore(clock.nowMs + HOUR, ['app_user'])).map((each) => each.id),
    ).toEqual([token.id]);
    const fresh = {
      token: `ghu_${'b'.repeat(36)}`,
      expiresAtMs: clock.nowMs + 8 * HOUR,
      refreshToken: 'ghr_new',
    };
    await store.tokens.replaceSecrets(token.id, fresh);
    expect(await store.tokens.open(token.id)).toEqual({ token: fresh.token, refreshToken: 'ghr_new' });
    expect(await store.tokens.expiringBefore(clock.nowMs + HOUR, ['app_user'])).toEqual([]);
  });

  it('deletes the secret of a removed token and ends its leases', async () => {
    const { store } = await aBench();
    const { token } = await aLender(store, 1);
    const { leaseId } = await claimOne(store);
    await store.tokens.remove(token.id);
    expect(await store.tokens.open(token.id)).toBeUndefined();
    expect(await store.tokens.list()).toEqual([]);
    expect((await store.leases.find(leaseId))?.state).toBe('expired');
  });

  it('welcomes back an owner who left, with nothing kept from before', async () => {
    const { store } = await aBench();
    const { owner } = await aLender(store, 1);
    await store.owners.remove(owner.id);
    expect(await store.owners.find(owner.id)).toMatchObject({ status: 'removed', login: '' });
    expect(await store.tokens.ofOwner(owner.id)).toEqual([]);
    await aLender(store, 1);
    expect(await claim(store, aClaim())).toHaveLength(1);
  });

  it('moves a token to another label only by re-encrypting it', async () => {
    const { store } = await aBench();
    const { token } = await aLender(store, 1);
    await store.tokens.setLabel(token.id, 'push');
    expect((await claimOne(store, { label: 'push' })).token).toMatch(/^gho_/);
    await store.transaction(({ db }) => db.updateTable('tokens').set({ label: '' }).execute());
    expect(await claim(store, aClaim())).toEqual([]);
    expect(await store.tokens.find(token.id)).toMatchObject({ status: 'unreadable' });
  });

  it('lends a token again after a start with the key that it lacked', async () => {
    const { store, another } = await aBench();
    const { token } = await aLender(store, 1);
    const keys = ['22'.repeat(32), TEST_KEY];
    const newer = await another({ vault: createVault(keys) });
    await newer.tokens.replaceSecrets(token.id, { token: `gho_${'n'.repeat(36)}`, expiresAtMs: null });
    expect(await claim(store, aClaim())).toEqual([]);
    expect(await store.tokens.find(token.id)).toMatchObject({ status: 'unreadable' });
    const restarted = await another({ vault: createVault(keys) });
    expect(await claim(restarted, aClaim())).toMatchObject([{ token: `gho_${'n'.repeat(36)}` }]);
  });

  it.each(['https://evil.example', 'http://api.github.com', 'nonsense'])(
    'opens no token of an owner whose address was changed in the database to %s',
    async (api_url) => {
      const { store } = await aBench();
      const { token } = await aLender(store, 1);
      const app = await store.apps.put({ appId: 9, name: 'pool', apiUrl: API, privateKey: 'PEM' });
      await store.transaction(async ({ db }) => {
        await db.updateTable('owners').set({ api_url }).execute();
        await db.updateTable('apps').set({ api_url }).execute();
      });
      expect(await store.tokens.open(token.id)).toBeUndefined();
      expect(await store.apps.openKey(app.id)).toBeUndefined();
    },
  );

  it('refuses a key that does not match the database, and changes nothing', async () => {
    const { store, another } = await aBench();
    await aLender(store, 1);
    await expect(another({ vault: createVault(['22'.repeat(32)]) })).rejects.toThrow(
      /encryption key does not fit/,
    );
    expect(await claim(store, aClaim())).toHaveLength(1);
  });

  it('keeps a revocation, encrypted, until GitHub has confirmed it, and tries the longest due first', async () => {
    const { store, clock, another } = await aBench();
    await store.revocations.add({ ...REVOCATION, token: 'gho_late' }, clock.nowMs + MINUTE);
    await store.revocations.add({ ...REVOCATION, extent: 'token', token: 'gho_first' }, clock.nowMs);
    const due = async () => (await (await another()).revocations.due(10)).map((each) => each.token);

    expect(await due()).toEqual(['gho_first']);
    clock.nowMs += MINUTE;
    expect(await due()).toEqual(['gho_first', 'gho_late']);
    const [first] = await store.revocations.due(1);
    await store.revocations.tried(first?.id ?? 0, clock.nowMs + HOUR);
    expect(await due()).toEqual(['gho_late']);
    expect((await store.revocations.list()).map(({ extent, tries }) => [extent, tries])).toEqual([
      ['grant', 0],
      ['token', 1],
    ]);
    await store.revocations.remove(first?.id ?? 0);
    expect(await store.revocations.list()).toHaveLength(1);
  });

  it('re-encrypts everything for a new key while leasing continues', async () => {
    const { store, another } = await aBench();
    await aLender(store, 1);
    await aLender(store, 2, { kind: 'app_user', token: `ghu_${'a'.repeat(36)}`, refreshToken: 'ghr_1' });
    const app = await store.apps.put({ appId: 9, name: 'pool', apiUrl: API, privateKey: 'PEM' });
    await store.revocations.add({ ...REVOCATION, token: 'gho_gone' }, 0);
    const rotating = await another({ vault: createVault(['22'.repeat(32), TEST_KEY]) });
    while ((await rotating.reseal(2)) > 0) expect(await claim(rotating, aClaim())).toHaveLength(1);
    const rotated = await another({ vault: createVault(['22'.repeat(32)]) });
    const opened = await Promise.all(
      (await rotated.tokens.list()).map((token) => rotated.tokens.open(token.id)),
    );
    expect(opened.map((each) => each?.refreshToken)).toEqual([null, 'ghr_1']);
    expect((await rotated.revocations.list()).map((each) => each.token)).toEqual(['gho_gone']);
    expect(await rotated.apps.openKey(app.id)).toBe('PEM');
  });
}
