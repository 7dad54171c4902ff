import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openStore } from '../../../src/pool/store/open-store.js';
import type { Store } from '../../../src/pool/store/types.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { aClaim, aLender, claim, HOUR, TEST_KEY } from '../store/builders.js';

/** The test's model of an owner, independent of the store. */
type Model = {
  id: string;
  limit: number;
  remaining: number;
  resetInMs: number;
  promised: number;
  variance: number;
  open: number;
};
type Demand = { need: number; deviation: number };

/** The rule of `domain/ranking.ts` as the simulation states it, in seconds. */
function headroomOf(owner: Model, { deviation }: Demand): number {
  return owner.remaining - owner.promised - 2 * Math.sqrt(owner.variance + deviation ** 2);
}

function scoreOf(owner: Model, demand: Demand): number {
  return headroomOf(owner, demand) / owner.limit / (owner.resetInMs / 1000 + 60) / (4 + owner.open);
}

/** The best score and that of the chosen owner; by headroom if none has enough. */
function scoresOf(owners: readonly Model[], chosen: Model, demand: Demand) {
  const feasible = owners.filter((owner) => headroomOf(owner, demand) >= demand.need);
  const measure = (owner: Model) =>
    feasible.length > 0 ? scoreOf(owner, demand) : headroomOf(owner, demand);
  const among =
    feasible.length > 0 ? feasible : owners.filter((owner) => owner.remaining - owner.promised >= 1);
  return {
    best: Math.max(...among.map(measure)),
    chosen: measure(chosen),
    isFeasible: among.includes(chosen),
  };
}

const anOwner = fc.record({
  limit: fc.constantFrom(1000, 5000, 5000, 12_500),
  share: fc.double({ min: 0.02, max: 0.98, noNaN: true }),
  resetInMs: fc.integer({ min: 61_000, max: HOUR - 61_000 }),
});
/** An owner without an open window: its budget is full. */
const anIdleOwner = anOwner.map((owner) => ({ ...owner, share: 1 }));
const aDemand = fc.record({
  need: fc.integer({ min: 1, max: 900 }),
  deviation: fc.integer({ min: 0, max: 200 }),
});

/** Of which an owner can serve many. */
const aSmallDemand = {
  need: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 900 })),
  deviation: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })),
};

type Owner = { limit: number; share: number; resetInMs: number };

async function aPool(owners: readonly Owner[]): Promise<{ store: Store; models: Map<string, Model> }> {
  const nowMs = Date.now();
  const store = await openStore({
    url: ':memory:',
    vault: createVault([TEST_KEY]),
    nowMs: () => nowMs,
    reserve: 0,
  });
  const models = new Map<string, Model>();
  for (const [index, { limit, share, resetInMs }] of owners.entries()) {
    const remaining = Math.floor(limit * share);
    const { owner } = await aLender(store, index + 1, { budget: { limit, remaining, resetInMs } });
    models.set(owner.id, { id: owner.id, limit, remaining, resetInMs, promised: 0, variance: 0, open: 0 });
  }
  return { store, models };
}

/** Claims sequentially and passes each choice to `check` before the model is debited. */
async function claimInTurn(
  pool: Awaited<ReturnType<typeof aPool>>,
  demands: readonly Demand[],
  check: (judged: ReturnType<typeof scoresOf>, chosen: Model, demand: Demand) => void,
): Promise<void> {
  for (const demand of demands) {
    const [lease] = await claim(pool.store, aClaim(demand));
    const chosen = pool.models.get(lease?.ownerId ?? '');
    if (!chosen) continue;
    check(scoresOf([...pool.models.values()], chosen, demand), chosen, demand);
    take(chosen, demand);
  }
}

/** A debit in the model. */
function take(owner: Model, { need, deviation }: Demand): void {
  owner.promised += Math.min(need, owner.remaining - owner.promised);
  owner.variance += deviation ** 2;
  owner.open += 1;
}

async function budgetOf(store: Store, ownerId: string) {
  const budget = await store.budgets.find(ownerId, 'core');
  return { promised: budget?.promised, openLeases: budget?.openLeases };
}

describe('the order of owners', () => {
  it('is that of the full formula in a small pool', async () => {
    const property = fc.asyncProperty(
      fc.array(anOwner, { minLength: 1, maxLength: 20 }),
      fc.array(aDemand, { minLength: 1, maxLength: 30 }),
      async (owners, demands) => {
        const pool = await aPool(owners);
        await claimInTurn(pool, demands, ({ best, chosen, isFeasible }) => {
          expect(isFeasible).toBe(true);
          expect(chosen).toBeCloseTo(best, 9);
        });
        await pool.store.close();
      },
    );
    await fc.assert(property, { numRuns: 30 });
  });

  it('is that of the full formula in a large pool too', async () => {
    const property = fc.asyncProperty(
      fc.array(anOwner, { minLength: 450, maxLength: 500 }),
      fc.array(aDemand, { minLength: 10, maxLength: 30 }),
      async (owners, demands) => {
        const pool = await aPool(owners);
        await claimInTurn(pool, demands, ({ best, chosen, isFeasible }) => {
          expect(isFeasible).toBe(true);
          expect(chosen).toBeCloseTo(best, 9);
        });
        await pool.store.close();
      },
    );
    await fc.assert(property, { numRuns: 5, endOnFailure: true });
  }, 120_000);

  it('is the same for simultaneous claims as for sequential ones', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.oneof(anOwner, anIdleOwner), { minLength: 1, maxLength: 20, size: 'max' }),
      fc.array(fc.record({ run: fc.constantFrom('7', '8'), ...aSmallDemand }), {
        minLength: 2,
        maxLength: 80,
        size: 'max',
      }),
      async (owners, claims) => {
        const [one, other] = [await aPool(owners), await aPool(owners)];
        const inTurn: (string | undefined)[] = [];
        for (const each of claims) {
          const [lease] = await claim(one.store, aClaim(each));
          inTurn.push(lease?.ownerId);
        }
        const atOnce = await Promise.all(claims.map((each) => claim(other.store, aClaim(each))));
        expect(atOnce.map(([lease]) => lease?.ownerId)).toEqual(inTurn);
        for (const { id } of one.models.values()) {
          const [mine, theirs] = await Promise.all([budgetOf(one.store, id), budgetOf(other.store, id)]);
          expect(theirs).toEqual(mine);
        }
        await Promise.all([one.store.close(), other.store.close()]);
      },
    );
    await fc.assert(property, { numRuns: 20 });
  });

  it('is that of the full formula for a burst in a large pool', async () => {
    const property = fc.asyncProperty(
      fc.array(anOwner, { minLength: 450, maxLength: 500 }),
      fc.array(aDemand, { minLength: 100, maxLength: 150 }),
      async (owners, demands) => {
        const pool = await aPool(owners);
        const claimed = await Promise.all(demands.map((demand) => claim(pool.store, aClaim(demand))));
        for (const [index, demand] of demands.entries()) {
          const chosen = pool.models.get(claimed[index]?.[0]?.ownerId ?? '');
          if (!chosen) continue;
          const judged = scoresOf([...pool.models.values()], chosen, demand);
          expect(judged.isFeasible).toBe(true);
          expect(judged.chosen).toBeCloseTo(judged.best, 9);
          take(chosen, demand);
        }
        await pool.store.close();
      },
    );
    await fc.assert(property, { numRuns: 5, endOnFailure: true });
  }, 120_000);

  it('never promises more than there is', async () => {
    const property = fc.asyncProperty(
      fc.array(anOwner, { minLength: 2, maxLength: 8 }),
      fc.array(aDemand, { minLength: 20, maxLength: 60 }),
      async (owners, demands) => {
        const pool = await aPool(owners);
        await claimInTurn(pool, demands, () => undefined);
        for (const model of pool.models.values()) {
          const budget = await pool.store.budgets.find(model.id, 'core');
          expect(budget?.promised).toBeLessThanOrEqual(model.remaining);
          expect(budget?.promised).toBeCloseTo(model.promised, 6);
        }
        await pool.store.close();
      },
    );
    await fc.assert(property, { numRuns: 20 });
  });

  it('is monotone in headroom and stable among equals', async () => {
    const like = { limit: 5000, resetInMs: HOUR / 2 };
    const pool = await aPool([
      { ...like, share: 0.5 },
      { ...like, share: 0.7 },
      { ...like, share: 0.7 },
    ]);
    const [lease] = await claim(pool.store, aClaim({ need: 10 }));
    expect(lease?.ownerId).toBe('user:2');
    await pool.store.close();
  });
});
