import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBatch, debit, known, type StandingRow } from '../../../src/pool/store/claim-batch.js';
import { createClaimMemory } from '../../../src/pool/store/claim-steps.js';
import { EXPLAINED } from '../../../src/pool/store/lease-steps.js';
import { type RankFor, rankOwners } from '../../../src/pool/store/rank.js';
import { nextOfRun } from '../../../src/pool/store/run-order.js';
import { NEVER_MS } from '../../../src/pool/store/standing.js';
import { aClaim, HOUR } from '../store/builders.js';

const NOW_MS = 1_800_000_000_000;

/** Few kinds, so that many are alike and ids decide. */
const anOwner = fc.record({
  remaining: fc.constantFrom(0, 40, 400, 4000),
  openLeases: fc.integer({ min: 0, max: 2 }),
  resetInMs: fc.constantFrom<number | null>(null, HOUR / 4, HOUR / 2),
});
/** Legs of few runs, which claim in turns; now and then one that has to be served differently. */
const aLeg = fc.record({
  run: mostly('1', '2'),
  least: mostly(1, 50),
  due: mostly('', 'user:3'),
  /** Which of the best is lent: the first, unless another look had a better one. */
  lent: mostly(0, 1),
  /** Debits of jobs of another kind since the leg before. */
  others: mostly(0, 2),
});

function mostly<T>(usual: T, other: T): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 15, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constant(other) },
  );
}

type Owner = { remaining: number; openLeases: number; resetInMs: number | null };
type Leg = { run: string; least: number; due: string; lent: number; others: number };

function rowOf({ remaining, openLeases, resetInMs }: Owner, index: number): StandingRow {
  const promised = openLeases;
  const resetAtMs = resetInMs === null ? null : NOW_MS + resetInMs;
  return [index, `user:${index}`, 5000, 5000, remaining, promised, 0, openLeases, resetAtMs, 0, NEVER_MS];
}

function jobOf({ least, due }: Leg, shared: ReadonlySet<string>): RankFor {
  const demand = { need: 5, deviation: 2, least };
  const rest = { nowMs: NOW_MS, windowMs: HOUR, excluded: new Set<string>(), sparesClosed: false };
  return { ...demand, ...rest, shared, dueId: due };
}

describe('the order kept for the legs of a run', () => {
  it('is the one that ranking all owners anew would find, leg by leg', () => {
    let kept = 0;
    const claimAll = (owners: readonly Owner[], legs: readonly Leg[]): void => {
      const requests = legs.map(({ run }) => aClaim({ run, need: 5, deviation: 2 }));
      const moment = { nowMs: NOW_MS, rules: { reserve: 0, windowMs: HOUR }, dialect: 'sqlite' } as const;
      const batch = createBatch(requests, { memory: createClaimMemory(), moment });
      const look: Parameters<typeof nextOfRun>[1] = {
        owners: owners.map((owner, index) => known(batch, 'core', rowOf(owner, index))),
        order: undefined,
      };
      const ofRuns = new Map(legs.map(({ run }) => [run, new Set<string>()]));
      for (const [index, request] of requests.entries()) {
        const leg = legs[index] as Leg;
        const shared = ofRuns.get(leg.run) ?? new Set();
        const job = jobOf(leg, shared);
        const ranked = nextOfRun(batch, look, { request, job });
        expect(ranked).toEqual(rankOwners(look.owners, job, EXPLAINED));
        if (look.order && look.order.taken > 0) kept += 1;
        const lent = ranked[leg.lent];
        if (lent) {
          debit(batch, lent.owner, request);
          shared.add(lent.owner.ownerId);
        }
        for (const owner of look.owners.slice(0, leg.others)) debit(batch, owner, request);
      }
    };
    const property = fc.property(
      fc.array(anOwner, { minLength: 1, maxLength: 60, size: 'max' }),
      fc.array(aLeg, { minLength: 1, maxLength: 40, size: 'max' }),
      claimAll,
    );
    fc.assert(property, { numRuns: 300 });
    // Some 2,000 of 5,500 legs; a test in which the order is never kept would show nothing.
    expect(kept).toBeGreaterThan(500);
  });
});
