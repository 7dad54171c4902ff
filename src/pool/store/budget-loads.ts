import { askAll, type Engine, type Query, type Steps } from './engine.js';
import { type ColumnTypes, forRows, type RowStatement, rowsAs } from './rows.js';
import { NEVER_MS, type OpenLease, type Rules, rolled, type Window } from './standing.js';

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
  /** Those that came to their end unreported. */
  expired: OpenLease[];
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

const LOADED = `b.limit_, b.remaining, b.reset_at_ms, b.closed_since_ms, b.seen_at_ms, b.probed_remaining,
    o.status, o.paused, o.cooldown_until_ms, o.reserve,
    (select max(coalesce(t.expires_at_ms, ${NEVER_MS})) ${TOKENS_UNTIL}) as until_ms,
    (select max(coalesce(t.expires_at_ms, ${NEVER_MS})) ${TOKENS_UNTIL} and t.legacy_format = 1) as legacy_ms
  from budgets b join owners o on o.id = b.owner_id`;
const KEYS: ColumnTypes = { owner_id: 'text', bucket: 'text' };
const LOAD: RowStatement = {
  one: `select ${LOADED} where b.owner_id = $1 and b.bucket = $2`,
  many: `select b.owner_id, b.bucket, ${LOADED} join ${rowsAs(KEYS)} on b.owner_id = r.owner_id and b.bucket = r.bucket`,
  width: 2,
};

/** By itself and before they are read: what waits for a lock still sees the owners and tokens of before. */
const LOCK_SQL = `select 1 as locked from budgets b
  join unnest($1::text[], $2::text[]) with ordinality wanted(owner_id, bucket, place)
    on b.owner_id = wanted.owner_id and b.bucket = wanted.bucket
  order by wanted.place for update of b`;

const EXPIRE_SQL = `update leases set state = 'expired', settled_at_ms = ends_at_ms
  where owner_id = $1 and bucket = $2 and state = 'open' and ends_at_ms <= $3`;

const OPENED = `l.id, l.token_id, l.need, l.deviation, l.granted_at_ms, l.expected_end_ms, l.ends_at_ms, l.requests_spent,
  l.lowered, l.outcome from leases l`;
const OPEN: RowStatement = {
  one: `select ${OPENED} where l.owner_id = $1 and l.bucket = $2 and l.state = 'open' order by l.id`,
  many: `select l.owner_id, l.bucket, ${OPENED} join ${rowsAs(KEYS)} on l.owner_id = r.owner_id and l.bucket = r.bucket
    where l.state = 'open' order by l.id`,
  width: 2,
};

/** The order in which all transactions lock budgets (`Engine`): by code units, whatever the database's collation. */
export function inLockOrder(keys: readonly BudgetKey[]): BudgetKey[] {
  const named = new Map(keys.map((key) => [nameOf(key), key]));
  return [...named].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, key]) => key);
}

/**
 * Loads and locks budgets, rolls their windows over and expires their due leases. Those that do not exist are left
 * out.
 */
export function* loadBudgets(keys: readonly BudgetKey[], moment: Moment): Steps<LoadedBudget[]> {
  const ordered = inLockOrder(keys);
  const locking = lockingOf(ordered, moment);
  const wanted = ordered.map(({ ownerId, bucket }) => [ownerId, bucket]);
  const loads = forRows(LOAD, wanted, moment.dialect);
  const opens = forRows(OPEN, wanted, moment.dialect);
  const answers = (yield* askAll<unknown>([...locking, ...loads, ...opens])).slice(locking.length);
  const rows = perKey(answers.slice(0, loads.length) as LoadedRow[][], ordered, moment);
  const leases = perKey(answers.slice(loads.length) as OpenLease[][], ordered, moment);
  const budgets = ordered.flatMap((key, index) =>
    (rows[index] ?? []).map((row) => {
      return loadedFrom(key, { row, leases: leases[index] ?? [], nowMs: moment.nowMs });
    }),
  );
  const withDue = budgets.filter(({ expired }) => expired.length > 0);
  yield* askAll(
    withDue.map(({ ownerId, bucket }) => ({
      sql: EXPIRE_SQL,
      parameters: [ownerId, bucket, moment.nowMs],
    })),
  );
  return budgets;
}

/** The rows of each key: SQLite was asked for each by itself, PostgreSQL tells them all at once. */
function perKey<R>(answers: R[][], keys: readonly BudgetKey[], { dialect }: Moment): R[][] {
  if (dialect === 'sqlite') return answers;
  const groups = new Map<string, R[]>(keys.map((key) => [nameOf(key), []]));
  for (const row of answers.flat() as (R & { owner_id: string; bucket: string })[]) {
    groups.get(nameOf({ ownerId: row.owner_id, bucket: row.bucket }))?.push(row);
  }
  return [...groups.values()];
}

/** Tells a budget from others. */
export function nameOf({ ownerId, bucket }: BudgetKey): string {
  return `${ownerId}\n${bucket}`;
}

/** On SQLite nobody else writes while a transaction does. */
export function lockingOf(ordered: readonly BudgetKey[], { dialect }: Moment): Query[] {
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
    expired: leases.filter((lease) => lease.ends_at_ms <= nowMs),
  };
}

/** The same for one budget; undefined when there is none. */
export function* loadBudget(key: BudgetKey, moment: Moment): Steps<LoadedBudget | undefined> {
  return (yield* loadBudgets([key], moment))[0];
}
