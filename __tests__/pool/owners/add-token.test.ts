import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addToken } from '../../../src/pool/owners/add-token.js';
import type { AddTokenResult, TokenOffer } from '../../../src/pool/owners/types.js';
import type { User } from '../../../testkit/github/types.js';
import { aFixture, type Fixture, HOUR } from './owners-fixture.js';

describe('a token that is offered to the pool', () => {
  let fixture: Fixture;
  let ada: User;

  beforeEach(async () => {
    fixture = await aFixture();
    ada = fixture.github.addUser({ login: 'ada' });
  });
  afterEach(() => fixture.close());

  const add = (token: string, more: Partial<TokenOffer> = {}): Promise<AddTokenResult> =>
    addToken(fixture.deps, { token, origin: 'cli', ...more });

  it('is stored encrypted under the owner that GitHub names', async () => {
    const { token } = fixture.github.addToken(ada, { kind: 'oauth' });

    const result = await add(token);

    expect(result).toMatchObject({
      outcome: 'added',
      ownerId: expect.stringContaining(`user:${ada.id}`),
      login: 'ada',
    });
    const [row] = await fixture.store.tokens.list();
    expect((await fixture.store.tokens.open(row?.id ?? 0))?.token).toBe(token);
    expect(JSON.stringify([row, fixture.logged])).not.toContain(token.slice(4));
  });

  it('causes no request when the owner is given, and says what it assumes', async () => {
    const result = await add(`ghp_${'a'.repeat(36)}`, { ownerId: 77, ownerLogin: 'bob' });

    expect(result).toMatchObject({ outcome: 'added', login: 'bob' });
    expect('assumed' in result ? result.assumed.join(' ') : '').toMatch(/not asked.*bob.*77/);
    expect(fixture.github.requests).toEqual([]);
  });

  it.each(['\u001b[2Jada', 'a\u202eda', 'a da', ''])(
    'is refused with a login that no GitHub gives: %j',
    async (login) => {
      const { token } = fixture.github.addToken(fixture.github.addUser({ login }));

      expect(await add(token)).toMatchObject({ outcome: 'refused', reason: 'unreachable' });
      expect(await add(token, { ownerId: 77, ownerLogin: login })).toMatchObject({ outcome: 'refused' });
      expect(await fixture.store.owners.list()).toEqual([]);
    },
  );

  it('updates its row when it is added again', async () => {
    const { token } = fixture.github.addToken(ada);

    const [first, second] = [await add(token), await add(token)];

    expect(second).toMatchObject({ outcome: 'updated', tokenId: 'tokenId' in first ? first.tokenId : 0 });
    expect(await fixture.store.tokens.list()).toHaveLength(1);
  });

  it('mise-versions bug 5: N sign-ins of one person are one token, not N times the weight', async () => {
    for (let count = 0; count < 12; count += 1) {
      const { token } = fixture.github.addToken(ada, { kind: 'oauth' });
      await add(token, { origin: 'oauth' });
    }

    expect(await fixture.store.tokens.list()).toHaveLength(1);
    expect(await fixture.store.owners.list()).toHaveLength(1);
  });

  it('keeps its owner’s budget when the login changes, since owners are known by id', async () => {
    const before = await add(`ghp_${'a'.repeat(36)}`, { ownerId: 77, ownerLogin: 'bob' });
    const after = await add(`ghp_${'b'.repeat(36)}`, { ownerId: 77, ownerLogin: 'bobby' });

    expect('ownerId' in after && after.ownerId).toBe('ownerId' in before && before.ownerId);
    expect((await fixture.store.owners.list()).map(({ login }) => login)).toEqual(['bobby']);
  });

  it('is refused when it can write, with its scopes and what to do', async () => {
    const { token } = fixture.github.addToken(ada, {
      kind: 'pat_classic',
      scopes: ['public_repo', 'read:org'],
    });

    const result = await add(token);

    expect(result).toMatchObject({ outcome: 'refused', reason: 'can_write' });
    expect('message' in result && result.message).toMatch(/ada.*public_repo.*label.*push/s);
    expect(await fixture.store.tokens.list()).toEqual([]);
  });

  it('is accepted with write scopes under a label', async () => {
    const { token } = fixture.github.addToken(ada, { kind: 'pat_classic', scopes: ['repo'] });

    expect(await add(token, { label: 'push' })).toMatchObject({ outcome: 'added', label: 'push' });
    expect(await fixture.store.tokens.list()).toMatchObject([
      { label: 'push', canWrite: true, scopes: ['repo'] },
    ]);
  });

  it('says that a fine-grained token’s permissions were taken on trust', async () => {
    const result = await add(fixture.github.addToken(ada, { kind: 'pat_fine' }).token);

    expect('assumed' in result ? result.assumed : []).toEqual([expect.stringMatching(/fine-grained/)]);
  });

  it('is refused, with what to do, when GitHub refuses it or the account', async () => {
    const revoked = fixture.github.addToken(ada).token;
    fixture.github.revokeToken(revoked);
    const bob = fixture.github.addUser({ login: 'bob' });
    const suspended = fixture.github.addToken(bob).token;
    fixture.github.suspendUser(bob);

    expect(await add(revoked)).toMatchObject({
      reason: 'unauthorized',
      message: expect.stringMatching(/new one/),
    });
    expect(await add(suspended)).toMatchObject({
      reason: 'suspended',
      message: expect.stringMatching(/support/),
    });
  });

  it('is refused when GitHub cannot be reached', async () => {
    const { token } = fixture.github.addToken(ada);
    fixture.github.setFault({ effect: { kind: 'status', status: 502 } });

    const result = await add(token);

    expect(result).toMatchObject({ outcome: 'refused', reason: 'unreachable' });
    expect(JSON.stringify(result)).not.toContain(token.slice(4));
  });

  it.each([
    ['ghr_abcdefghijklmnopqrstuvwxyz0123456789', /refresh token/],
    ['ghp_with space and more characters here', /white space/],
    ['null', /starts with/],
    ['', /empty/],
  ])('is refused by its form alone: %j', async (token, rule) => {
    expect(await add(token)).toMatchObject({ reason: 'format', message: expect.stringMatching(rule) });
    expect(fixture.github.requests).toEqual([]);
  });

  it('is refused when it has expired, and under an invalid label', async () => {
    const expiresAtMs = fixture.clock.nowMs() - HOUR;

    expect(await add(`ghp_${'a'.repeat(36)}`, { ownerId: 7, expiresAtMs })).toMatchObject({
      reason: 'expired',
    });
    expect(await add(`ghp_${'a'.repeat(36)}`, { ownerId: 7, label: 'No Label' })).toMatchObject({
      reason: 'label',
    });
  });

  it('refers to the App when an installation token does not reveal its owner', async () => {
    const app = fixture.github.addApp();
    const { token } = fixture.github.mintInstallationToken(fixture.github.addInstallation(app));

    expect(await add(token)).toMatchObject({
      reason: 'owner_unknown',
      message: expect.stringMatching(/app add/),
    });
    expect(await add(token, { ownerId: 4711 })).toMatchObject({ outcome: 'added', kind: 'installation' });
  });

  it('brings back an owner who had left', async () => {
    const first = await add(fixture.github.addToken(ada).token);
    await fixture.store.owners.remove('ownerId' in first ? first.ownerId : '');

    await add(fixture.github.addToken(ada).token);

    expect(await fixture.store.owners.list()).toMatchObject([{ login: 'ada', status: 'active' }]);
  });
});
