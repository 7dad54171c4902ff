import { describe, expect, it } from '@jest/globals';
import { judge } from '../../chaos/model.js';
import type { AcknowledgedLease, Answer, History, LaterSight } from '../../chaos/types.js';

const AT_MS = 1_000_000;

function anAnswer(overrides: Partial<Answer> = {}): Answer {
  return { route: 'lease', atMs: AT_MS, tookMs: 5, status: 201, hasRetryAfter: false, ...overrides };
}

function aLease(overrides: Partial<AcknowledgedLease> = {}): AcknowledgedLease {
  return {
    leaseId: 'one',
    owner: 'ada',
    tokenId: 1,
    answerId: 1,
    askedAtMs: AT_MS,
    answeredAtMs: AT_MS + 5,
    expiresAtMs: AT_MS + 60_000,
    spent: 10,
    ...overrides,
  };
}

type Found = NonNullable<LaterSight['found']>;

function aSight(leaseId: string, found: Partial<Found> = {}): LaterSight {
  return {
    leaseId,
    atMs: AT_MS + 100,
    found: { owner: 'ada', state: 'open', expiresAtMs: AT_MS + 60_000, ...found },
  };
}

/** A history in which every promise was kept. */
function aHistory(overrides: Partial<History> = {}): History {
  return {
    answers: [anAnswer(), anAnswer({ status: 503, hasRetryAfter: true }), anAnswer({ status: null })],
    leases: [aLease(), aLease({ leaseId: 'two', owner: 'bob' })],
    acknowledgements: [{ leaseId: 'one', state: 'settled', atMs: AT_MS + 50 }],
    sights: [aSight('one', { state: 'settled' }), aSight('two', { owner: 'bob' })],
    rules: { lendable: 100, leaseMs: 60_000, answerWithinMs: 1000, clockSlackMs: 1000 },
    tokens: { before: [1, 2], after: [1, 2, 3] },
    ...overrides,
  };
}

describe('the model that judges experiments', () => {
  it('finds nothing where every promise was kept', () => {
    expect(judge(aHistory())).toEqual([]);
  });

  it.each<[string, Partial<History>]>([
    ['a lease was given twice: one', { leases: [aLease(), aLease({ answerId: 2 })] }],
    [
      'one answer holds an owner twice: answer 1, ada',
      { leases: [aLease(), aLease({ leaseId: 'two' })], sights: [aSight('two')] },
    ],
    [
      'an owner was promised beyond budget less reserve: ada gave 101 of 100',
      { leases: [aLease({ spent: 50 }), aLease({ leaseId: 'two', answerId: 2, spent: 51 })], sights: [] },
    ],
    [
      'a lease is longer than leases last: one ends 61006 ms after it was asked for',
      { leases: [aLease({ expiresAtMs: AT_MS + 61_006 })] },
    ],
    [
      'a lease is longer than leases last: one ends NaN ms after it was asked for',
      { leases: [aLease({ expiresAtMs: Number.NaN })] },
    ],
    [
      'a lease is longer than leases last: one ends -2000 ms after it was asked for',
      { leases: [aLease({ expiresAtMs: AT_MS - 2000 })] },
    ],
    [
      'an acknowledged lease was lost: one is unknown',
      { sights: [{ leaseId: 'one', atMs: AT_MS, found: undefined }] },
    ],
    ['an acknowledged lease was lost: two is now of ada', { sights: [aSight('two')] }],
    ['an acknowledged report was lost: one was settled and is open', { sights: [aSight('one')] }],
    [
      'a lease outlived its time: two',
      { sights: [aSight('two', { owner: 'bob', expiresAtMs: AT_MS - 1000 })] },
    ],
    ['a token was removed: token 2', { tokens: { before: [1, 2], after: [1] } }],
    ['a 500 or worse: report 500', { answers: [anAnswer({ route: 'report', status: 500 })] }],
    ['a 500 or worse: lease 502', { answers: [anAnswer({ status: 502 })] }],
    ['a refusal without Retry-After: lease 503', { answers: [anAnswer({ status: 503 })] }],
    ['a refusal without Retry-After: lease 429', { answers: [anAnswer({ status: 429 })] }],
    [
      'an answer came late: lease nothing after 1001 ms',
      { answers: [anAnswer({ status: null, tookMs: 1001 })] },
    ],
  ])('finds: %s', (violation, seeded) => {
    expect(judge(aHistory(seeded))).toEqual([violation]);
  });

  it('lists the first few of many', () => {
    const answers = Array.from({ length: 5 }, () => anAnswer({ status: 500 }));
    expect(judge(aHistory({ answers }))).toEqual([
      'a 500 or worse: lease 500; lease 500; lease 500, and 2 more',
    ]);
  });
});
