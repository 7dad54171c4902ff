import { type LoadedBudget, loadBudget, type Moment } from './budget-loads.js';
import { ensureBudget, storing } from './budget-steps.js';
import type { StoreContext } from './context.js';
import { askAll, type Query, type Steps } from './engine.js';
import { type Seen, takeIn } from './observation.js';
import type { Budget, Observation } from './records.js';
import { forRows, updating } from './rows.js';
import type { Database } from './schema.js';
import { countedUntilMs, type OpenLease, shareAfter, windowMsOf } from './standing.js';
import { countingUses } from './token-uses.js';
import type { BudgetStore } from './types.js';

/** What may be lent of owners never probed: the budget of an ordinary user. */
export const DEFAULT_LIMIT = 5000;

/** A hundred owners say enough of all, for a while. */
const TYPICAL_SQL = `select avg(lend_limit) as limit_ from (
  select lend_limit from budgets where bucket = $1 and usable = 1 and lend_limit > 0 limit 100) sample`;
const TYPICAL_KEPT_MS = 10_000;

/** Observations and budgets as they stand. */
export function createBudgetStore({ engine, rules }: StoreContext): BudgetStore {
  const select = () => engine.db.selectFrom('budgets').selectAll();
  return {
    typical: typicalBudgets({ engine, rules }),
    observe: (ownerId, bucket, seen) =>
      engine.changingBudgets((nowMs) =>
        observeSteps({ ownerId, bucket }, seen, { nowMs, rules, dialect: engine.dialect }),
      ),
    async find(ownerId, bucket) {
      const row = await select()
        .where('owner_id', '=', ownerId)
        .where('bucket', '=', bucket)
        .executeTakeFirst();
      return row && budgetFrom(row);
    },
    async ofOwner(ownerId) {
      return (await select().where('owner_id', '=', ownerId).orderBy('bucket').execute()).map(budgetFrom);
    },
  };
}

function typicalBudgets({ engine, rules }: Pick<StoreContext, 'engine' | 'rules'>): BudgetStore['typical'] {
  const known = new Map<string, { limit: number; atMs: number }>();
  return async (bucket) => {
    const nowMs = await engine.nowMs();
    const windowMs = windowMsOf(bucket, rules);
    const kept = known.get(bucket);
    const isFresh = kept && nowMs >= kept.atMs && nowMs - kept.atMs < TYPICAL_KEPT_MS;
    if (isFresh) return { limit: kept.limit, windowMs };
    const [row] = await engine.read<{ limit_: number | null }>({ sql: TYPICAL_SQL, parameters: [bucket] });
    // A bucket that nobody has may be a name that a client made up, and of those there is no end.
    if (row?.limit_ == null) return { limit: DEFAULT_LIMIT, windowMs };
    known.set(bucket, { limit: row.limit_, atMs: nowMs });
    return { limit: row.limit_, windowMs };
  };
}

function* observeSteps(
  key: { ownerId: string; bucket: string },
  observation: Observation,
  moment: Moment,
): Steps<boolean> {
  yield* ensureBudget(key, observation.limit > 0 ? observation.limit : DEFAULT_LIMIT, moment.nowMs);
  const budget = yield* loadBudget(key, moment);
  if (!budget) return false;
  const seen: Seen = {
    ...observation,
    seenAtMs: Math.min(observation.seenAtMs ?? moment.nowMs, moment.nowMs),
    floor: 0,
  };
  const taken = takeIn(budget.window, seen, {
    nowMs: moment.nowMs,
    windowMs: windowMsOf(key.bucket, moment.rules),
  });
  const writes: Query[] = [];
  if (taken) {
    const spenders = attribute(budget, { drop: taken.drop, untilMs: seen.seenAtMs });
    writes.push(...spendingOf(spenders, moment));
    budget.window = taken.window;
  }
  yield* askAll([...writes, ...storing([budget], moment), ...countingUses(budget.expired, moment)]);
  return taken !== undefined;
}

/** A lease that reports its end takes its whole remaining weight, at most what it saw spent itself. */
export type Reporter = { leaseId: string; atMost: number };

/**
 * Splits what an owner spent since its last observation over its open leases, by what each was expected to
 * spend in that time, and returns those that this changed. The budget is shared, so no job can tell its own part.
 */
export function attribute(
  budget: LoadedBudget,
  spending: { drop: number; untilMs: number; reporter?: Reporter },
): OpenLease[] {
  const changed: OpenLease[] = [];
  const sinceMs = countedUntilMs(budget.window);
  const { reporter } = spending;
  const weights = budget.leases.map((lease) => {
    const isReporter = lease.id === reporter?.leaseId;
    const after = isReporter ? 0 : shareAfter(lease, spending.untilMs);
    return Math.max(0, lease.need * (shareAfter(lease, sinceMs) - after)) + (isReporter ? 1 : 0);
  });
  let total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = spending.drop;
  // The reporter comes first: what its cap cuts off is left to the others.
  const order = budget.leases.map((lease, index) => ({ lease, weight: weights[index] ?? 0 }));
  order.sort((a, b) => Number(b.lease.id === reporter?.leaseId) - Number(a.lease.id === reporter?.leaseId));
  for (const { lease, weight } of order) {
    const part = total > 0 ? (left * weight) / total : 0;
    const spent = lease.requests_spent ?? 0;
    const isReporter = lease.id === reporter?.leaseId;
    const sum = isReporter ? Math.min(spent + part, reporter?.atMost ?? Infinity) : spent + part;
    left -= Math.max(0, sum - spent);
    total -= weight;
    if (sum === lease.requests_spent || (part === 0 && !isReporter)) continue;
    lease.requests_spent = sum;
    changed.push(lease);
  }
  return changed;
}

const SPENT = updating({
  table: 'leases',
  key: { id: 'text' },
  set: { requests_spent: 'double precision' },
});

/** Writes what leases have spent. */
export function spendingOf(leases: readonly OpenLease[], { dialect }: Moment): Query[] {
  const rows = leases.map(({ id, requests_spent }) => [id, requests_spent]);
  return forRows(SPENT, rows, dialect);
}

function budgetFrom(row: Database['budgets']): Budget {
  return {
    ownerId: row.owner_id,
    bucket: row.bucket,
    limit: row.limit_,
    remaining: row.remaining,
    resetAtMs: row.reset_at_ms,
    seenAtMs: row.seen_at_ms,
    lendLimit: row.lend_limit,
    lendRemaining: row.lend_remaining,
    promised: row.promised,
    openLeases: row.open_leases,
  };
}
