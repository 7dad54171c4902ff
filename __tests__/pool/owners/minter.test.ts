import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { upstreams } from '../../../src/pool/github/clients.js';
import type { Fetch } from '../../../src/pool/github/types.js';
import { addApp, removeApp } from '../../../src/pool/owners/apps.js';
import { mintProblems } from '../../../src/pool/owners/installations.js';
import { MINTER_RULES, type MinterState, mintRound, newMinter } from '../../../src/pool/owners/minter.js';
import type { AppRecord, Token } from '../../../src/pool/store/records.js';
import type { App } from '../../../testkit/github/types.js';
import { aFixture, during, type Fixture, HOUR, MINUTE } from './owners-fixture.js';

describe('installations of the pool’s own Apps', () => {
  let fixture: Fixture;
  let state: MinterState;
  let app: App;
  let record: AppRecord;

  beforeEach(async () => {
    fixture = await aFixture();
    state = newMinter();
    app = fixture.github.addApp({ slug: 'lender', permissions: { contents: 'write', metadata: 'read' } });
    record = await fixture.store.apps.put({
      appId: app.id,
      name: 'lender',
      apiUrl: fixture.github.apiUrl,
      privateKey: app.privateKey,
    });
  });
  afterEach(() => fixture.close());

  const round = () => mintRound(fixture.deps, state);
  const install = (count: number) => Array.from({ length: count }, () => fixture.github.addInstallation(app));
  const mints = () => fixture.github.requests.filter(({ path }) => path.endsWith('/access_tokens'));
  const secretsOf = (tokens: readonly Token[]) =>
    Promise.all(tokens.map(async ({ id }) => (await fixture.store.tokens.open(id))?.token ?? ''));

  it('become owners with a valid token each before anyone leases', async () => {
    install(3);

    await round();

    const owners = await fixture.store.owners.list();
    const tokens = await fixture.store.tokens.list();
    expect(owners.map(({ kind, status }) => [kind, status])).toEqual(
      Array(3).fill(['installation', 'active']),
    );
    expect(tokens.map(({ kind, label }) => [kind, label])).toEqual(Array(3).fill(['installation', '']));
    expect((await secretsOf(tokens)).every((token) => fixture.github.isAlive(token))).toBe(true);
  });

  it('have tokens that can only read metadata, whatever the App may do', async () => {
    install(1);
    const { apiUrl, serverUrl } = fixture.github;
    const asked: unknown[] = [];
    const listening: Fetch = (url, init) => {
      if (url.endsWith('/access_tokens')) asked.push(JSON.parse(String(init.body)));
      return fetch(url, init);
    };
    const config = { github: { apiUrl, serverUrl, oauth: null } };
    const upstream = upstreams(config, { fetch: listening, now: fixture.clock.nowMs });

    await mintRound({ ...fixture.deps, upstream }, state);

    expect(asked).toEqual([{ permissions: { metadata: 'read' } }]);
    expect(await fixture.store.tokens.list()).toMatchObject([{ canWrite: false, scopes: ['metadata:read'] }]);
  });

  it('get a new token ahead of time: over three hours, at least twenty minutes are always left', async () => {
    install(4);
    await round();
    let least = Number.POSITIVE_INFINITY;

    await during(fixture, { ms: 3 * HOUR, stepMs: MINUTE }, async () => {
      await round();
      for (const { expiresAtMs } of await fixture.store.tokens.list()) {
        least = Math.min(least, (expiresAtMs ?? 0) - fixture.clock.nowMs());
      }
    });

    expect(least).toBeGreaterThan(20 * MINUTE);
    expect(await fixture.store.tokens.list()).toHaveLength(4);
    expect(mints().length).toBeLessThanOrEqual(4 * 7);
  });

  it('show GitHub’s reason when it mints no token, until it does', async () => {
    install(1);
    const { apiUrl, serverUrl } = fixture.github;
    const message = `This installation has been suspended. \u001b[31m gho_${'s'.repeat(36)}`;
    const refusing: Fetch = (url, init) =>
      url.endsWith('/access_tokens')
        ? Promise.resolve(Response.json({ message }, { status: 403 }))
        : fetch(url, init);
    const config = { github: { apiUrl, serverUrl, oauth: null } };
    const upstream = upstreams(config, { fetch: refusing, now: fixture.clock.nowMs });

    await mintRound({ ...fixture.deps, upstream }, state);

    const [owner] = await fixture.store.owners.list();
    const reason = 'GitHub refuses (forbidden: This installation has been suspended. *** ***)';
    expect([...(await mintProblems(fixture.store))]).toEqual([
      [owner?.ref, { reason, sinceMs: fixture.clock.nowMs() }],
    ]);

    fixture.clock.advance(MINUTE);
    await round();
    expect(await mintProblems(fixture.store)).toEqual(new Map());
  });

  it('are minted for by one replica at a time', async () => {
    install(5);
    const replicas = ['a', 'b', 'c'].map((holder) => ({ deps: fixture.replica(holder), state: newMinter() }));

    await Promise.all(replicas.map((replica) => mintRound(replica.deps, replica.state)));

    expect(mints()).toHaveLength(5);
    expect(fixture.github.requests.filter(({ path }) => path === '/app/installations')).toHaveLength(1);
  });

  it('are discovered later too, and dropped only after GitHub has omitted them for a while', async () => {
    const [first, second] = install(2);
    await round();
    if (!first || !second) throw new Error('no installations');
    fixture.github.removeInstallation(first);
    install(1);

    await during(fixture, { ms: 12 * MINUTE, stepMs: MINUTE }, round);
    const soon = (await fixture.store.owners.list()).map(({ status }) => status);
    await during(fixture, { ms: 12 * MINUTE, stepMs: MINUTE }, round);
    const later = (await fixture.store.owners.list()).map(({ status }) => status);

    expect(soon).toEqual(['active', 'active', 'active']);
    expect(later.sort()).toEqual(['active', 'active', 'removed']);
    expect(await fixture.store.tokens.list()).toHaveLength(2);
  });

  it('survive an outage: nothing is removed, and minting goes on when GitHub is back', async () => {
    install(2);
    await round();
    const heal = fixture.github.setFault({ effect: { kind: 'status', status: 502 } });
    await during(fixture, { ms: HOUR, stepMs: MINUTE }, round);
    const during502 = fixture.github.requests.length;
    heal();
    await during(fixture, { ms: 16 * MINUTE, stepMs: MINUTE }, round);

    expect((await fixture.store.owners.list()).map(({ status }) => status)).toEqual(['active', 'active']);
    const alive = (await secretsOf(await fixture.store.tokens.list())).map((token) =>
      fixture.github.isAlive(token),
    );
    expect(alive).toEqual([true, true]);
    // Six listings and a handful of tries that wait longer each time, not one per round and installation.
    expect(during502).toBeLessThan(40);
  });

  it('are minted in small portions per round', async () => {
    install(25);

    const portions = [await round(), await round(), await round()];

    expect(portions).toEqual([MINTER_RULES.mintsPerRound, MINTER_RULES.mintsPerRound, 5]);
  });

  it('leave with their App', async () => {
    install(2);
    await round();

    await removeApp(fixture.deps, record);

    expect(await fixture.store.tokens.list()).toEqual([]);
    expect((await fixture.store.owners.list()).map(({ status }) => status)).toEqual(['removed', 'removed']);
    expect(await fixture.store.apps.list()).toEqual([]);
  });

  it('are counted when their App is added and GitHub has confirmed its key', async () => {
    install(3);
    const { id: appId, privateKey } = app;

    expect(await addApp(fixture.deps, { appId, privateKey })).toMatchObject({
      outcome: 'added',
      installations: 3,
    });
    expect(await addApp(fixture.deps, { appId: appId + 999, privateKey })).toMatchObject({
      outcome: 'refused',
      reason: 'unauthorized',
      message: expect.stringMatching(/App id/),
    });
    expect(await addApp(fixture.deps, { appId, privateKey: 'none' })).toMatchObject({ reason: 'key' });
    expect(await fixture.store.apps.list()).toHaveLength(1);
  });

  it('are logged when GitHub refuses the App, without anything of its key', async () => {
    install(1);
    const other = fixture.github.addApp({ slug: 'other' });
    await fixture.store.apps.put({
      appId: other.id + 999,
      name: 'wrong',
      apiUrl: fixture.github.apiUrl,
      privateKey: app.privateKey,
    });

    await round();

    expect(fixture.logged.join('\n')).toMatch(/App \d+ could not be listed: GitHub refuses the App/);
    expect(fixture.logged.join('\n')).not.toMatch(/PRIVATE KEY|eyJ/);
    expect(await fixture.store.tokens.list()).toHaveLength(1);
  });
});
