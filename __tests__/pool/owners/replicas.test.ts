import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addToken } from '../../../src/pool/owners/add-token.js';
import { mintRound, newMinter } from '../../../src/pool/owners/minter.js';
import { newProber, probeRound } from '../../../src/pool/owners/prober.js';
import { refreshRound } from '../../../src/pool/owners/refresher.js';
import type { UpkeepDeps } from '../../../src/pool/owners/types.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import type { App } from '../../../testkit/github/types.js';
import { newDatabase } from '../../run/databases.js';
import { aFixture, during, type Fixture, HOUR, MINUTE, TEST_KEY } from './owners-fixture.js';

const OWNERS = 12;

describe('three replicas on one PostgreSQL', () => {
  let fixture: Fixture;
  let replicas: UpkeepDeps[];
  let app: App;

  beforeEach(async () => {
    const url = await newDatabase();
    const oauth: Parameters<typeof aFixture>[0] = {
      url,
      oauth: (github) => {
        app = github.addApp();
        return { clientId: app.clientId, clientSecret: app.clientSecret };
      },
    };
    fixture = await aFixture(oauth);
    const open = () => openStore({ url, vault: createVault([TEST_KEY]), nowMs: fixture.clock.nowMs });
    const others = await Promise.all([open(), open()]);
    replicas = [fixture.store, ...others].map((store, index) => ({
      ...fixture.deps,
      store,
      holder: `replica-${index}`,
    }));
  });
  afterEach(async () => {
    for (const { store } of replicas.slice(1)) await store.close();
    await fixture.close();
  });

  const asked = (path: string | RegExp) =>
    fixture.github.requests.filter((request) =>
      typeof path === 'string' ? request.path === path : path.test(request.path),
    );

  it('probe each owner once, and another one takes over when the prober is killed', async () => {
    for (let count = 0; count < OWNERS; count += 1) {
      const { token } = fixture.github.addToken(fixture.github.addUser());
      await addToken(fixture.deps, { token, origin: 'oauth' });
    }
    const states = replicas.map(() => newProber());
    const round = (of: readonly UpkeepDeps[]) =>
      Promise.all(of.map((deps) => probeRound(deps, states[replicas.indexOf(deps)] ?? newProber())));

    await during(fixture, { ms: MINUTE, stepMs: 2000 }, () => round(replicas));
    const first = asked('/rate_limit').length;
    const survivors = replicas.filter((_, index) => states[index]?.heldUntilMs === 0);
    await during(fixture, { ms: HOUR, stepMs: MINUTE }, () => round(survivors));

    expect(first).toBe(OWNERS);
    expect(survivors).toHaveLength(2);
    expect(asked('/rate_limit').length).toBeGreaterThanOrEqual(2 * OWNERS);
  });

  it('mint once per installation', async () => {
    for (let count = 0; count < 4; count += 1) fixture.github.addInstallation(app);
    const { apiUrl } = fixture.github;
    await fixture.store.apps.put({ appId: app.id, name: 'lender', apiUrl, privateKey: app.privateKey });

    await Promise.all(replicas.map((deps) => mintRound(deps, newMinter())));
    await Promise.all(replicas.map((deps) => mintRound(deps, newMinter())));

    expect(asked(/access_tokens$/)).toHaveLength(4);
    expect(await fixture.store.tokens.list()).toHaveLength(4);
  });

  it('use a single-use refresh token once', async () => {
    const issued = fixture.github.addToken(fixture.github.addUser(), {
      kind: 'app_user',
      clientId: app.clientId,
    });
    const taken = await addToken(fixture.deps, {
      token: issued.token,
      origin: 'oauth',
      expiresAtMs: issued.expiresAtMs ?? null,
      refreshToken: issued.refreshToken ?? null,
    });
    fixture.clock.advance(7.6 * HOUR);

    await Promise.all(replicas.map((deps) => refreshRound(deps)));

    const open = await fixture.store.tokens.open('tokenId' in taken ? taken.tokenId : 0);
    expect(asked('/login/oauth/access_token')).toHaveLength(1);
    expect(fixture.github.isAlive(open?.token ?? '')).toBe(true);
  });
});
