import { describe, expect, it } from '@jest/globals';
import { judge } from '../../chaos/model.js';
import type { AcknowledgedLease, Answer, History, LaterSight, Readiness } from '../../chaos/types.js';

const AT_MS = 1_000_000;
const SERVER = 'http://127.0.0.1:8787';

const unavailable = { status: 503, hasRetryAfter: true, code: 'unavailable' } as const;
const exhausted = { ...unavailable, code: 'pool_exhausted' } as const;
const aBreakage = { of: 'refusals', fromMs: AT_MS - 100, untilMs: AT_MS + 100 } as const;

function anAnswer(overrides: Partial<Answer> = {}): Answer {
  return {
    route: 'lease',
    atMs: AT_MS,
    tookMs: 5,
    status: 201,
    hasRetryAfter: false,
    server: SERVER,
    code: undefined,
    wanted: 10,
    ...overrides,
  };
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

function aLook(overrides: Partial<Readiness> = {}): Readiness {
  return { server: SERVER, atMs: AT_MS, tookMs: 5, status: 200, ...overrides };
}

/** Both owners gave all they had, and their jobs have reported. */
const SPENT = {
  leases: [aLease({ spent: 100 }), aLease({ leaseId: 'two', owner: 'bob', spent: 100 })],
  acknowledgements: [
    { leaseId: 'one', state: 'settled', atMs: AT_MS + 50 },
    { leaseId: 'two', state: 'settled', atMs: AT_MS + 50 },
  ],
  sights: [],
} as const satisfies Partial<History>;

/** A history in which every promise was kept. */
function aHistory(overrides: Partial<History> = {}): History {
  return {
    answers: [anAnswer(), anAnswer(unavailable), anAnswer({ status: null })],
    leases: [aLease(), aLease({ leaseId: 'two', owner: 'bob' })],
    acknowledgements: [{ leaseId: 'one', state: 'settled', atMs: AT_MS + 50 }],
    sights: [aSight('one', { state: 'settled' }), aSight('two', { owner: 'bob' })],
    readiness: [aLook(), aLook({ status: 503 }), aLook({ status: null })],
    excuses: [aBreakage],
    rules: {
      owners: 2,
      lendable: 100,
      leaseMs: 60_000,
      answerWithinMs: 1000,
      readyWithinMs: 4000,
      backWithinMs: 5000,
      clockSlackMs: 1000,
    },
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
    [
      'a refusal without Retry-After: lease 503',
      { answers: [anAnswer({ ...unavailable, hasRetryAfter: false })] },
    ],
    ['a refusal without Retry-After: lease 429', { answers: [anAnswer({ status: 429 })] }],
    [
      'an answer came late: lease nothing after 1001 ms',
      { answers: [anAnswer({ status: null, tookMs: 1001 })] },
    ],
  ])('finds: %s', (violation, seeded) => {
    expect(judge(aHistory(seeded))).toEqual([violation]);
  });

  const later = (ms: number) => ({ atMs: AT_MS + ms });

  it.each<[string, Partial<History>]>([
    [
      'refused without a reason: lease 503 unavailable at 00:16:45.106',
      { answers: [anAnswer({ ...unavailable, ...later(5106) })] },
    ],
    [
      'refused without a reason: report 503 unavailable at 00:16:40.000',
      {
        answers: [anAnswer({ ...unavailable, route: 'report' })],
        readiness: [],
        excuses: [],
      },
    ],
    // A server that stops may say so, and still owes every job its answer.
    [
      'refused without a reason: lease 503 unavailable at 00:16:40.000',
      { answers: [anAnswer(unavailable)], readiness: [], excuses: [{ ...aBreakage, of: 'closing' }] },
    ],
    [
      'refused without a reason: lease 503 pool_exhausted at 00:16:50.000',
      { answers: [anAnswer({ ...exhausted, ...later(10_000) })] },
    ],
    [
      'refused without a reason: lease 503 pool_exhausted at 00:16:50.000',
      {
        ...SPENT,
        leases: [SPENT.leases[0], aLease({ leaseId: 'two', owner: 'bob', spent: 98 })],
        answers: [anAnswer({ ...exhausted, ...later(10_000) })],
      },
    ],
    // An owner that never came up has all of its budget.
    [
      'refused without a reason: lease 503 pool_exhausted at 00:16:50.000',
      {
        leases: [aLease({ spent: 100 })],
        acknowledgements: [],
        sights: [],
        answers: [anAnswer({ ...exhausted, ...later(10_000) })],
      },
    ],
    [
      'refused without a reason: lease 503 unavailable at 00:16:50.000',
      { ...SPENT, answers: [anAnswer({ ...unavailable, ...later(10_000) })] },
    ],
    [
      'not ready without a reason: /readyz said 503 at 00:16:45.106',
      { readiness: [aLook({ status: 503, ...later(5106) })] },
    ],
    ['not ready without a reason: /readyz said 500 at 00:16:40.000', { readiness: [aLook({ status: 500 })] }],
    [
      'ready while every lease was refused: /readyz said 200 at 00:16:40.000',
      { answers: [0, 300, 600].map((ms) => anAnswer({ ...unavailable, ...later(ms) })) },
    ],
    [
      'readiness was told late: /readyz said nothing after 4001 ms',
      {
        readiness: [aLook({ status: null, tookMs: 4001 })],
      },
    ],
  ])('finds: %s', (violation, seeded) => {
    expect(judge(aHistory(seeded))).toEqual([violation]);
  });

  it.each<[string, Partial<History>]>([
    ['all budgets are spent', { ...SPENT, answers: [anAnswer({ ...exhausted, ...later(10_000) })] }],
    [
      'what is left may be promised to jobs that have not reported',
      {
        leases: [aLease({ spent: 50 }), aLease({ leaseId: 'two', owner: 'bob', spent: 50 })],
        acknowledgements: [],
        sights: [],
        answers: [anAnswer({ ...exhausted, ...later(10_000) })],
      },
    ],
    [
      'what is left may be promised to whoever never heard the answer',
      {
        ...SPENT,
        leases: [SPENT.leases[0], aLease({ leaseId: 'two', owner: 'bob', spent: 90 })],
        answers: [anAnswer({ status: null }), anAnswer({ ...exhausted, ...later(10_000) })],
      },
    ],
  ])('takes it for a reason that %s', (_reason, seeded) => {
    expect(judge(aHistory(seeded))).toEqual([]);
  });

  it('takes a server for ready that refuses some leases and grants others', () => {
    const answers = [0, 300, 600].map((ms) => anAnswer({ ...unavailable, ...later(ms) }));
    expect(judge(aHistory({ answers: [...answers, anAnswer(later(500))] }))).toEqual([]);
  });

  it('takes a server for ready whose neighbour refuses every lease', () => {
    const elsewhere = { ...unavailable, server: 'http://127.0.0.1:1' };
    const answers = [0, 300, 600].map((ms) => anAnswer({ ...elsewhere, ...later(ms) }));
    expect(judge(aHistory({ answers }))).toEqual([]);
  });

  it('lists the first few of many', () => {
    const answers = Array.from({ length: 5 }, () => anAnswer({ status: 500 }));
    expect(judge(aHistory({ answers }))).toEqual([
      'a 500 or worse: lease 500; lease 500; lease 500, and 2 more',
    ]);
  });
});
