import { ask, type Engine, type Query, type Steps } from './engine.js';
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

function loadSql(dialect: Engine['dialect']): string {
  return `select b.limit_, b.remaining, b.reset_at_ms, b.closed_since_ms, b.seen_at_ms, b.probed_remaining,
    o.status, o.paused, o.cooldown_until_ms, o.reserve,
    (select max(coalesce(t.expires_at_ms, ${NEVER_MS})) ${TOKENS_UNTIL}) as until_ms,
    (select max(coalesce(t.expires_at_ms, ${NEVER_MS})) ${TOKENS_UNTIL} and t.legacy_format = 1) as legacy_ms
  from budgets b join owners o on o.id = b.owner_id
  where b.owner_id = $1 and b.bucket = $2${dialect === 'postgres' ? ' for update of b' : ''}`;
}

/** Keyed by dialect so that a claim never builds a text. */
const LOAD_SQL = { sqlite: loadSql('sqlite'), postgres: loadSql('postgres') } as const;

const EXPIRE_SQL = `update leases set state = 'expired', settled_at_ms = ends_at_ms
  where owner_id = $1 and bucket = $2 and state = 'open' and ends_at_ms <= $3 returning id`;

const OPEN_SQL = `select id, need, deviation, granted_at_ms, expected_end_ms, ends_at_ms, requests_spent
  from leases where owner_id = $1 and bucket = $2 and state = 'open' order by id`;

/** Loads and locks a budget, rolls its window over and expires its due leases; undefined when there is none. */
export function* loadBudget(key: BudgetKey, moment: Moment): Steps<LoadedBudget | undefined> {
  const at = [key.ownerId, key.bucket];
  const [row] = yield* ask<LoadedRow>({ sql: LOAD_SQL[moment.dialect], parameters: at });
  if (!row) return undefined;
  const expired = yield* ask<{ id: string }>({ sql: EXPIRE_SQL, parameters: [...at, moment.nowMs] });
  const leases = yield* ask<OpenLease>({ sql: OPEN_SQL, parameters: at });
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
    window: rolled(window, moment.nowMs),
    isUsable: row.status === 'active' && row.paused === 0,
    cooldownUntilMs: row.cooldown_until_ms,
    reserve: row.reserve,
    tokenUntilMs: row.until_ms ?? 0,
    legacyUntilMs: row.legacy_ms ?? 0,
    leases,
    expired: expired.length,
  };
}

const STORE_SQL = `update budgets set limit_ = $3, remaining = $4, reset_at_ms = $5, closed_since_ms = $6,
  seen_at_ms = $7, probed_remaining = $8, lend_limit = $9, lend_remaining = $10, promised = $11,
  promised_variance = $12, open_leases = $13, usable = $14, token_until_ms = $15, legacy_until_ms = $16,
  wake_at_ms = $17, slot = $18, static_score = $19, version = version + 1
  where owner_id = $1 and bucket = $2`;

/** Writes a loaded budget back with everything that a claim ranks by. */
export function* storeBudget(budget: LoadedBudget, moment: Moment): Steps<void> {
  yield* ask({ sql: STORE_SQL, parameters: storeParameters(budget, moment) } satisfies Query);
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

/** Brings a budget's ranking columns up to date; returns how many leases that expired. */
export function* refreshBudget(key: BudgetKey, moment: Moment): Steps<number> {
  const budget = yield* loadBudget(key, moment);
  if (!budget) return 0;
  yield* storeBudget(budget, moment);
  return budget.expired;
}

/** The same for all buckets of an owner, after a change of the owner or of its tokens. */
export function* refreshOwner(ownerId: string, moment: Moment): Steps<void> {
  const rows = yield* ask<{ bucket: string }>({
    sql: 'select bucket from budgets where owner_id = $1 order by bucket',
    parameters: [ownerId],
  });
  for (const { bucket } of rows) yield* refreshBudget({ ownerId, bucket }, moment);
}
