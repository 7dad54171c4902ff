import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addToken } from '../../../src/pool/owners/add-token.js';
import { refreshRound } from '../../../src/pool/owners/refresher.js';
import type { Store } from '../../../src/pool/store/types.js';
import type { App, IssuedToken } from '../../../testkit/github/types.js';
import { aFixture, during, type Fixture, HOUR, MINUTE, statusOf } from './owners-fixture.js';

describe('App user tokens with a single-use refresh token', () => {
  let fixture: Fixture;
  let app: App;
  let issued: IssuedToken;
  let tokenId: number;

  beforeEach(async () => {
    fixture = await aFixture({
      oauth: (github) => {
        app = github.addApp();
        return { clientId: app.clientId, clientSecret: app.clientSecret };
      },
    });
    issued = fixture.github.addToken(fixture.github.addUser(), { kind: 'app_user', clientId: app.clientId });
    const taken = await addToken(fixture.deps, {
      token: issued.token,
      origin: 'oauth',
      expiresAtMs: issued.expiresAtMs ?? null,
      refreshToken: issued.refreshToken ?? null,
    });
    tokenId = 'tokenId' in taken ? taken.tokenId : 0;
  });
  afterEach(() => fixture.close());

  const refreshes = () => fixture.github.requests.filter(({ path }) => path === '/login/oauth/access_token');
  const secret = async () => (await fixture.store.tokens.open(tokenId))?.token ?? '';

  it('last for days: each pair is refreshed before it expires', async () => {
    await during(fixture, { ms: 48 * HOUR, stepMs: 5 * MINUTE }, async () => {
      await refreshRound(fixture.deps);
      expect(fixture.github.isAlive(await secret())).toBe(true);
    });

    expect(refreshes().length).toBeGreaterThanOrEqual(6);
    expect(await statusOf(fixture, tokenId)).toBe('active');
  });

  it('pitfall “single-use refresh tokens”: replicas that refresh at the same moment use it once', async () => {
    fixture.clock.advance(7.6 * HOUR);

    await Promise.all(['a', 'b', 'c'].map((holder) => refreshRound(fixture.replica(holder))));

    expect(refreshes()).toHaveLength(1);
    expect(fixture.github.isAlive(await secret())).toBe(true);
  });

  it('are stored before anything else happens, even when the database is away for a moment', async () => {
    fixture.clock.advance(7.6 * HOUR);
    let faults = 3;
    const tokens: Store['tokens'] = {
      ...fixture.store.tokens,
      replaceSecrets: async (id, fresh) => {
        faults -= 1;
        if (faults >= 0) throw new Error('the database is away');
        await fixture.store.tokens.replaceSecrets(id, fresh);
      },
    };

    await refreshRound({ ...fixture.deps, store: { ...fixture.store, tokens } });

    expect(fixture.github.isAlive(await secret())).toBe(true);
  });

  it('are kept and retried while GitHub is unavailable', async () => {
    fixture.clock.advance(7.6 * HOUR);
    const heal = fixture.github.setFault({ effect: { kind: 'status', status: 503 } });
    await refreshRound(fixture.deps);
    expect(await secret()).toBe(issued.token);
    heal();
    await refreshRound(fixture.deps);

    expect(await secret()).not.toBe(issued.token);
    expect(fixture.github.isAlive(await secret())).toBe(true);
  });

  it('are marked dead, with what to do, when GitHub rejects the refresh token', async () => {
    await fixture.deps
      .upstream(fixture.deps.apiUrl)
      .refreshUserToken(
        { clientId: app.clientId, clientSecret: app.clientSecret },
        issued.refreshToken ?? '',
      );
    fixture.clock.advance(7.6 * HOUR);

    await refreshRound(fixture.deps);

    expect(await statusOf(fixture, tokenId)).toBe('dead');
    expect(fixture.logged.join('\n')).toMatch(/has to sign in again/);
    expect(fixture.logged.join('\n')).not.toMatch(/gh[ur]_/);
  });

  it('are only watched when the pool has no client that GitHub would refresh them for', async () => {
    fixture.clock.advance(7.6 * HOUR);

    expect(await refreshRound({ ...fixture.deps, oauth: null })).toBe(0);
    expect(refreshes()).toEqual([]);
  });
});
