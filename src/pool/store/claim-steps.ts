import type { Moment } from './budget-loads.js';
import { refreshBudgets } from './budget-steps.js';
import { ask, type Query, type Steps } from './engine.js';
import type { Refusals } from './refusals.js';
import { windowMsOf } from './standing.js';
import type { ClaimRequest } from './types.js';

/** Up to this many owners ranking all of them is cheaper than finding the best of each slot. */
const SMALL_POOL = 400;
/** How long the count of owners may be out of date; it only paces the opening of windows. */
const COUNT_KEPT_MS = 10_000;
/** Budgets brought up to date on the way of a claim; `expireDue` sees to any rest. */
export const MAX_DUE = 200;
/** How often claims may look for due budgets: every 90 ms of an hour. */
const REFRESHES_PER_WINDOW = 40_000;

/** What one store keeps between claims: numbers of owners by bucket, the texts of its statements, a moment. */
export type ClaimMemory = {
  counts: Map<string, { owners: number; atMs: number }>;
  statements: Map<string, string>;
  /** When budgets were last brought up to date on the way of a claim. */
  refreshedAtMs: number;
  refusals: Refusals;
  /** References of owners by their ids. */
  refs: Map<string, string>;
};

export function createClaimMemory(): ClaimMemory {
  return { counts: new Map(), statements: new Map(), refreshedAtMs: 0, refusals: new Map(), refs: new Map() };
}

/**
 * Whether budgets should be brought up to date: a burst's claims look for due ones once, not each. Nothing depends
 * on the moment: the ranking itself knows windows that have passed, and a lease that ended just now counts as open
 * for a blink longer.
 */
export function isStale({ refreshedAtMs }: ClaimMemory, { nowMs, rules }: Moment): boolean {
  const ageMs = nowMs - refreshedAtMs;
  return ageMs < 0 || ageMs > rules.windowMs / REFRESHES_PER_WINDOW;
}

/** Rolls windows over and expires leases where a budget has changed by itself; returns expired leases. */
export function* refreshDue(moment: Moment, limit: number): Steps<{ expired: number; budgets: number }> {
  // Replicas that find the same rows due share them out instead of waiting for one another; and as it waits for
  // nobody, it may lock them in another order than the rest does.
  const lock = moment.dialect === 'postgres' ? ' for update skip locked' : '';
  const due = yield* ask<{ owner_id: string; bucket: string }>({
    sql: `select owner_id, bucket from budgets where wake_at_ms <= $1 order by wake_at_ms limit $2${lock}`,
    parameters: [moment.nowMs, limit],
  });
  const keys = due.map((row) => ({ ownerId: row.owner_id, bucket: row.bucket }));
  return { expired: yield* refreshBudgets(keys, moment), budgets: due.length };
}

/** The ids of owners by their public references; unknown ones exclude nobody. */
export function* ownersWithRefs(refs: readonly string[]): Steps<string[]> {
  const found: string[] = [];
  for (const ref of refs) {
    const [row] = yield* ask<{ id: string }>(ownerWithRef(ref));
    if (row) found.push(row.id);
  }
  return found;
}

export function ownerWithRef(ref: string): Query {
  return { sql: 'select id from owners where ref = $1', parameters: [ref] };
}

/** How many owners a bucket has, whether these are many, and whether those who could serve a request are. */
export type PoolSize = { owners: number; isLarge: boolean; hasManyFor: boolean };

export function* sizeOfPool(
  { counts }: ClaimMemory,
  { bucket, label }: Pick<ClaimRequest, 'bucket' | 'label'>,
  nowMs: number,
): Steps<PoolSize> {
  const owners =
    known(counts, bucket, nowMs) ??
    (yield* counted(counts, { name: bucket, sql: OWNERS_SQL, parameters: [bucket] }, nowMs));
  const isLarge = owners > SMALL_POOL;
  if (!isLarge || label === '') return { owners, isLarge, hasManyFor: isLarge };
  const name = `${bucket} ${label}`;
  const able =
    known(counts, name, nowMs) ??
    (yield* counted(counts, { name, sql: LABELLED_SQL, parameters: [bucket, label] }, nowMs));
  return { owners, isLarge, hasManyFor: able > SMALL_POOL };
}

const OWNERS_SQL = 'select count(*) as owners from budgets where bucket = $1 and usable = 1';
const LABELLED_SQL = `select count(distinct t.owner_id) as owners from tokens t
  join budgets b on b.owner_id = t.owner_id and b.bucket = $1 and b.usable = 1
  where t.status = 'active' and t.label = $2 and t.label <> ''`;

function known(counts: ClaimMemory['counts'], name: string, nowMs: number): number | undefined {
  const count = counts.get(name);
  return count && nowMs - count.atMs < COUNT_KEPT_MS && nowMs >= count.atMs ? count.owners : undefined;
}

type Count = Query & { name: string };

function* counted(counts: ClaimMemory['counts'], { name, ...query }: Count, nowMs: number): Steps<number> {
  const [row] = yield* ask<{ owners: number }>(query);
  const owners = row?.owners ?? 0;
  // A bucket that nobody has may be a name that the client made up, and of those there is no end.
  if (owners > 0) counts.set(name, { owners, atMs: nowMs });
  return owners;
}

/** How often windows may be opened without need, and when the next may be. */
export type Pace = { everyMs: number; dueMs: number };

/**
 * When each window was opened: a reset tells it, and until there is one the lease that will open it does, or the
 * reset that jobs under way ran across. Each is a step of the pace later than the one before it, at least.
 */
const DUE_SQL = `select max(at_ms + place * cast($4 as double precision)) as due_ms from (
  select at_ms, row_number() over (order by at_ms desc) as place from (
    select case when reset_at_ms > $2 then reset_at_ms - cast($3 as double precision)
      when closed_since_ms > opened_at_ms then closed_since_ms else opened_at_ms end as at_ms
    from budgets where bucket = $1 and (reset_at_ms > $2 or open_leases > 0)) openings) places`;

/** In a large pool one burst opens few of the windows: there the last opening says enough, and is an index's to tell. */
const DUE_IN_LARGE_SQL = `select max(opened_at_ms) + cast($4 as double precision) as due_ms
  from budgets where bucket = $1`;

/** Windows opened out of turn are paid back: the next one is due as much later. */
export function openingsOf(
  bucket: string,
  { owners, isLarge }: Pick<PoolSize, 'owners' | 'isLarge'>,
  { nowMs, rules }: Moment,
): { query: Query; paceFrom: (row: { due_ms: number | null } | undefined) => Pace } {
  const windowMs = windowMsOf(bucket, rules);
  const everyMs = windowMs / Math.max(1, owners);
  const sql = isLarge ? DUE_IN_LARGE_SQL : DUE_SQL;
  return {
    query: { sql, parameters: [bucket, nowMs, windowMs, everyMs] },
    paceFrom: (row) => ({ everyMs, dueMs: row?.due_ms ?? 0 }),
  };
}

/**
 * At most once per window and owner, the owner closed longest is next: windows that end one after another are
 * worth more than windows in phase.
 */
export function longestClosed(
  { bucket, minTtlMs }: Pick<ClaimRequest, 'bucket' | 'minTtlMs'>,
  nowMs: number,
): Query {
  return {
    sql: `select owner_id from budgets where bucket = $1 and usable = 1 and open_leases = 0
      and closed_since_ms >= 0 and token_until_ms >= $2 order by closed_since_ms, owner_id limit 1`,
    parameters: [bucket, nowMs + minTtlMs],
  };
}
