import { type Moment, refreshBudget } from './budget-steps.js';
import { type ClaimShape, claimPostgresSql, DEBIT_SQLITE, rankSql } from './claim-sql.js';
import type { StoreContext } from './context.js';
import { ask, type Steps } from './engine.js';
import { type Chosen, insertLease } from './lease-steps.js';
import { type Refusals, rememberRefusal, standingRefusal } from './refusals.js';
import { windowMsOf } from './standing.js';
import type { Candidate, ClaimedLease, ClaimRequest } from './types.js';

/** Up to this many owners ranking all of them is cheaper than finding the best of each slot. */
const SMALL_POOL = 400;
/** How long the count of owners may be out of date; it only paces the opening of windows. */
const COUNT_KEPT_MS = 10_000;
/** Budgets brought up to date on the way of a claim; `expireDue` sees to any rest. */
const MAX_DUE = 200;
/** How often claims may look for due budgets: every 90 ms of an hour. */
const REFRESHES_PER_WINDOW = 40_000;
/** Rivals may take all candidates of a ranking; each new one sees what they left. */
const MAX_RANKINGS = 20;

type RankedRow = {
  owner_id: string;
  ref: string;
  free: number;
  headroom: number;
  score: number;
  open_leases: number;
  feasible: number;
};
type Debited = { owner_id: string; limit_: number; reset_at_ms: number | null };
type ClaimRow = RankedRow & Debited & { chosen_id: string | null };

/** What one store keeps between claims: numbers of owners by bucket, the texts of its statements, a moment. */
export type ClaimMemory = {
  counts: Map<string, { owners: number; atMs: number }>;
  statements: Map<string, string>;
  /** When budgets were last brought up to date on the way of a claim. */
  refreshedAtMs: number;
  refusals: Refusals;
};

type Look = Pick<ClaimShape, 'from' | 'pass'>;

const SMALL_POOL_LOOKS: readonly Look[] = [{ from: 'all', pass: 'any' }];
const LARGE_POOL_LOOKS: readonly Look[] = [
  { from: 'best', pass: 'spread' },
  { from: 'best', pass: 'any' },
  { from: 'all', pass: 'any' },
];

type Claiming = { request: ClaimRequest; moment: Moment; excluded: string[]; memory: ClaimMemory };

/** Claims leases of distinct owners, best first, each debited before the next is ranked. */
export function claimLeases(
  { engine, rules }: StoreContext,
  memory: ClaimMemory,
  request: ClaimRequest,
): Promise<ClaimedLease[]> {
  return engine.atomically(function* (nowMs) {
    const moment: Moment = { nowMs, rules, dialect: engine.dialect };
    if (isStale(memory, moment)) {
      yield* refreshDue(moment, MAX_DUE);
      memory.refreshedAtMs = nowMs;
    }
    const excluded = yield* ownersWithRefs(request.exclude);
    const claiming: Claiming = { request, moment, excluded, memory };
    const claimed: ClaimedLease[] = [];
    for (const leaseId of request.leaseIds) {
      const chosen = yield* chooseOwner(claiming);
      if (!chosen) break;
      excluded.push(chosen.ownerId);
      const lease = yield* insertLease({ ...chosen, leaseId, request, nowMs });
      if (lease) claimed.push(lease);
    }
    return claimed;
  });
}

/**
 * A burst's claims look for due budgets once, not each. Nothing depends on the moment: the ranking itself knows
 * windows that have passed, and a lease that ended just now counts as open for a blink longer.
 */
function isStale({ refreshedAtMs }: ClaimMemory, { nowMs, rules }: Moment): boolean {
  return nowMs < refreshedAtMs || nowMs - refreshedAtMs > rules.windowMs / REFRESHES_PER_WINDOW;
}

/** Rolls windows over and expires leases where a budget has changed by itself; returns expired leases. */
export function* refreshDue(moment: Moment, limit: number): Steps<{ expired: number; budgets: number }> {
  // Replicas that find the same rows due share them out instead of waiting for one another.
  const lock = moment.dialect === 'postgres' ? ' for update skip locked' : '';
  const due = yield* ask<{ owner_id: string; bucket: string }>({
    sql: `select owner_id, bucket from budgets where wake_at_ms <= $1 order by wake_at_ms limit $2${lock}`,
    parameters: [moment.nowMs, limit],
  });
  let expired = 0;
  for (const row of due)
    expired += yield* refreshBudget({ ownerId: row.owner_id, bucket: row.bucket }, moment);
  return { expired, budgets: due.length };
}

function* ownersWithRefs(refs: readonly string[]): Steps<string[]> {
  const found: string[] = [];
  for (const ref of refs) {
    const rows = yield* ask<{ id: string }>({
      sql: 'select id from owners where ref = $1',
      parameters: [ref],
    });
    found.push(...rows.map((row) => row.id));
  }
  return found;
}

/**
 * Legs of one run get distinct owners while there are enough with headroom; only then does a run share one.
 * In large pools the best few of each slot are looked at before all are.
 */
function* chooseOwner(claiming: Claiming): Steps<Chosen | undefined> {
  const owners = yield* countOwners(claiming);
  const { memory, request, moment } = claiming;
  const isLarge = owners > SMALL_POOL;
  if (isLarge && standingRefusal(memory.refusals, request, moment.nowMs)) return undefined;
  const dueId = yield* ownerDueToOpen(claiming, owners);
  const parameters = parametersOf(claiming, dueId);
  const { dialect } = moment;
  for (const look of isLarge ? LARGE_POOL_LOOKS : SMALL_POOL_LOOKS) {
    const sql = claimSql(claiming, { dialect, tokens: tokensWanted(request), ...look });
    const chosen = yield* dialect === 'sqlite'
      ? debitOnSqlite(sql, parameters)
      : debitOnPostgres(sql, parameters);
    if (chosen) return chosen;
  }
  if (isLarge && claiming.excluded.length === 0) rememberRefusal(memory.refusals, request, moment.nowMs);
  return undefined;
}

/** Statements are long; each is put together once per store. */
function claimSql({ memory }: Claiming, shape: ClaimShape): string {
  const name = `${shape.tokens} ${shape.from} ${shape.pass}`;
  const known = memory.statements.get(name);
  if (known !== undefined) return known;
  const sql = shape.dialect === 'sqlite' ? rankSql(shape) : claimPostgresSql(shape);
  memory.statements.set(name, sql);
  return sql;
}

function tokensWanted({ label, legacyFormats }: ClaimRequest): ClaimShape['tokens'] {
  if (label === '') return legacyFormats ? 'legacy' : 'default';
  return legacyFormats ? 'label-legacy' : 'label';
}

/** In the order that `claim-sql.ts` tells. */
function parametersOf({ request, moment, excluded }: Claiming, dueId: string): unknown[] {
  const { nowMs, rules, dialect } = moment;
  return [
    request.bucket,
    nowMs,
    request.need,
    request.deviation,
    windowMsOf(request.bucket, rules),
    nowMs + request.minTtlMs,
    Math.max(1, request.minRemaining),
    dialect === 'sqlite' ? JSON.stringify(excluded) : excluded,
    dueId,
    nowMs + request.leaseMs,
    request.label,
    request.job.run_id,
    request.job.repository,
  ];
}

function* countOwners({ request, moment, memory: { counts } }: Claiming): Steps<number> {
  const known = counts.get(request.bucket);
  if (known && moment.nowMs - known.atMs < COUNT_KEPT_MS && moment.nowMs >= known.atMs) return known.owners;
  const [row] = yield* ask<{ owners: number }>({
    sql: 'select count(*) as owners from budgets where bucket = $1 and usable = 1',
    parameters: [request.bucket],
  });
  const owners = row?.owners ?? 0;
  // A bucket that nobody has may be a name that the client made up, and of those there is no end.
  if (owners > 0) counts.set(request.bucket, { owners, atMs: moment.nowMs });
  return owners;
}

/**
 * At most once per window and owner, the owner closed longest is next: windows that end one after another are
 * worth more than windows in phase. Empty when it is too early, or when no window is closed.
 */
function* ownerDueToOpen({ request, moment }: Claiming, owners: number): Steps<string> {
  const [last] = yield* ask<{ at_ms: number | null }>({
    sql: 'select max(opened_at_ms) as at_ms from budgets where bucket = $1',
    parameters: [request.bucket],
  });
  const everyMs = windowMsOf(request.bucket, moment.rules) / Math.max(1, owners);
  if (moment.nowMs - (last?.at_ms ?? 0) < everyMs) return '';
  const [closed] = yield* ask<{ owner_id: string }>({
    sql: `select owner_id from budgets where bucket = $1 and usable = 1 and open_leases = 0
      and closed_since_ms is not null and token_until_ms >= $2 order by closed_since_ms, owner_id limit 1`,
    parameters: [request.bucket, moment.nowMs + request.minTtlMs],
  });
  return closed?.owner_id ?? '';
}

function* debitOnSqlite(sql: string, parameters: unknown[]): Steps<Chosen | undefined> {
  const ranked = yield* ask<RankedRow>({ sql, parameters });
  const first = ranked[0];
  if (!first) return undefined;
  const [debited] = yield* ask<Debited>({
    sql: DEBIT_SQLITE,
    parameters: [...parameters, first.owner_id],
  });
  return debited && chosenFrom(first, debited, ranked);
}

function* debitOnPostgres(sql: string, parameters: unknown[]): Steps<Chosen | undefined> {
  for (let rankings = 0; rankings < MAX_RANKINGS; rankings += 1) {
    const rows = yield* ask<ClaimRow>({ sql, parameters });
    if (rows.length === 0) return undefined;
    const row = rows.find((candidate) => candidate.chosen_id !== null);
    if (row) return chosenFrom(row, row, rows);
  }
  return undefined;
}

function chosenFrom(row: RankedRow, debited: Debited, ranked: readonly RankedRow[]): Chosen {
  return {
    ownerId: row.owner_id,
    ownerRef: row.ref,
    free: row.free,
    limit: debited.limit_,
    resetAtMs: debited.reset_at_ms,
    candidates: ranked.map(candidateFrom),
  };
}

function candidateFrom(row: RankedRow): Candidate {
  return {
    ownerRef: row.ref,
    headroom: Math.round(row.headroom),
    score: row.score,
    openLeases: row.open_leases,
    feasible: row.feasible === 1,
  };
}
