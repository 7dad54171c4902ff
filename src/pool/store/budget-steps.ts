import { ask, askAll, type Engine, type Query, type Steps } from './engine.js';
import {
  countedUntilMs,
  lendable,
  NEVER_MS,
  type OpenLease,
  promisedBy,
  type Rules,
  rolled,
  slotOf,
  staticScore,
  type Window,
  windowMsOf,
} from './standing.js';

/** A budget with all that its ranking columns are made from, locked until the transaction ends. */
export type LoadedBudget = {
  ownerId: string;
  bucket: string;
  window: Window;
  isUsable: boolean;
  cooldownUntilMs: number;
  reserve: number | null;
  tokenUntilMs: number;
  legacyUntilMs: number;
  leases: OpenLease[];
  expired: number;
};

type LoadedRow = {
  limit_: number;
  remaining: number;
  reset_at_ms: number | null;
  closed_since_ms: number | null;
  seen_at_ms: number;
  probed_remaining: number | null;
  status: string;
  paused: number;
  cooldown_until_ms: number;
  reserve: number | null;
  until_ms: number | null;
  legacy_ms: number | null;
};

export type BudgetKey = { ownerId: string; bucket: string };
export type Moment = { nowMs: number; rules: Rules; dialect: Engine['dialect'] };

const TOKENS_UNTIL = `from tokens t where t.owner_id = b.owner_id and t.status = 'active' and t.label = ''`;

const LOAD_SQL = `select b.limit_, b.remaining, b.reset_at_ms, b.closed_since_ms, b.seen_at_ms, b.probed_remaining,
    o.status, o.paused, o.cooldown_until_ms, o.reserve,
    (select max(coalesce(t.expires_at_ms, ${NEVER_MS})) ${TOKENS_UNTIL}) as until_ms,
    (select max(coalesce(t.expires_at_ms, ${NEVER_MS})) ${TOKENS_UNTIL} and t.legacy_format = 1) as legacy_ms
  from budgets b join owners o on o.id = b.owner_id where b.owner_id = $1 and b.bucket = $2`;

/** By itself and before they are read: what waits for a lock still sees the owners and tokens of before. */
const LOCK_SQL = `select 1 as locked from budgets b
  join unnest($1::text[], $2::text[]) with ordinality wanted(owner_id, bucket, place)
    on b.owner_id = wanted.owner_id and b.bucket = wanted.bucket
  order by wanted.place for update of b`;

const EXPIRE_SQL = `update leases set state = 'expired', settled_at_ms = ends_at_ms
  where owner_id = $1 and bucket = $2 and state = 'open' and ends_at_ms <= $3`;

const OPEN_SQL = `select id, need, deviation, granted_at_ms, expected_end_ms, ends_at_ms, requests_spent, lowered,
  outcome from leases where owner_id = $1 and bucket = $2 and state = 'open' order by id`;

/** The order in which all transactions lock budgets (`Engine`): by code units, whatever the database's collation. */
function inLockOrder(keys: readonly BudgetKey[]): BudgetKey[] {
  const named = new Map(keys.map((key) => [`${key.ownerId}\n${key.bucket}`, key]));
  return [...named].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, key]) => key);
}

/**
 * Loads and locks budgets, rolls their windows over and expires their due leases. Those that do not exist are left
 * out.
 */
export function* loadBudgets(keys: readonly BudgetKey[], moment: Moment): Steps<LoadedBudget[]> {
  const ordered = inLockOrder(keys);
  const locking = lockingOf(ordered, moment);
  const loads = ordered.flatMap(({ ownerId, bucket }) => [
    { sql: LOAD_SQL, parameters: [ownerId, bucket] },
    { sql: OPEN_SQL, parameters: [ownerId, bucket] },
  ]);
  const rows = (yield* askAll<unknown>([...locking, ...loads])).slice(locking.length);
  const budgets = ordered.flatMap((key, index) => {
    const [found = [], leases = []] = rows.slice(2 * index) as [LoadedRow[], OpenLease[]];
    return found.map((row) => loadedFrom(key, { row, leases, nowMs: moment.nowMs }));
  });
  const withDue = budgets.filter(({ expired }) => expired > 0);
  yield* askAll(
    withDue.map(({ ownerId, bucket }) => ({
      sql: EXPIRE_SQL,
      parameters: [ownerId, bucket, moment.nowMs],
    })),
  );
  return budgets;
}

/** On SQLite nobody else writes while a transaction does. */
function lockingOf(ordered: readonly BudgetKey[], { dialect }: Moment): Query[] {
  if (dialect === 'sqlite' || ordered.length === 0) return [];
  const parameters = [ordered.map(({ ownerId }) => ownerId), ordered.map(({ bucket }) => bucket)];
  return [{ sql: LOCK_SQL, parameters }];
}

type Found = { row: LoadedRow; leases: OpenLease[]; nowMs: number };

function loadedFrom(key: BudgetKey, { row, leases, nowMs }: Found): LoadedBudget {
  const open = leases.filter((lease) => lease.ends_at_ms > nowMs);
  const window: Window = {
    limit: row.limit_,
    remaining: row.remaining,
    resetAtMs: row.reset_at_ms,
    closedSinceMs: row.closed_since_ms,
    seenAtMs: row.seen_at_ms,
    probedRemaining: row.probed_remaining,
  };
  return {
    ...key,
    window: rolled(window, nowMs),
    isUsable: row.status === 'active' && row.paused === 0,
    cooldownUntilMs: row.cooldown_until_ms,
    reserve: row.reserve,
    tokenUntilMs: row.until_ms ?? 0,
    legacyUntilMs: row.legacy_ms ?? 0,
    leases: open,
    expired: leases.length - open.length,
  };
}

/** The same for one budget; undefined when there is none. */
export function* loadBudget(key: BudgetKey, moment: Moment): Steps<LoadedBudget | undefined> {
  return (yield* loadBudgets([key], moment))[0];
}

const STORE_SQL = `update budgets set limit_ = $3, remaining = $4, reset_at_ms = $5, closed_since_ms = $6,
  seen_at_ms = $7, probed_remaining = $8, lend_limit = $9, lend_remaining = $10, promised = $11,
  promised_variance = $12, open_leases = $13, usable = $14, token_until_ms = $15, legacy_until_ms = $16,
  wake_at_ms = $17, slot = $18, static_score = $19, version = version + 1
  where owner_id = $1 and bucket = $2`;

/** Writes a loaded budget back with everything that a claim ranks by. */
export function storing(budget: LoadedBudget, moment: Moment): Query {
  return { sql: STORE_SQL, parameters: storeParameters(budget, moment) };
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
  yield* askAll(budgets.map((budget) => storing(budget, moment)));
  return budgets.reduce((sum, { expired }) => sum + expired, 0);
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
