import { beforeAll, describe, expect, it } from '@jest/globals';
import { perform } from './perform.js';

const A_MINUTE_MS = 60_000;

type LegOfDocument = {
  leg: string;
  owner: string;
  requests_spent: number;
  budget_left: number;
  budget_limit: number;
  source: string;
  ok: boolean;
};

type PolicyOfDocument = {
  policy: string;
  calls_wanted: number;
  calls_served: number;
  calls_limited: number;
  first_limited_at_share: number | null;
  owners_used: number;
};

describe('the matrix of the demo', () => {
  let document: { ok: boolean; faults: string[]; legs: LegOfDocument[]; policies: PolicyOfDocument[] };
  let output: string;
  let tookMs: number;
  beforeAll(async () => {
    ({ output, tookMs } = await perform());
    document = JSON.parse(output) as typeof document;
  }, 2 * A_MINUTE_MS);

  const leg = (name: RegExp): LegOfDocument | undefined => document.legs.find((one) => name.test(one.leg));

  it('runs eight legs, all as expected, and says so in one JSON document', () => {
    expect(document.faults).toEqual([]);
    expect(document.ok).toBe(true);
    expect(document.legs.map((one) => one.ok)).toEqual(Array(8).fill(true));
  });

  it('takes less than a minute', () => {
    expect(tookMs).toBeLessThan(A_MINUTE_MS);
  });

  it('gives legs with secrets a token from the pool, and a fork its own', () => {
    const forks = document.legs.filter((one) => one.owner === 'GITHUB_TOKEN');
    expect(forks).toEqual([
      expect.objectContaining({ source: 'fallback', budget_left: 980, budget_limit: 1000 }),
    ]);
    expect(document.legs.filter((one) => one.source === 'pool')).toHaveLength(7);
  });

  it('moves a leg away from a token that was revoked and from a budget that was spent', () => {
    expect(leg(/revoked/)).toMatchObject({ owner: 'margaret', requests_spent: 40 });
    expect(leg(/spent/)).toMatchObject({ owner: 'frances', requests_spent: 40 });
  });

  it('refuses fewer calls by this pool than by round robin, and later, with the same jobs and owners', () => {
    const [roundRobin, , withSwap] = document.policies;
    expect(document.policies.map(({ policy }) => policy)).toEqual([
      'round robin',
      'this pool',
      'this pool, with swap',
    ]);
    expect(new Set(document.policies.map(({ calls_wanted }) => calls_wanted)).size).toBe(1);
    expect(document.policies.map(({ owners_used }) => owners_used)).toEqual([20, 20, 20]);
    expect(roundRobin?.calls_limited).toBeGreaterThan(withSwap?.calls_limited ?? Infinity);
    expect(withSwap?.first_limited_at_share ?? 1).toBeGreaterThan(roundRobin?.first_limited_at_share ?? 1);
  });

  it('shows no token', () => {
    expect(output).not.toMatch(/gh[a-z]_[A-Za-z0-9]{16}|github_pat_|ftk_/);
  });
});
