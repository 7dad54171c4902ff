import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addToken } from '../../../src/pool/owners/add-token.js';
import { newProber, probeRound } from '../../../src/pool/owners/prober.js';
import { claimOne, report } from '../store/builders.js';
import { aFixture, type Fixture, HOUR, MINUTE } from './owners-fixture.js';

describe('the figures of a probe', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await aFixture();
  });
  afterEach(() => fixture.close());

  const lend = async () => {
    const user = fixture.github.addUser();
    const { token } = fixture.github.addToken(user);
    const result = await addToken(fixture.deps, { token, origin: 'oauth' });
    if (result.outcome === 'refused') throw new Error(result.message);
    return { user, ownerId: result.ownerId };
  };
  const round = () => probeRound(fixture.deps, newProber());

  it.each([1, -1])(
    'are known on a machine whose clock is off by an hour (%i), as GitHub’s own says',
    async (hours) => {
      await fixture.close();
      // The pool's clock begins with the real one.
      fixture = await aFixture({ github: { now: () => Date.now() - hours * HOUR } });
      const ada = await lend();
      fixture.github.spend(ada.user.owner, 'core', 4000);

      await round();

      const { remaining, resetAtMs } = fixture.github.budget(ada.user.owner, 'core');
      const budget = await fixture.store.budgets.find(ada.ownerId, 'core');
      expect(budget).toMatchObject({ limit: 5000, remaining, lendRemaining: 0 });
      const offByMs = (budget?.resetAtMs ?? 0) - (resetAtMs ?? 0) - hours * HOUR;
      expect(Math.abs(offByMs)).toBeLessThan(5000);
      fixture.clock.advance(HOUR + MINUTE);
      expect(await fixture.store.budgets.find(ada.ownerId, 'core')).toMatchObject({ remaining: 5000 });
    },
  );

  it('do not override what jobs have reported since GitHub was asked', async () => {
    const ada = await lend();
    fixture.github.spend(ada.user.owner, 'core', 100);
    const { leaseId } = await claimOne(fixture.store, { need: 2000 });
    const slow = fixture.deps.upstream(fixture.github.apiUrl);
    const upstream = () => ({
      ...slow,
      rateLimit: async (token: string) => {
        const answer = await slow.rateLimit(token);
        // While the answer is under way, a job spends and reports.
        fixture.clock.advance(1000);
        fixture.github.spend(ada.user.owner, 'core', 1000);
        const { limit, remaining, resetAtMs } = fixture.github.budget(ada.user.owner, 'core');
        const seen = [{ bucket: 'core', limit, remaining, resetAtMs: resetAtMs ?? 0 }];
        await report(fixture.store, leaseId, { seen, outcome: 'ok', release: true });
        return answer;
      },
    });
    await probeRound({ ...fixture.deps, upstream }, newProber());
    const { remaining } = fixture.github.budget(ada.user.owner, 'core');
    expect(await fixture.store.budgets.find(ada.ownerId, 'core')).toMatchObject({ remaining });
  });
});
