import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterRound,
  type Breaker,
  closedBreaker,
  mayProbe,
  mayRemove,
} from '../../../src/pool/owners/breaker.js';

const MINUTE = 60_000;

function owners(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => `user:${from + index + 1}`);
}

type Moment = { atMs: number; failed?: readonly string[]; well?: readonly string[] };

function afterRounds(rounds: readonly Moment[], start: Breaker = closedBreaker()): Breaker {
  return rounds.reduce((breaker, { atMs, failed = [], well = [] }) => {
    const outcomes = [
      ...failed.map((ownerId) => ({ ownerId, failed: true })),
      ...well.map((ownerId) => ({ ownerId, failed: false })),
    ];
    return afterRound(breaker, { outcomes, nowMs: atMs });
  }, start);
}

describe('the breaker over probes', () => {
  it('opens when a fifth of the owners fail together, as in GitHub’s false 401s', () => {
    const breaker = afterRounds([{ atMs: 0, failed: owners(4), well: owners(16, 100) }]);

    expect(breaker.state).toBe('open');
  });

  it('stays closed when single owners leave a large pool', () => {
    const breaker = afterRounds([{ atMs: 0, failed: owners(4), well: owners(46, 100) }]);

    expect(breaker.state).toBe('closed');
  });

  it('counts owners, not probes: one that fails repeatedly does not open it', () => {
    const rounds = Array.from({ length: 20 }, (_, index) => ({ atMs: index * 1000, failed: owners(1) }));

    expect(afterRounds(rounds).state).toBe('closed');
  });

  it('adds up failures over several rounds of a few minutes', () => {
    const [first, second, third] = owners(3);
    const breaker = afterRounds([
      { atMs: 0, failed: [first ?? ''], well: owners(2, 100) },
      { atMs: MINUTE, failed: [second ?? ''] },
      { atMs: 2 * MINUTE, failed: [third ?? ''] },
    ]);

    expect(breaker.state).toBe('open');
  });

  it('forgets failures that are older than its window', () => {
    const [first, second, third] = owners(3);
    const breaker = afterRounds([
      { atMs: 0, failed: [first ?? ''] },
      { atMs: 11 * MINUTE, failed: [second ?? ''] },
      { atMs: 22 * MINUTE, failed: [third ?? ''] },
    ]);

    expect(breaker.state).toBe('closed');
  });

  it('lets a trial run only after its pause, and closes when the trial succeeds', () => {
    const open = afterRounds([{ atMs: 0, failed: owners(5) }]);

    expect(mayProbe(open, MINUTE)).toBe(false);
    expect(mayProbe(open, 2 * MINUTE)).toBe(true);
    expect(afterRounds([{ atMs: 2 * MINUTE, well: owners(5) }], open).state).toBe('closed');
  });

  it('pauses twice as long after each trial that fails, up to half an hour', () => {
    let breaker = afterRounds([{ atMs: 0, failed: owners(5) }]);
    const pauses: number[] = [];
    for (let trial = 0; trial < 6; trial += 1) {
      breaker = afterRounds([{ atMs: breaker.retryAtMs, failed: owners(5) }], breaker);
      pauses.push(breaker.pauseMs / MINUTE);
    }

    expect(pauses).toEqual([4, 8, 16, 30, 30, 30]);
  });

  it('never closes while all owners fail, however long that lasts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 40 }), fc.integer({ min: 1, max: 100 }), (count, hours) => {
        let breaker = afterRounds([{ atMs: 0, failed: owners(count) }]);
        for (let hour = 1; hour <= hours; hour += 1) {
          breaker = afterRounds([{ atMs: hour * 60 * MINUTE, failed: owners(Math.min(5, count)) }], breaker);
        }
        expect(breaker.state).toBe('open');
      }),
    );
  });

  it('ignores owners that fail for hours while others succeed, so that dead tokens can still be removed', () => {
    const dead = owners(3);
    const round = { failed: dead, well: owners(2, 100) };
    const open = afterRounds([{ atMs: 0, ...round }]);
    const closed = afterRounds([{ atMs: 2 * MINUTE, ...round }], open);

    expect([open.state, closed.state]).toEqual(['open', 'closed']);
    expect(afterRounds([{ atMs: 60 * MINUTE, ...round }], closed).state).toBe('open');
    expect(afterRounds([{ atMs: 7 * 60 * MINUTE, ...round }], closed).state).toBe('closed');
  });

  it('lets owners that succeeded before decide a trial, since failing ones may be dead', () => {
    const open = afterRounds([{ atMs: 0, failed: owners(4), well: owners(3, 100) }]);

    expect(afterRounds([{ atMs: 2 * MINUTE, failed: owners(2), well: owners(3, 100) }], open).state).toBe(
      'closed',
    );
    expect(
      afterRounds([{ atMs: 2 * MINUTE, failed: owners(1, 100), well: owners(2, 101) }], open).state,
    ).toBe('open');
  });

  it('removes no token while others fail too, or soon after it was open', () => {
    const [first, second] = ['user:1', 'user:2'];
    const alone = afterRounds([{ atMs: 0, failed: [first], well: owners(5, 100) }]);
    const both = afterRounds([{ atMs: 0, failed: [first, second], well: owners(5, 100) }]);
    const justClosed = { ...alone, closedSinceMs: -5 * MINUTE };

    expect(mayRemove(alone, { ownerId: first, nowMs: 20 * MINUTE })).toBe(true);
    expect(mayRemove(both, { ownerId: first, nowMs: 20 * MINUTE })).toBe(false);
    expect(mayRemove(justClosed, { ownerId: first, nowMs: 0 })).toBe(false);
  });
});
