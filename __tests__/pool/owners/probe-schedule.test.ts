import { describe, expect, it } from '@jest/globals';
import {
  cooldownMs,
  SCHEDULE_RULES,
  nextProbeAtMs,
  refilled,
} from '../../../src/pool/owners/probe-schedule.js';
import { writingScopes } from '../../../src/pool/owners/scopes.js';
import type { Budget, Owner } from '../../../src/pool/store/records.js';

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;
const middle = () => 0.5;

function anOwner(overrides: Partial<Owner> = {}): Owner {
  return {
    id: 'user:1',
    ref: 'ref',
    kind: 'user',
    accountId: 1,
    login: 'ada',
    apiUrl: 'https://api.github.com',
    reserve: null,
    paused: false,
    status: 'active',
    cooldownUntilMs: 0,
    cooldownReason: null,
    probeDueMs: 0,
    probedAtMs: null,
    createdAtMs: NOW,
    lastLeasedAtMs: null,
    ...overrides,
  };
}

function aBudget(overrides: Partial<Budget> = {}): Budget {
  return {
    ownerId: 'user:1',
    bucket: 'core',
    limit: 5000,
    remaining: 5000,
    resetAtMs: null,
    seenAtMs: NOW,
    lendLimit: 4000,
    lendRemaining: 4000,
    promised: 0,
    openLeases: 0,
    ...overrides,
  };
}

function nextOf(owner: Partial<Owner>, budget: Partial<Budget> = {}): number {
  const seen = { owner: anOwner(owner), budgets: [aBudget(budget)], nowMs: NOW };
  return (nextProbeAtMs(seen, SCHEDULE_RULES, middle) - NOW) / MINUTE;
}

describe("the time of an owner's next probe", () => {
  it('is soon while jobs use it, and late while none does', () => {
    expect(nextOf({ lastLeasedAtMs: NOW - MINUTE })).toBe(3);
    expect(nextOf({ lastLeasedAtMs: NOW - 60 * MINUTE })).toBe(30);
    expect(nextOf({})).toBe(30);
  });

  it('is late while its owner has paused it', () => {
    expect(nextOf({ lastLeasedAtMs: NOW - MINUTE, paused: true })).toBe(30);
  });

  it('is just after its own reset when it is exhausted, not after a fixed hour', () => {
    const minutes = nextOf({ lastLeasedAtMs: NOW }, { lendRemaining: 0, resetAtMs: NOW + 12 * MINUTE });

    expect(minutes).toBeGreaterThan(12);
    expect(minutes).toBeLessThan(12.5);
  });
});

describe('the rest after a secondary limit', () => {
  it('is what GitHub asks for', () => {
    expect(cooldownMs({ retryAfterSeconds: 137, strikes: 5 }, SCHEDULE_RULES)).toBe(137_000);
  });

  it('is a minute and doubles, up to an hour, where GitHub asks for nothing', () => {
    const minutes = [1, 2, 3, 4, 10].map((strikes) =>
      cooldownMs({ retryAfterSeconds: null, strikes }, SCHEDULE_RULES),
    );

    expect(minutes.map((ms) => ms / MINUTE)).toEqual([1, 2, 4, 8, 60]);
  });
});

describe('the prober’s request budget', () => {
  it('refills every minute and never accumulates more than a minute’s worth', () => {
    expect(refilled({ left: 0, atMs: NOW }, NOW + 30_000, 120).left).toBe(60);
    expect(refilled({ left: 0, atMs: NOW }, NOW + 3_600_000, 120).left).toBe(120);
    expect(refilled({ left: 5, atMs: NOW }, NOW - 1000, 120).left).toBe(5);
  });
});

describe('scopes that can write', () => {
  it.each([
    [[], []],
    [['read:user', 'user:email', 'read:org'], []],
    [['public_repo'], ['public_repo']],
    [
      ['repo', 'read:org', 'gist'],
      ['repo', 'gist'],
    ],
    [['a_scope_of_the_future'], ['a_scope_of_the_future']],
  ])('in %j are %j', (scopes, writing) => {
    expect(writingScopes(scopes)).toEqual(writing);
  });
});
