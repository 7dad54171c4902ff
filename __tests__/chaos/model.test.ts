import { describe, expect, it } from '@jest/globals';
import { judge } from '../../chaos/model.js';
import type { AcknowledgedLease, Answer, History, LeaseAfterFault, Readiness } from '../../chaos/types.js';

const AT_MS = 1_000_000;
const SERVER = 'http://127.0.0.1:8787';

const unavailable = { status: 503, hasRetryAfter: true, code: 'unavailable' } as const;
const exhausted = { ...unavailable, code: 'pool_exhausted' } as const;
const aFault = { of: 'refusals', fromMs: AT_MS - 100, untilMs: AT_MS + 100 } as const;

function anAnswer(overrides: Partial<Answer> = {}): Answer {
  return {
    route: 'lease',
    atMs: AT_MS,
    tookMs: 5,
    status: 201,
    hasRetryAfter: false,
    server: SERVER,
    code: undefined,
    expectedRequests: 10,
    ...overrides,
  };
}

function aLease(overrides: Partial<AcknowledgedLease> = {}): AcknowledgedLease {
  return {
    leaseId: 'one',
    owner: 'ada',
    tokenId: 1,
    answerId: 1,
    requestedAtMs: AT_MS,
    answeredAtMs: AT_MS + 5,
    expiresAtMs: AT_MS + 60_000,
    spentRequests: 10,
    ...overrides,
  };
}

type Found = NonNullable<LeaseAfterFault['found']>;

function leaseAfterFault(leaseId: string, found: Partial<Found> = {}): LeaseAfterFault {
  return {
    leaseId,
    atMs: AT_MS + 100,
    found: { owner: 'ada', state: 'open', expiresAtMs: AT_MS + 60_000, ...found },
  };
}

function aReadiness(overrides: Partial<Readiness> = {}): Readiness {
  return { server: SERVER, atMs: AT_MS, tookMs: 5, status: 200, ...overrides };
}

/** Both budgets are exhausted, and all jobs have reported. */
const SPENT = {
  leases: [aLease({ spentRequests: 100 }), aLease({ leaseId: 'two', owner: 'bob', spentRequests: 100 })],
  acknowledgements: [
    { leaseId: 'one', state: 'settled', atMs: AT_MS + 50 },
    { leaseId: 'two', state: 'settled', atMs: AT_MS + 50 },
  ],
  leasesAfterFault: [],
} as const satisfies Partial<History>;

/** A history in which every promise was kept. */
function aHistory(overrides: Partial<History> = {}): History {
  return {
    answers: [anAnswer(), anAnswer(unavailable), anAnswer({ status: null })],
    leases: [aLease(), aLease({ leaseId: 'two', owner: 'bob' })],
    acknowledgements: [{ leaseId: 'one', state: 'settled', atMs: AT_MS + 50 }],
    leasesAfterFault: [
      leaseAfterFault('one', { state: 'settled' }),
      leaseAfterFault('two', { owner: 'bob' }),
    ],
    readiness: [aReadiness(), aReadiness({ status: 503 }), aReadiness({ status: null })],
    excuses: [aFault],
    rules: {
      owners: 2,
      lendable: 100,
      leaseMs: 60_000,
      answerDeadlineMs: 1000,
      readyzDeadlineMs: 4000,
      recoveryDeadlineMs: 5000,
      clockToleranceMs: 1000,
    },
    tokens: { before: [1, 2], after: [1, 2, 3] },
    ...overrides,
  };
}

describe('the check of a history', () => {
  it('finds nothing when every promise was kept', () => {
    expect(judge(aHistory())).toEqual([]);
  });

  it.each<[string, Partial<History>]>([
    ['a lease was granted twice: one', { leases: [aLease(), aLease({ answerId: 2 })] }],
    [
      'an answer names an owner twice: answer 1, ada',
      { leases: [aLease(), aLease({ leaseId: 'two' })], leasesAfterFault: [leaseAfterFault('two')] },
    ],
    [
      'an owner was promised beyond its lendable budget: ada gave 101 of 100',
      {
        leases: [aLease({ spentRequests: 50 }), aLease({ leaseId: 'two', answerId: 2, spentRequests: 51 })],
        leasesAfterFault: [],
      },
    ],
    [
      'a lease has a wrong duration: one ends 61006 ms after the request',
      { leases: [aLease({ expiresAtMs: AT_MS + 61_006 })] },
    ],
    [
      'a lease has a wrong duration: one ends NaN ms after the request',
      { leases: [aLease({ expiresAtMs: Number.NaN })] },
    ],
    [
      'a lease has a wrong duration: one ends -2000 ms after the request',
      { leases: [aLease({ expiresAtMs: AT_MS - 2000 })] },
    ],
    [
      'an acknowledged lease was lost: one is unknown',
      { leasesAfterFault: [{ leaseId: 'one', atMs: AT_MS, found: undefined }] },
    ],
    [
      'an acknowledged lease was lost: two now belongs to ada',
      { leasesAfterFault: [leaseAfterFault('two')] },
    ],
    [
      'an acknowledged report was lost: one was settled and is open',
      { leasesAfterFault: [leaseAfterFault('one')] },
    ],
    [
      'a lease was open after its expiry: two',
      { leasesAfterFault: [leaseAfterFault('two', { owner: 'bob', expiresAtMs: AT_MS - 1000 })] },
    ],
    ['a token was removed: token 2', { tokens: { before: [1, 2], after: [1] } }],
    ['a server error: report 500', { answers: [anAnswer({ route: 'report', status: 500 })] }],
    ['a server error: lease 502', { answers: [anAnswer({ status: 502 })] }],
    [
      'a refusal without Retry-After: lease 503',
      { answers: [anAnswer({ ...unavailable, hasRetryAfter: false })] },
    ],
    ['a refusal without Retry-After: lease 429', { answers: [anAnswer({ status: 429 })] }],
    ['a late answer: lease no answer after 1001 ms', { answers: [anAnswer({ status: null, tookMs: 1001 })] }],
  ])('finds: %s', (violation, seeded) => {
    expect(judge(aHistory(seeded))).toEqual([violation]);
  });

  const later = (ms: number) => ({ atMs: AT_MS + ms });

  it.each<[string, Partial<History>]>([
    [
      'an unexplained refusal: lease 503 unavailable at 00:16:45.106',
      { answers: [anAnswer({ ...unavailable, ...later(5106) })] },
    ],
    [
      'an unexplained refusal: report 503 unavailable at 00:16:40.000',
      {
        answers: [anAnswer({ ...unavailable, route: 'report' })],
        readiness: [],
        excuses: [],
      },
    ],
    // A server that is shutting down may be unready, but must still answer every job.
    [
      'an unexplained refusal: lease 503 unavailable at 00:16:40.000',
      { answers: [anAnswer(unavailable)], readiness: [], excuses: [{ ...aFault, of: 'closing' }] },
    ],
    [
      'an unexplained refusal: lease 503 pool_exhausted at 00:16:50.000',
      { answers: [anAnswer({ ...exhausted, ...later(10_000) })] },
    ],
    [
      'an unexplained refusal: lease 503 pool_exhausted at 00:16:50.000',
      {
        ...SPENT,
        leases: [SPENT.leases[0], aLease({ leaseId: 'two', owner: 'bob', spentRequests: 98 })],
        answers: [anAnswer({ ...exhausted, ...later(10_000) })],
      },
    ],
    // An owner that was never leased has its full budget.
    [
      'an unexplained refusal: lease 503 pool_exhausted at 00:16:50.000',
      {
        leases: [aLease({ spentRequests: 100 })],
        acknowledgements: [],
        leasesAfterFault: [],
        answers: [anAnswer({ ...exhausted, ...later(10_000) })],
      },
    ],
    [
      'an unexplained refusal: lease 503 unavailable at 00:16:50.000',
      { ...SPENT, answers: [anAnswer({ ...unavailable, ...later(10_000) })] },
    ],
    [
      'an unexplained not-ready: /readyz returned 503 at 00:16:45.106',
      { readiness: [aReadiness({ status: 503, ...later(5106) })] },
    ],
    [
      'an unexplained not-ready: /readyz returned 500 at 00:16:40.000',
      { readiness: [aReadiness({ status: 500 })] },
    ],
    [
      'ready while every lease was refused: /readyz returned 200 at 00:16:40.000',
      { answers: [0, 300, 600].map((ms) => anAnswer({ ...unavailable, ...later(ms) })) },
    ],
    [
      'a late /readyz: /readyz returned nothing after 4001 ms',
      {
        readiness: [aReadiness({ status: null, tookMs: 4001 })],
      },
    ],
  ])('finds: %s', (violation, seeded) => {
    expect(judge(aHistory(seeded))).toEqual([violation]);
  });

  it.each<[string, Partial<History>]>([
    ['all budgets are spent', { ...SPENT, answers: [anAnswer({ ...exhausted, ...later(10_000) })] }],
    [
      'the rest may be promised to jobs that have not reported',
      {
        leases: [aLease({ spentRequests: 50 }), aLease({ leaseId: 'two', owner: 'bob', spentRequests: 50 })],
        acknowledgements: [],
        leasesAfterFault: [],
        answers: [anAnswer({ ...exhausted, ...later(10_000) })],
      },
    ],
    [
      'the rest may be promised to jobs whose answer was lost',
      {
        ...SPENT,
        leases: [SPENT.leases[0], aLease({ leaseId: 'two', owner: 'bob', spentRequests: 90 })],
        answers: [anAnswer({ status: null }), anAnswer({ ...exhausted, ...later(10_000) })],
      },
    ],
  ])('excuses a refusal because %s', (_reason, seeded) => {
    expect(judge(aHistory(seeded))).toEqual([]);
  });

  it('accepts that a server is ready when it refuses some leases and grants others', () => {
    const answers = [0, 300, 600].map((ms) => anAnswer({ ...unavailable, ...later(ms) }));
    expect(judge(aHistory({ answers: [...answers, anAnswer(later(500))] }))).toEqual([]);
  });

  it('accepts that a server is ready when another one refuses every lease', () => {
    const elsewhere = { ...unavailable, server: 'http://127.0.0.1:1' };
    const answers = [0, 300, 600].map((ms) => anAnswer({ ...elsewhere, ...later(ms) }));
    expect(judge(aHistory({ answers }))).toEqual([]);
  });

  it('lists only the first three violations of a kind', () => {
    const answers = Array.from({ length: 5 }, () => anAnswer({ status: 500 }));
    expect(judge(aHistory({ answers }))).toEqual([
      'a server error: lease 500; lease 500; lease 500, and 2 more',
    ]);
  });
});
