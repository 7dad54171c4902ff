import { type BudgetState, budgetState, freeOf } from '../domain/budget-state.js';
import { assumedWindow, rolled, type Window } from '../domain/window.js';
import type { StoreContext } from './context.js';
import type { Connection } from './engine.js';
import { type BudgetRow, windowFrom } from './facts.js';
import type { AnonymousOwner, BucketStatus, OwnerKind, OwnerStatus } from './records.js';
import type { StatsStore } from './types.js';

const HOUR_MS = 3_600_000;

const LENDS = `o.status = 'active' and exists (
  select 1 from tokens t where t.owner_id = o.id and t.status in ('active', 'suspect'))`;

/** Each owner's budgets; an owner that was never probed has a row without a bucket. */
const BUDGETS_SQL = `select o.id, o.ref, o.kind, o.status, o.paused, o.cooldown_until_ms, o.reserve, o.created_at_ms,
    b.bucket, b.limit_, b.remaining, b.reset_at_ms, b.seen_at_ms, b.probed_remaining, b.closed_since_ms,
    case when exists (select 1 from tokens t where t.owner_id = o.id and t.status = 'active' and t.label = '')
      then 1 else 0 end as has_token
  from owners o left join budgets b on b.owner_id = o.id where ${LENDS}`;

const OPEN_SQL = `select owner_id, bucket, need, deviation, granted_at_ms, expected_end_ms from leases
  where state = 'open' and ends_at_ms > $1`;

/** Recently granted leases: a union, because open and ended leases have an index each. */
const RECENT_SQL = `select bucket, count(*) as leases,
    sum(case when outcome is not null then 1 else 0 end) as reported,
    sum(case when outcome in ('exhausted', 'secondary_limited') then 1 else 0 end) as limited
  from (select bucket, settled_at_ms, outcome from leases
      where state <> 'open' and settled_at_ms >= $1 and granted_at_ms >= $1
    union all select bucket, settled_at_ms, outcome from leases
      where state = 'open' and granted_at_ms >= $1) recent group by bucket`;

/** Figures for pages, metrics and the command line, without anybody's name. */
export function createStatsStore(context: StoreContext): StatsStore {
  const { engine } = context;
  const buckets = () => readBuckets(context);
  return {
    buckets,
    async tokens() {
      const nowMs = await engine.nowMs();
      const rows = await engine.db
        .selectFrom('tokens')
        .select(['status', (eb) => eb.fn.countAll<number>().as('tokens')])
        .where('status', '<>', 'removed')
        .where((eb) => eb.or([eb('expires_at_ms', 'is', null), eb('expires_at_ms', '>', nowMs)]))
        .groupBy('status')
        .execute();
      const total = rows.reduce((sum, row) => sum + row.tokens, 0);
      return { active: rows.find((row) => row.status === 'active')?.tokens ?? 0, total };
    },
    owners: (bucket, limit) => readOwners(context, bucket, limit),
    async sampleHistory() {
      const at_ms = await engine.nowMs();
      for (const { bucket, limit, remaining, promised, owners, openLeases } of await buckets()) {
        const values = { bucket, at_ms, limit_: limit, remaining, promised, owners, open_leases: openLeases };
        await engine.db
          .insertInto('budget_history')
          .values(values)
          .onConflict((oc) => oc.doNothing())
          .execute();
      }
    },
    async history(bucket, sinceMs) {
      const samples = engine.db.selectFrom('budget_history').selectAll().where('bucket', '=', bucket);
      const rows = await samples.where('at_ms', '>=', sinceMs).orderBy('at_ms').execute();
      return rows.map(({ at_ms, limit_, open_leases, ...rest }) => ({
        ...rest,
        atMs: at_ms,
        limit: limit_,
        openLeases: open_leases,
      }));
    },
  };
}

type OwnerRow = {
  id: string;
  ref: string;
  kind: string;
  status: string;
  paused: number;
  cooldown_until_ms: number;
  reserve: number | null;
  created_at_ms: number;
  bucket: string | null;
  has_token: number;
} & BudgetRow;

type OpenRow = {
  owner_id: string;
  bucket: string;
  need: number;
  deviation: number;
  granted_at_ms: number;
  expected_end_ms: number;
};

type OwnerBudget = { row: OwnerRow; bucket: string; window: Window; budget: BudgetState };

/** The budgets of all lending owners, as of now. */
async function readBudgets({ engine, rules }: StoreContext, nowMs: number): Promise<OwnerBudget[]> {
  const [rows, open] = await Promise.all([
    engine.rows<OwnerRow>(BUDGETS_SQL),
    engine.rows<OpenRow>(OPEN_SQL, [nowMs]),
  ]);
  const leases = Map.groupBy(open, ({ owner_id, bucket }) => `${owner_id} ${bucket}`);
  const withCore = new Set(rows.filter(({ bucket }) => bucket === 'core').map(({ id }) => id));
  const ownerBudgets: OwnerBudget[] = [];
  const add = (row: OwnerRow, bucket: string, observed: Window | undefined) => {
    if (!observed) return;
    const window = rolled(observed, nowMs);
    const promises = (leases.get(`${row.id} ${bucket}`) ?? []).map(promiseFrom);
    ownerBudgets.push({
      row,
      bucket,
      window,
      budget: budgetState(window, row.reserve ?? rules.reserve, promises),
    });
  };
  for (const row of rows) {
    if (row.bucket !== null) add(row, row.bucket, windowFrom(row));
    if (withCore.has(row.id)) continue;
    withCore.add(row.id);
    add(row, 'core', assumedWindow('core', row.created_at_ms));
  }
  return ownerBudgets;
}

function promiseFrom(row: OpenRow) {
  return {
    need: row.need,
    deviation: row.deviation,
    grantedAtMs: row.granted_at_ms,
    expectedEndMs: row.expected_end_ms,
  };
}

async function readBuckets(context: StoreContext): Promise<BucketStatus[]> {
  const nowMs = await context.engine.nowMs();
  const [ownerBudgets, recent] = await Promise.all([
    readBudgets(context, nowMs),
    readRecent(context.engine, nowMs),
  ]);
  const buckets = Map.groupBy(ownerBudgets, ({ bucket }) => bucket);
  return [...buckets]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([bucket, budgets]) => {
      const sum = (figure: (ownerBudget: OwnerBudget) => number) =>
        budgets.reduce((total, ownerBudget) => total + figure(ownerBudget), 0);
      const lastHour = recent.get(bucket);
      return {
        bucket,
        owners: budgets.length,
        limit: sum(({ window }) => window.limit),
        remaining: sum(({ window }) => window.remaining),
        promised: Math.round(sum(({ budget }) => budget.promised)),
        free: Math.floor(sum(({ row, budget }) => (mayLend(row, nowMs) ? Math.max(0, freeOf(budget)) : 0))),
        openLeases: sum(({ budget }) => budget.openLeases),
        leasesLastHour: lastHour?.leases ?? 0,
        limitedShare:
          lastHour && lastHour.reported > 0 ? Math.min(1, lastHour.limited / lastHour.reported) : 0,
      };
    });
}

function mayLend({ paused, cooldown_until_ms, has_token }: OwnerRow, nowMs: number): boolean {
  return paused === 0 && cooldown_until_ms <= nowMs && has_token === 1;
}

type RecentRow = { bucket: string; leases: number; reported: number; limited: number };

async function readRecent({ rows }: Connection, nowMs: number): Promise<Map<string, RecentRow>> {
  const found = await rows<RecentRow>(RECENT_SQL, [nowMs - HOUR_MS]);
  return new Map(found.map((row) => [row.bucket, row]));
}

async function readOwners(context: StoreContext, bucket: string, limit: number): Promise<AnonymousOwner[]> {
  const nowMs = await context.engine.nowMs();
  const ownerBudgets = (await readBudgets(context, nowMs)).filter(
    (ownerBudget) => ownerBudget.bucket === bucket,
  );
  ownerBudgets.sort((one, other) => (one.row.ref < other.row.ref ? -1 : 1));
  const shown = ownerBudgets.slice(0, limit);
  const lastLeased = await readLastLeased(
    context.engine,
    shown.map(({ row }) => row.id),
  );
  return shown.map(({ row, window, budget }) => ({
    ref: row.ref,
    kind: row.kind as OwnerKind,
    status: statusOf(row, nowMs),
    limit: window.limit,
    remaining: window.remaining,
    promised: Math.round(budget.promised),
    openLeases: budget.openLeases,
    resetAtMs: window.resetAtMs,
    lastLeasedAtMs: lastLeased.get(row.id) ?? null,
  }));
}

async function readLastLeased({ db }: Connection, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('leases')
    .select(['owner_id', (eb) => eb.fn.max('granted_at_ms').as('at_ms')])
    .where('owner_id', 'in', ids)
    .groupBy('owner_id')
    .execute();
  return new Map(rows.map(({ owner_id, at_ms }) => [owner_id, Number(at_ms)]));
}

function statusOf(row: OwnerRow, nowMs: number): AnonymousOwner['status'] {
  if (row.paused === 1) return 'paused';
  if (row.cooldown_until_ms > nowMs) return 'cooling';
  return row.status as OwnerStatus;
}
