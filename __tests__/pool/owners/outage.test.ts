import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addToken } from '../../../src/pool/owners/add-token.js';
import { newProber, PROBER_RULES, type ProberState, probeRound } from '../../../src/pool/owners/prober.js';
import { aFixture, during, type Fixture, HOUR, MINUTE } from './owners-fixture.js';

const OWNERS = 24;

describe('many owners failing together', () => {
  let fixture: Fixture;
  let state: ProberState;
  let tokens: string[];

  beforeEach(async () => {
    fixture = await aFixture();
    state = newProber();
    tokens = [];
    for (let count = 0; count < OWNERS; count += 1) {
      const { token } = fixture.github.addToken(fixture.github.addUser());
      await addToken(fixture.deps, { token, origin: 'oauth' });
      tokens.push(token);
    }
    fixture.github.clearRequests();
  });
  afterEach(() => fixture.close());

  const round = () => probeRound(fixture.deps, state);
  const statuses = async () => new Set((await fixture.store.tokens.list()).map(({ status }) => status));

  it('pitfall “false 401s”: nothing is suspected or removed when GitHub refuses a part of all calls', async () => {
    fixture.github.setFault({ effect: { kind: 'status', status: 401 }, share: 0.4 });

    await during(fixture, { ms: 3 * HOUR, stepMs: MINUTE }, round);

    expect(await statuses()).toEqual(new Set(['active']));
  });

  it('costs no token even if every call is refused for hours, and leasing recovers', async () => {
    const heal = fixture.github.setFault({ effect: { kind: 'status', status: 401 } });
    await during(fixture, { ms: 12 * HOUR, stepMs: 5 * MINUTE }, round);
    expect(await statuses()).toEqual(new Set(['active']));
    heal();
    await during(fixture, { ms: 2 * HOUR, stepMs: MINUTE }, round);

    const actions = (await fixture.store.audit.list(50)).map(({ action }) => action);
    expect(actions).toEqual(['breaker.closed', 'breaker.open']);
    for (const { id } of await fixture.store.owners.list()) {
      expect(await fixture.store.budgets.find(id, 'core')).toMatchObject({ remaining: 5000 });
    }
  });

  it('causes few requests meanwhile: a small trial after each pause', async () => {
    fixture.github.setFault({ effect: { kind: 'status', status: 503 } });
    await round();
    fixture.github.clearRequests();

    await during(fixture, { ms: HOUR, stepMs: 10_000 }, round);

    // Pauses of 2, 4, 8, 16 and 30 minutes: at most five trials of five owners.
    expect(fixture.github.requests.length).toBeLessThanOrEqual(25);
    expect(fixture.github.requests.length).toBeGreaterThan(0);
  });

  it('is remembered by a replica that takes over in the middle of it', async () => {
    fixture.github.setFault({ effect: { kind: 'status', status: 401 } });
    await round();
    fixture.clock.advance(PROBER_RULES.schedule.lockMs + 1);
    const other = fixture.replica('replica-2');
    fixture.github.clearRequests();

    await probeRound(other, newProber());

    expect(fixture.github.requests).toEqual([]);
    expect(await statuses()).toEqual(new Set(['active']));
  });

  it('removes truly revoked tokens in the end, while others work', async () => {
    const dead = tokens.slice(0, 8);
    for (const token of dead) fixture.github.revokeToken(token);

    await during(fixture, { ms: 10 * HOUR, stepMs: 2 * MINUTE }, round);

    const list = await fixture.store.tokens.list();
    expect(list.filter(({ status }) => status === 'dead')).toHaveLength(8);
    expect(list.filter(({ status }) => status === 'active')).toHaveLength(OWNERS - 8);
  });

  it('keeps two that fail at the same time as suspects, and lets them go once they alone have failed for hours', async () => {
    for (const token of tokens.slice(0, 2)) fixture.github.revokeToken(token);

    await during(fixture, { ms: HOUR, stepMs: MINUTE }, round);
    expect(await statuses()).toEqual(new Set(['active', 'suspect']));
    await during(fixture, { ms: 7 * HOUR, stepMs: 2 * MINUTE }, round);

    expect(await statuses()).toEqual(new Set(['active', 'dead']));
  });

  it('pitfall “one prober”: replicas that start together ask about each owner once', async () => {
    const replicas = ['a', 'b', 'c'].map((holder) => ({ deps: fixture.replica(holder), state: newProber() }));

    await during(fixture, { ms: MINUTE, stepMs: 2000 }, () =>
      Promise.all(replicas.map((replica) => probeRound(replica.deps, replica.state))),
    );

    expect(fixture.github.requests.filter(({ path }) => path === '/rate_limit')).toHaveLength(OWNERS);
  });

  it('never exceeds the request budget, however many probes are due', async () => {
    const schedule = { ...PROBER_RULES.schedule, probesPerMinute: 10 };

    await during(fixture, { ms: MINUTE, stepMs: 2000 }, () =>
      probeRound(fixture.deps, state, { ...PROBER_RULES, schedule }),
    );

    expect(fixture.github.requests.length).toBeLessThanOrEqual(20);
    expect(fixture.github.requests.length).toBeGreaterThanOrEqual(8);
  });
});
