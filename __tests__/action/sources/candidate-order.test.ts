import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { legOrder, runOrder } from '../../../src/action/sources/candidate-order.js';

const runIds = fc.bigInt({ min: 1n, max: 99_999_999_999n }).map(String);
const runs = fc.record({ runId: runIds, attempt: fc.integer({ min: 1, max: 20 }) });
const places = (count: number) => Array.from({ length: count }, (_, place) => place);
const sorted = (order: readonly number[]) => [...order].sort((one, other) => one - other);

describe('the order of a run', () => {
  it('contains every candidate once, and is always the same', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 0, max: 100 }), (run, count) => {
        expect(sorted(runOrder(count, run))).toEqual(places(count));
        expect(runOrder(count, { ...run })).toEqual(runOrder(count, run));
      }),
      { seed: 1 },
    );
  });

  it('starts with each of five candidates in a fifth of 10,000 consecutive runs', () => {
    const begins = [0, 0, 0, 0, 0];
    for (let run = 0; run < 10_000; run += 1) {
      const [first = 0] = runOrder(5, { runId: String(19_000_000_000 + 7 * run), attempt: 1 });
      begins[first] = (begins[first] ?? 0) + 1;
    }
    // Four standard deviations of a fair draw.
    for (const count of begins) expect(Math.abs(count - 2000)).toBeLessThan(160);
  });

  it('is different when the run is repeated', () => {
    const orders = new Set(
      places(20).map((attempt) => runOrder(10, { runId: '4711', attempt: attempt + 1 }).join()),
    );
    expect(orders.size).toBe(20);
  });
});

/** How many legs of a matrix use each candidate, when some cannot be used. */
function usesOf(
  matrix: { legs: number; count: number; spent: readonly number[] },
  run: { runId: string; attempt: number },
): number[] {
  const uses = places(matrix.count).map(() => 0);
  for (let jobIndex = 0; jobIndex < matrix.legs; jobIndex += 1) {
    const order = legOrder(matrix.count, { ...run, jobIndex, wanted: 1 });
    const used = order.find((place) => !matrix.spent.includes(place)) ?? -1;
    uses[used] = (uses[used] ?? 0) + 1;
  }
  return uses;
}

describe('the legs of a matrix', () => {
  it('start with different candidates and use all equally, within one, in 10,000 runs', () => {
    fc.assert(
      fc.property(
        runs,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 64 }),
        (run, count, legs) => {
          const first = places(Math.min(count, legs)).map(
            (jobIndex) => legOrder(count, { ...run, jobIndex, wanted: 1 })[0],
          );
          expect(new Set(first).size).toBe(first.length);
          const uses = usesOf({ legs, count, spent: [] }, run);
          expect(Math.max(...uses) - Math.min(...uses)).toBeLessThanOrEqual(1);
        },
      ),
      { seed: 1, numRuns: 10_000 },
    );
  });

  it('that would start with an exhausted candidate spread over the others', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 0, max: 4 }), (run, spent) => {
        const uses = usesOf({ legs: 80, count: 5, spent: [spent] }, run).filter(
          (_, place) => place !== spent,
        );
        expect(uses).toEqual([20, 20, 20, 20]);
      }),
      { seed: 1 },
    );
  });

  it('that use two each share none while there are enough', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const taken = places(5).flatMap((jobIndex) =>
          legOrder(10, { ...run, jobIndex, wanted: 2 }).slice(0, 2),
        );
        expect(sorted(taken)).toEqual(places(10));
      }),
      { seed: 1 },
    );
  });
});
