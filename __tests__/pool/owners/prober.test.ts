import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addToken } from '../../../src/pool/owners/add-token.js';
import { newProber, type ProberState, probeRound } from '../../../src/pool/owners/prober.js';
import type { User } from '../../../testkit/github/types.js';
import { claimOne } from '../store/builders.js';
import { aFixture, during, type Fixture, HOUR, MINUTE, statusOf } from './owners-fixture.js';

type Lender = { user: User; token: string; tokenId: number; ownerId: string };

describe('the health of owners', () => {
  let fixture: Fixture;
  let state: ProberState;

  beforeEach(async () => {
    fixture = await aFixture();
    state = newProber();
  });
  afterEach(() => fixture.close());

  const lend = async (user: User = fixture.github.addUser()): Promise<Lender> => {
    const { token } = fixture.github.addToken(user);
    const result = await addToken(fixture.deps, { token, origin: 'oauth' });
    if (result.outcome === 'refused') throw new Error(result.message);
    return { user, token, tokenId: result.tokenId, ownerId: result.ownerId };
  };
  const lendMany = (count: number): Promise<Lender[]> =>
    Promise.all(Array.from({ length: count }, () => lend()));
  const round = () => probeRound(fixture.deps, state);
  const owner = (lender: Lender) => fixture.store.owners.find(lender.ownerId);
  const probesOf = (lender: Lender): number =>
    fixture.github.requests.filter(
      ({ path, authorization }) => path === '/rate_limit' && authorization?.endsWith(lender.token),
    ).length;

  it("is probed soon after an idle owner lends, and its job's expected use decays", async () => {
    const ada = await lend();
    await round();
    fixture.clock.advance(4 * MINUTE);
    const asked = probesOf(ada);
    await claimOne(fixture.store, { bucket: 'search', need: 20, seconds: 120 });

    await during(fixture, { ms: 5 * MINUTE }, round);

    expect(probesOf(ada)).toBeGreaterThan(asked);
    expect((await fixture.store.budgets.find(ada.ownerId, 'search'))?.promised).toBe(0);
  });

  it('is known soon after a token is added: limit, remaining and reset of each bucket', async () => {
    const ada = await lend();
    fixture.github.spend(ada.user.owner, 'core', 4000);

    await round();

    const seen = fixture.github.budget(ada.user.owner, 'core');
    expect(await fixture.store.budgets.find(ada.ownerId, 'core')).toMatchObject({
      limit: 5000,
      remaining: seen.remaining,
    });
    expect(await fixture.store.budgets.find(ada.ownerId, 'search')).toMatchObject({
      limit: 30,
      remaining: 30,
    });
    expect(await fixture.store.budgets.find(ada.ownerId, 'graphql')).toMatchObject({
      limit: 5000,
      remaining: 5000,
    });
  });

  it('is not probed again while it is fresh, however many rounds run', async () => {
    const ada = await lend();

    await during(fixture, { ms: 20 * MINUTE, stepMs: 10_000 }, round);

    expect(probesOf(ada)).toBe(1);
  });

  it('probes an exhausted owner again after its own reset, and not before', async () => {
    const ada = await lend();
    fixture.github.spend(ada.user.owner, 'core', 5000);
    await round();

    await during(fixture, { ms: 59 * MINUTE, stepMs: MINUTE }, round);
    expect(probesOf(ada)).toBe(1);
    await during(fixture, { ms: 3 * MINUTE, stepMs: MINUTE }, round);

    expect(probesOf(ada)).toBe(2);
    expect(await fixture.store.budgets.find(ada.ownerId, 'core')).toMatchObject({ remaining: 5000 });
  });

  it('pitfall “never delete on one 401”: one is a suspicion, and the next good probe ends it', async () => {
    const [ada] = [await lend(), await lendMany(5)];
    fixture.github.setFault({
      match: { token: ada.token },
      effect: { kind: 'status', status: 401 },
      times: 1,
    });

    await round();
    expect(await statusOf(fixture, ada.tokenId)).toBe('suspect');
    await during(fixture, { ms: 10 * MINUTE }, round);

    expect(await statusOf(fixture, ada.tokenId)).toBe('active');
  });

  it('mise-versions bug 1: a revoked token goes, after three agreeing probes over ten minutes and more', async () => {
    const [ada] = [await lend(), await lendMany(5)];
    fixture.github.revokeToken(ada.token);

    await during(fixture, { ms: 9.5 * MINUTE }, round);
    expect(await statusOf(fixture, ada.tokenId)).toBe('suspect');
    await during(fixture, { ms: 4 * MINUTE }, round);

    expect(await statusOf(fixture, ada.tokenId)).toBe('dead');
    expect(probesOf(ada)).toBe(3);
  });

  it('neither three refusals in a minute nor two over an hour are enough to remove a token', async () => {
    const [ada, bob] = [await lend(), await lend(), await lendMany(20)];
    for (const { token } of [ada, bob]) fixture.github.revokeToken(token);
    await fixture.store.tokens.suspect(bob.tokenId, fixture.clock.nowMs() + HOUR);
    fixture.clock.advance(HOUR);
    for (const _ of [1, 2]) await fixture.store.tokens.suspect(ada.tokenId, fixture.clock.nowMs());

    await during(fixture, { ms: MINUTE }, round);

    expect((await fixture.store.tokens.find(ada.tokenId))?.suspicions).toBe(3);
    expect((await fixture.store.tokens.find(bob.tokenId))?.suspicions).toBe(2);
    expect([await statusOf(fixture, ada.tokenId), await statusOf(fixture, bob.tokenId)]).toEqual([
      'suspect',
      'suspect',
    ]);
  });

  it('mise-versions bug 2: a token revoked between probes costs no more calls once it is gone', async () => {
    const [ada] = [await lend(), await lendMany(5)];
    await round();
    fixture.github.revokeToken(ada.token);
    await fixture.store.owners.scheduleProbe(ada.ownerId, 0);
    await during(fixture, { ms: 15 * MINUTE }, round);
    const asked = probesOf(ada);

    await during(fixture, { ms: 6 * HOUR, stepMs: 10 * MINUTE }, round);

    expect(probesOf(ada)).toBe(asked);
  });

  it('mise-versions bug 1: an outage, a 5xx or a dropped connection costs no token', async () => {
    const ada = await lend();
    const heals = [
      fixture.github.setFault({ effect: { kind: 'status', status: 502 }, share: 0.5 }),
      fixture.github.setFault({ effect: { kind: 'reset' }, share: 0.5 }),
    ];
    await during(fixture, { ms: HOUR, stepMs: MINUTE }, round);
    expect(await statusOf(fixture, ada.tokenId)).toBe('active');
    for (const heal of heals) heal();
    await during(fixture, { ms: HOUR, stepMs: MINUTE }, round);

    expect(await fixture.store.budgets.find(ada.ownerId, 'core')).toMatchObject({ remaining: 5000 });
  });

  it('suspends an owner whose account GitHub refuses, probes it rarely, and reinstates it', async () => {
    const [ada] = [await lend(), await lendMany(5)];
    fixture.github.suspendUser(ada.user);
    await round();
    expect((await owner(ada))?.status).toBe('suspended');
    await during(fixture, { ms: 5 * HOUR, stepMs: 10 * MINUTE }, round);
    expect(probesOf(ada)).toBe(1);

    fixture.github.unsuspendUser(ada.user);
    await during(fixture, { ms: 2 * HOUR, stepMs: 10 * MINUTE }, round);

    expect((await owner(ada))?.status).toBe('active');
    expect(await statusOf(fixture, ada.tokenId)).toBe('active');
  });

  it('pitfall “secondary limits”: the owner rests as long as GitHub says, with all its tokens', async () => {
    const ada = await lend();
    fixture.github.setFault({
      match: { owner: ada.user.owner, path: '/rate_limit' },
      effect: {
        kind: 'status',
        status: 403,
        headers: { 'retry-after': '600' },
        body: { message: 'secondary rate limit' },
      },
      times: 1,
    });
    const startMs = fixture.clock.nowMs();

    await round();
    await during(fixture, { ms: 9.5 * MINUTE }, round);

    expect((await owner(ada))?.cooldownUntilMs).toBe(startMs + 600_000);
    expect(probesOf(ada)).toBe(1);
    await during(fixture, { ms: 2 * MINUTE }, round);
    expect(probesOf(ada)).toBe(2);
  });

  it('removes a token that turns out to be able to write', async () => {
    const user = fixture.github.addUser();
    const { token } = fixture.github.addToken(user, { kind: 'pat_classic', scopes: ['repo'] });
    const taken = await addToken(fixture.deps, { token, origin: 'import', ownerId: user.id });
    const answer = { resources: { core: { limit: 5000, remaining: 5000, used: 0, reset: 1 } } };
    fixture.github.setFault({
      match: { path: '/rate_limit' },
      effect: { kind: 'status', status: 200, body: answer, headers: { 'x-oauth-scopes': 'repo' } },
    });

    await round();

    expect(await statusOf(fixture, 'tokenId' in taken ? taken.tokenId : 0)).toBe('dead');
  });

  it('does not probe an owner that is paused because of a job’s report', async () => {
    const ada = await lend();
    await fixture.store.owners.coolDown(ada.ownerId, {
      untilMs: fixture.clock.nowMs() + 20 * MINUTE,
      reason: 'secondary limit',
    });

    await during(fixture, { ms: 19 * MINUTE }, round);
    expect(probesOf(ada)).toBe(0);
    await during(fixture, { ms: 2 * MINUTE }, round);

    expect(probesOf(ada)).toBe(1);
  });

  it('learns when a token expires, and retires it then', async () => {
    const user = fixture.github.addUser();
    const { token } = fixture.github.addToken(user, { kind: 'pat_classic', lifetimeMs: 2 * HOUR });
    const taken = await addToken(fixture.deps, { token, origin: 'import', ownerId: user.id });
    const tokenId = 'tokenId' in taken ? taken.tokenId : 0;
    const expiry = new Date(fixture.clock.nowMs() + 2 * HOUR).toISOString().slice(0, 19).replace('T', ' ');
    fixture.github.setFault({
      match: { path: '/rate_limit' },
      effect: {
        kind: 'status',
        status: 200,
        body: { resources: { core: { limit: 5000, remaining: 5000, used: 0, reset: 1 } } },
        headers: { 'github-authentication-token-expiration': `${expiry} UTC` },
      },
    });

    await round();
    const expiresAtMs = (await fixture.store.tokens.find(tokenId))?.expiresAtMs ?? 0;
    await during(fixture, { ms: 3 * HOUR, stepMs: 10 * MINUTE }, round);

    expect(Math.abs(expiresAtMs - Date.parse(`${expiry}Z`))).toBeLessThan(1000);
    expect(await statusOf(fixture, tokenId)).toBe('dead');
  });

  it('gives owners of a GHES without rate limits a budget that never ends', async () => {
    const ghes = await aFixture({ github: { flavour: 'ghes', rateLimiting: 'off' } });
    try {
      const { token } = ghes.github.addToken(ghes.github.addUser());
      const taken = await addToken(ghes.deps, { token, origin: 'cli' });
      await probeRound(ghes.deps, newProber());

      const ownerId = 'ownerId' in taken ? taken.ownerId : '';
      expect(await ghes.store.budgets.find(ownerId, 'core')).toMatchObject({ remaining: 1_000_000 });
    } finally {
      await ghes.close();
    }
  });
});
