import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fuzz, distributeCases } from '../../fuzz/run.js';
import { TARGETS } from '../../fuzz/targets.js';
import type { Target } from '../../fuzz/types.js';

/** The same targets as in `npm run fuzz`, with fewer cases and always the same ones. */
const SEED = 20_261_120;
const CASES = 300;

describe('fuzzed input', () => {
  it.each(TARGETS.map((target) => [target.name, target] as const))('%s: holds', async (_name, target) => {
    const { cases, fault } = await fuzz(target, { cases: CASES, seed: SEED });
    expect(fault).toBeNull();
    expect(cases).toBe(CASES);
  });
});

describe('fuzzing', () => {
  const small: Target = {
    name: 'small numbers',
    share: 1,
    property: async () =>
      fc.property(fc.nat(1000), (number) => {
        if (number >= 700) throw new Error('too large');
      }),
  };

  it('finds a failing case, shrinks it, and finds it again with the same seed', async () => {
    const found = await fuzz(small, { cases: 1000, seed: 1 });
    expect(found.fault).toContain('too large');
    expect(found.fault).toContain('[700]');
    expect(await fuzz(small, { cases: 1000, seed: 1 })).toMatchObject({
      cases: found.cases,
      fault: found.fault,
    });
  });

  it('distributes cases by share, and leaves out no target', () => {
    const shares = [1, 98, 1].map((share) => ({ ...small, share }));
    expect(distributeCases(shares, 1000)).toEqual([10, 980, 10]);
    expect(distributeCases(shares, 3)).toEqual([1, 3, 1]);
  });
});
