import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBudgets } from '../../../testkit/github/budgets.js';

const LIMIT = 7;
const WINDOW_MS = 100;
const OWNERS = ['user:1', 'user:2'] as const;

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('charge' as const), owner: fc.constantFrom(...OWNERS) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('spend' as const),
      owner: fc.constantFrom(...OWNERS),
      n: fc.nat(9),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(60) }) },
);

describe('the ledger of the stand-in', () => {
  it('never admits more calls in a window than its limit, and separates owners', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let nowMs = 1_000_000;
        const budgets = createBudgets({
          now: () => nowMs,
          windowMs: WINDOW_MS,
          limits: { core: LIMIT },
          coreLimitOf: () => undefined,
        });
        const paid = new Map<string, number>();
        for (const one of steps) {
          if (one.do === 'wait') {
            nowMs += one.ms;
            continue;
          }
          const before = budgets.view(one.owner, 'core');
          const otherOwner = one.owner === OWNERS[0] ? OWNERS[1] : OWNERS[0];
          const otherBefore = budgets.view(otherOwner, 'core');
          if (one.do === 'spend') budgets.spend(one.owner, 'core', one.n);
          const isPaid = one.do === 'charge' && budgets.charge(one.owner, 'core');
          const after = budgets.view(one.owner, 'core');
          const key = `${one.owner} ${after.resetAtMs}`;
          if (isPaid) paid.set(key, (paid.get(key) ?? 0) + 1);

          if (one.do === 'charge') expect(isPaid).toBe(before.remaining > 0);
          expect(after.remaining + after.used).toBe(LIMIT);
          expect(after.remaining).toBeGreaterThanOrEqual(0);
          expect(after.resetAtMs).toBe(before.resetAtMs ?? nowMs + WINDOW_MS);
          expect(budgets.view(otherOwner, 'core')).toEqual(otherBefore);
        }
        for (const calls of paid.values()) expect(calls).toBeLessThanOrEqual(LIMIT);
      }),
    );
  });
});
