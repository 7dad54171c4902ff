import type { StoreContext } from './context.js';
import { ask, type Steps } from './engine.js';
import type { AnonymousOwner, BucketStatus, OwnerKind, OwnerStatus } from './records.js';
import { lastLeased } from './token-uses.js';
import type { StatsStore } from './types.js';

const HOUR_MS = 3_600_000;

/** A window whose reset has passed counts as full, also before a claim has rolled it over. */
const REMAINING = '(case when b.reset_at_ms <= $1 then b.limit_ else b.remaining end)';

const LENDS = `from budgets b join owners o on o.id = b.owner_id
  where o.status = 'active' and exists (
    select 1 from tokens t where t.owner_id = b.owner_id and t.status in ('active', 'suspect'))`;

const POOL_SQL = `select b.bucket, count(*) as owners, sum(b.limit_) as limit_, sum(${REMAINING}) as remaining,
    sum(b.promised) as promised, sum(b.open_leases) as open_leases,
    sum(case when b.usable = 1 and b.lend_remaining > b.promised then b.lend_remaining - b.promised else 0 end) as free
  ${LENDS} group by b.bucket order by b.bucket`;

/** Of the leases granted lately; those that ended since then and the open ones each have an index. */
const RECENT_SQL = `select bucket, count(*) as leases,
    sum(case when settled_at_ms is not null and outcome is not null then 1 else 0 end) as told,
    sum(case when outcome in ('exhausted', 'secondary_limited') then 1 else 0 end) as limited
  from (select bucket, settled_at_ms, outcome from leases
      where state <> 'open' and settled_at_ms >= $1 and granted_at_ms >= $1
    union all select bucket, settled_at_ms, outcome from leases
      where state = 'open' and granted_at_ms >= $1) recent group by bucket`;

type PoolRow = {
  bucket: string;
  owners: number;
  limit_: number;
  remaining: number;
  promised: number;
  open_leases: number;
  free: number;
};

/** Figures for pages, metrics and the command line; none of them names anybody. */
export function createStatsStore({ engine }: StoreContext): StatsStore {
  const { db } = engine;
  const pool = () => engine.atomically(poolSteps);
  return {
    pool,
    async tokens() {
      const nowMs = await engine.nowMs();
      const rows = await db
        .selectFrom('tokens')
        .select(['status', (eb) => eb.fn.countAll<number>().as('tokens')])
        .where('status', '<>', 'removed')
        .where((eb) => eb.or([eb('expires_at_ms', 'is', null), eb('expires_at_ms', '>', nowMs)]))
        .groupBy('status')
        .execute();
      const total = rows.reduce((sum, row) => sum + row.tokens, 0);
      return { active: rows.find((row) => row.status === 'active')?.tokens ?? 0, total };
    },
    owners: (bucket, limit) => engine.atomically((nowMs) => ownersOf(bucket, limit, nowMs)),
    async sampleHistory() {
      const at_ms = await engine.nowMs();
      for (const { bucket, limit, remaining, promised, owners, openLeases } of await pool()) {
        const values = { bucket, at_ms, limit_: limit, remaining, promised, owners, open_leases: openLeases };
        await db
          .insertInto('budget_history')
          .values(values)
          .onConflict((oc) => oc.doNothing())
          .execute();
      }
    },
    async history(bucket, sinceMs) {
      const samples = db.selectFrom('budget_history').selectAll().where('bucket', '=', bucket);
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

function* poolSteps(nowMs: number): Steps<BucketStatus[]> {
  const rows = yield* ask<PoolRow>({ sql: POOL_SQL, parameters: [nowMs] });
  const recent = yield* ask<{ bucket: string; leases: number; told: number; limited: number }>({
    sql: RECENT_SQL,
    parameters: [nowMs - HOUR_MS],
  });
  return rows.map((row): BucketStatus => {
    const of = recent.find((each) => each.bucket === row.bucket);
    return {
      bucket: row.bucket,
      owners: row.owners,
      limit: row.limit_,
      remaining: row.remaining,
      promised: Math.round(row.promised),
      free: Math.floor(row.free),
      openLeases: row.open_leases,
      leasesLastHour: of?.leases ?? 0,
      limitedShare: of && of.told > 0 ? of.limited / of.told : 0,
    };
  });
}

type OwnerRow = {
  ref: string;
  kind: string;
  status: string;
  paused: number;
  cooldown_until_ms: number;
  limit_: number;
  remaining: number;
  promised: number;
  open_leases: number;
  reset_at_ms: number | null;
  used_at_ms: number | null;
};

function* ownersOf(bucket: string, limit: number, nowMs: number) {
  const rows = yield* ask<OwnerRow>({
    sql: `select o.ref, o.kind, o.status, o.paused, o.cooldown_until_ms, b.limit_, ${REMAINING} as remaining,
        b.promised, b.open_leases, case when b.reset_at_ms > $1 then b.reset_at_ms end as reset_at_ms,
        ${lastLeased('o.id')} as used_at_ms
      ${LENDS} and b.bucket = $2 order by o.ref limit $3`,
    parameters: [nowMs, bucket, limit],
  });
  return rows.map(
    (row): AnonymousOwner => ({
      ref: row.ref,
      kind: row.kind as OwnerKind,
      status: statusOf(row, nowMs),
      limit: row.limit_,
      remaining: row.remaining,
      promised: Math.round(row.promised),
      openLeases: row.open_leases,
      resetAtMs: row.reset_at_ms,
      lastLeasedAtMs: row.used_at_ms,
    }),
  );
}

function statusOf(row: OwnerRow, nowMs: number): AnonymousOwner['status'] {
  if (row.paused === 1) return 'paused';
  if (row.cooldown_until_ms > nowMs) return 'cooling';
  return row.status as OwnerStatus;
}
