import { describe, expect, it } from '@jest/globals';
import { BUDGET, callsOf, planJobs } from '../../demo/policies/plan.js';
import { emptyView, playJobs } from '../../demo/policies/play.js';
import { type PolicyReport, policyDocument, policyFaults, policyTable } from '../../demo/policies/report.js';

const aReport = (overrides: Partial<PolicyReport> = {}): PolicyReport => ({
  policy: 'round robin',
  callsWanted: 100,
  callsServed: 90,
  callsLimited: 10,
  firstLimitedAt: 0.8,
  ownersUsed: 4,
  jobsLimited: 3,
  jobsWaiting: 0,
  swaps: 0,
  ...overrides,
});
const own = (overrides: Partial<PolicyReport> = {}): PolicyReport =>
  aReport({ policy: 'this pool', callsServed: 100, callsLimited: 0, firstLimitedAt: null, ...overrides });

describe('the comparison of policies', () => {
  it('finds no fault where this pool refuses fewer calls, and later', () => {
    expect(policyFaults([aReport(), own()])).toEqual([]);
  });

  it.each([
    ['more calls refused', own({ callsServed: 89, callsLimited: 11 }), 'more calls were refused'],
    ['an earlier refusal', own({ callsServed: 99, callsLimited: 1, firstLimitedAt: 0.7 }), 'earlier'],
    ['calls that were never made', own({ callsServed: 60 }), '60 of 100 calls were made'],
  ])('names %s', (_, report, words) => {
    expect(policyFaults([aReport(), report])).toEqual([expect.stringContaining(words)]);
  });

  it('shows the first refusal as a share of all budgets, or its absence', () => {
    const [, , other, mine] = policyTable([aReport(), own()]).split('\n');
    expect(other).toMatch(/^round robin +90 +10 +80\.0 % of all/);
    expect(mine).toMatch(/^this pool +100 +0 +never/);
    expect(policyDocument([own()])[0]).toMatchObject({ calls_limited: 0, first_limited_at_share: null });
  });
});

describe('the jobs that every policy meets', () => {
  it('are the same each time, and use nearly all budgets', () => {
    expect(planJobs()).toEqual(planJobs());
    expect(callsOf(planJobs()) / BUDGET).toBeGreaterThan(0.9);
    expect(callsOf(planJobs())).toBeLessThan(BUDGET);
  });

  it('start with one of each kind', () => {
    const jobs = planJobs();
    const kinds = new Set(jobs.map(({ job }) => job.job));
    expect(new Set(jobs.slice(0, kinds.size).map(({ job }) => job.job))).toEqual(kinds);
  });
});

describe('running the jobs', () => {
  it('counts a job that must wait, without waiting for it', async () => {
    const figures = { limit: 10, remaining: 10, resetAtMs: null };
    const benchPool = {
      github: { readBudget: () => figures, call: () => ({ ...figures, limited: 0 }) },
      served: () => 0,
      refused: () => 0,
    };
    const pool = {
      lease: async () => ({ retryAfterMs: 3_600_000 }),
      renew: async () => undefined,
      report: async () => {},
    };
    const view = emptyView();
    const { signal } = new AbortController();
    await playJobs(
      planJobs().slice(0, 1),
      { benchPool, pool, windowMs: 3_600_000, swap: null, signal },
      view,
    );

    expect(view).toMatchObject({ jobsDone: 0, jobsWaiting: 1 });
  });
});
