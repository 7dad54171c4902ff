import {
  type BudgetKey,
  inLockOrder,
  type LoadedBudget,
  loadBudgets,
  lockingOf,
  type Moment,
} from './budget-loads.js';
import { ask, askAll, type Query, type Steps } from './engine.js';
import { forRows, updating } from './rows.js';
import {
  countedUntilMs,
  lendable,
  NEVER_MS,
  promisedBy,
  roomStep,
  slotOf,
  staticScore,
  windowMsOf,
} from './standing.js';
import { countingUses } from './token-uses.js';

const STORE = updating({
  table: 'budgets',
  key: { owner_id: 'text', bucket: 'text' },
  set: {
    limit_: 'bigint',
    remaining: 'bigint',
    reset_at_ms: 'bigint',
    closed_since_ms: 'bigint',
    seen_at_ms: 'bigint',
    probed_remaining: 'bigint',
    lend_limit: 'double precision',
    lend_remaining: 'double precision',
    promised: 'double precision',
    promised_variance: 'double precision',
    open_leases: 'bigint',
    usable: 'bigint',
    token_until_ms: 'bigint',
    legacy_until_ms: 'bigint',
    wake_at_ms: 'bigint',
    slot: 'bigint',
    static_score: 'double precision',
    room_step: 'bigint',
  },
  also: 'version = t.version + 1',
});

/** Writes loaded budgets back with everything that a claim ranks by. */
export function storing(budgets: readonly LoadedBudget[], moment: Moment): Query[] {
  const rows = budgets.map((budget) => storeParameters(budget, moment));
  return forRows(STORE, rows, moment.dialect);
}

function storeParameters(budget: LoadedBudget, { nowMs, rules }: Moment): unknown[] {
  const { window } = budget;
  const lend = lendable(window, budget.reserve ?? rules.reserve);
  const promises = promisedBy(budget.leases, countedUntilMs(window));
  const standing = { ...lend, ...promises, resetAtMs: window.resetAtMs };
  const isCooling = budget.cooldownUntilMs > nowMs;
  const wakes = budget.leases.map((lease) => lease.ends_at_ms);
  if (window.resetAtMs !== null) wakes.push(window.resetAtMs);
  if (isCooling) wakes.push(budget.cooldownUntilMs);
  return [
    budget.ownerId,
    budget.bucket,
    window.limit,
    window.remaining,
    window.resetAtMs,
    window.closedSinceMs,
    window.seenAtMs,
    window.probedRemaining,
    lend.lendLimit,
    lend.lendRemaining,
    promises.promised,
    promises.variance,
    promises.openLeases,
    budget.isUsable && !isCooling ? 1 : 0,
    budget.tokenUntilMs,
    budget.legacyUntilMs,
    Math.min(NEVER_MS, ...wakes),
    slotOf(window.resetAtMs, windowMsOf(budget.bucket, rules)),
    staticScore(standing),
    roomStep(standing),
  ];
}

const CREATE_SQL = `insert into budgets (owner_id, bucket, limit_, remaining, reset_at_ms, seen_at_ms,
  probed_remaining, lend_limit, lend_remaining, promised, promised_variance, open_leases, usable,
  token_until_ms, legacy_until_ms, closed_since_ms, opened_at_ms, wake_at_ms, slot, static_score, version)
  select $1, $2, $3, $3, null, $4, null, 0, 0, 0, 0, 0, 0, 0, 0, $4, 0, $5, -1, 0, 0 from owners where id = $1
  on conflict (owner_id, bucket) do nothing`;

/** Makes a budget's row, full and with no window open, unless there is one. */
export function* ensureBudget(key: BudgetKey, limit: number, nowMs: number): Steps<void> {
  yield* ask({ sql: CREATE_SQL, parameters: [key.ownerId, key.bucket, limit, nowMs, NEVER_MS] });
}

/** Brings ranking columns of budgets up to date; returns how many leases that expired. */
export function* refreshBudgets(keys: readonly BudgetKey[], moment: Moment): Steps<number> {
  const budgets = yield* loadBudgets(keys, moment);
  const expired = budgets.flatMap((budget) => budget.expired);
  yield* askAll([...storing(budgets, moment), ...countingUses(expired, moment)]);
  return expired.length;
}

/** The same for all buckets of owners, after a change of these or of their tokens. */
export function* refreshOwners(ownerIds: readonly string[], moment: Moment): Steps<void> {
  yield* refreshBudgets(yield* budgetsOf(ownerIds), moment);
}

const BUCKETS_SQL = 'select owner_id, bucket from budgets where owner_id = $1';

/** Locks all budgets of owners, before owners or tokens are changed: the order that `Engine` tells. */
export function* lockOwners(ownerIds: readonly string[], moment: Moment): Steps<void> {
  if (moment.dialect === 'sqlite') return;
  yield* askAll(lockingOf(inLockOrder(yield* budgetsOf(ownerIds)), moment));
}

/** All budgets of owners. */
export function* budgetsOf(ownerIds: readonly string[]): Steps<BudgetKey[]> {
  const queries = [...new Set(ownerIds)].map((id) => ({ sql: BUCKETS_SQL, parameters: [id] }));
  const found = yield* askAll<{ owner_id: string; bucket: string }>(queries);
  return found.flat().map(({ owner_id, bucket }) => ({ ownerId: owner_id, bucket }));
}
