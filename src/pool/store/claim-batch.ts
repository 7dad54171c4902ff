import type { Moment } from './budget-steps.js';
import { BEST_PER_SLOT, type ClaimShape, standingsSql } from './claim-sql.js';
import { claimParameters, statementOf, tokensWanted } from './claim-statements.js';
import { type ClaimMemory, type Pace, paceOfOpenings } from './claim-steps.js';
import { ask, type Query, type Steps } from './engine.js';
import { countUses, type TokenRow, tokenOf } from './lease-steps.js';
import { freeOf, type RankedOwner, type RankFor } from './rank.js';
import type { SlotLook } from './slot-look.js';
import { staticScore } from './standing.js';
import type { ClaimRequest } from './types.js';

/** An owner's budget with the debits of this transaction. */
export type BatchOwner = RankedOwner & {
  rowId: number;
  bucket: string;
  isDebited: boolean;
  /** The debit also changed when the window was opened or when the row is due again, which indexes hold. */
  isRescheduled: boolean;
};

/** What claims of one transaction share: each owner, token and reference is read once, each debit written once. */
export type Batch = {
  memory: ClaimMemory;
  moment: Moment;
  /** How many leases are wanted in all, so that a look at the best reaches far enough for the last of them. */
  leases: number;
  owners: Map<string, BatchOwner>;
  looks: Map<string, BatchOwner[]>;
  slotLooks: Map<string, SlotLook>;
  tokens: Map<string, TokenRow | undefined>;
  /** The leases granted, written one after another at the end: that is faster than in between the choices. */
  insertions: Query[];
  uses: Map<number, number>;
  runs: Map<string, Set<string>>;
  paces: Map<string, Pace>;
  lastRoom: Map<string, number>;
};

export function createBatch(shared: Pick<Batch, 'memory' | 'moment' | 'leases'>): Batch {
  return {
    ...shared,
    owners: new Map(),
    looks: new Map(),
    slotLooks: new Map(),
    tokens: new Map(),
    insertions: [],
    uses: new Map(),
    runs: new Map(),
    paces: new Map(),
    lastRoom: new Map(),
  };
}

type StandingRow = {
  row_id: number;
  owner_id: string;
  limit_: number;
  lend_limit: number;
  lend_remaining: number;
  promised: number;
  promised_variance: number;
  open_leases: number;
  reset_at_ms: number | null;
  opened_at_ms: number;
  wake_at_ms: number;
};

/** Where owners are read from: what of the pool, and whether without those that lend to the run already. */
export type Where = { from: ClaimShape['from']; pass: ClaimShape['pass']; job: RankFor; slot?: number };

/** Owners of a part of the pool, as they stand after the debits so far. */
export function* standings(batch: Batch, request: ClaimRequest, where: Where): Steps<BatchOwner[]> {
  const name = lookName(request, where);
  const known = batch.looks.get(name);
  if (known) return known;
  const owners = yield* load(batch, request, where);
  batch.looks.set(name, owners);
  return owners;
}

/** Claims that a statement would answer alike share its answer; what else differs is checked when they are ranked. */
export function lookName(request: ClaimRequest, { from, pass, job, slot }: Where): string {
  const { bucket, label, legacyFormats, minTtlMs, job: run } = request;
  let name = `${from} ${slot} ${bucket} ${label} ${legacyFormats} ${minTtlMs}`;
  if (from === 'roomiest') name += ` ${job.least} ${request.exclude.join()}`;
  if (from === 'slot') name += ` ${job.need} ${job.deviation}`;
  if (from === 'due') name += ` ${job.dueId}`;
  if (pass === 'spread') name += ` of ${run.run_id} ${run.repository}`;
  return name;
}

function* load(batch: Batch, request: ClaimRequest, { from, pass, job, slot }: Where): Steps<BatchOwner[]> {
  const { memory, moment, leases } = batch;
  const shape: ClaimShape = { dialect: moment.dialect, tokens: tokensWanted(request), from, pass };
  const isRoomiest = from === 'roomiest';
  const asked = isRoomiest ? request : { ...request, minRemaining: 0 };
  const among = { excluded: isRoomiest ? [...job.excluded] : [], dueId: job.dueId };
  const rows = yield* ask<StandingRow>({
    sql: statementOf(memory, shape, standingsSql),
    parameters: [...claimParameters(asked, moment, among), slot ?? null, BEST_PER_SLOT + leases],
  });
  return rows.map((row) => known(batch, request.bucket, row));
}

/** An owner that was read before stands as the claims since have left it. */
function known({ owners }: Batch, bucket: string, row: StandingRow): BatchOwner {
  const key = `${bucket} ${row.owner_id}`;
  const before = owners.get(key);
  if (before) return before;
  const owner: BatchOwner = {
    ownerId: row.owner_id,
    bucket,
    limit: row.limit_,
    lendLimit: row.lend_limit,
    lendRemaining: row.lend_remaining,
    promised: row.promised,
    variance: row.promised_variance,
    openLeases: row.open_leases,
    resetAtMs: row.reset_at_ms,
    openedAtMs: row.opened_at_ms,
    wakeAtMs: row.wake_at_ms,
    rowId: row.row_id,
    isDebited: false,
    isRescheduled: false,
  };
  owners.set(key, owner);
  return owner;
}

/** The owners that lend to the same run already. */
export function* runsOwners({ runs }: Batch, { job, bucket }: ClaimRequest): Steps<Set<string>> {
  const name = `${job.run_id} ${bucket} ${job.repository}`;
  let owners = runs.get(name);
  if (!owners) {
    const rows = yield* ask<{ owner_id: string }>({
      sql: `select distinct owner_id from leases where state = 'open' and run_id = $1
        and repository = $2 and bucket = $3`,
      parameters: [job.run_id, job.repository, bucket],
    });
    owners = new Set(rows.map((row) => row.owner_id));
    runs.set(name, owners);
  }
  return owners;
}

export function* paceOf(
  { paces, moment }: Batch,
  bucket: string,
  size: { owners: number; isLarge: boolean },
): Steps<Pace> {
  const known = paces.get(bucket);
  if (known !== undefined) return known;
  // Where no window is closed none can be opened, and the pace, which takes a look at every opening, is not needed.
  const pace = (yield* hasClosed(bucket))
    ? yield* paceOfOpenings(bucket, size, moment)
    : { everyMs: 0, dueMs: Number.POSITIVE_INFINITY };
  paces.set(bucket, pace);
  return pace;
}

function* hasClosed(bucket: string): Steps<boolean> {
  const found = yield* ask({
    sql: `select 1 as one from budgets where bucket = $1 and usable = 1 and open_leases = 0
      and closed_since_ms is not null limit 1`,
    parameters: [bucket],
  });
  return found.length > 0;
}

export function* servingToken(
  { tokens, moment }: Batch,
  ownerId: string,
  request: ClaimRequest,
): Steps<TokenRow | undefined> {
  const { label, legacyFormats, minTtlMs } = request;
  const name = `${ownerId} ${label} ${legacyFormats} ${minTtlMs}`;
  if (tokens.has(name)) return tokens.get(name);
  const token = yield* tokenOf(ownerId, request, moment.nowMs);
  tokens.set(name, token);
  return token;
}

/** References never change, and those of a large pool's few slots are asked for again and again. */
const MAX_REFS = 10_000;

/** The public pseudonym of an owner. */
export function* refOf({ memory: { refs } }: Batch, ownerId: string): Steps<string> {
  const [row] = yield* ask<{ ref: string }>({
    sql: 'select ref from owners where id = $1',
    parameters: [ownerId],
  });
  const ref = row?.ref ?? '';
  if (refs.size >= MAX_REFS) refs.clear();
  refs.set(ownerId, ref);
  return ref;
}

/** Takes a lease out of what its owner has left; never promises more than is free, also beyond the headroom. */
export function debit(
  batch: Batch,
  owner: BatchOwner,
  { request, tokenId }: { request: ClaimRequest; tokenId: number },
): void {
  const { nowMs } = batch.moment;
  if (owner.resetAtMs === null && owner.openLeases === 0) {
    owner.openedAtMs = nowMs;
    owner.isRescheduled = true;
    const pace = batch.paces.get(owner.bucket);
    if (pace) pace.dueMs = Math.max(pace.dueMs, nowMs) + pace.everyMs;
  }
  owner.promised += Math.min(request.need, freeOf(owner));
  owner.variance += request.deviation ** 2;
  owner.openLeases += 1;
  const endsAtMs = nowMs + request.leaseMs;
  if (endsAtMs < owner.wakeAtMs) {
    owner.wakeAtMs = endsAtMs;
    owner.isRescheduled = true;
  }
  owner.isDebited = true;
  batch.uses.set(tokenId, (batch.uses.get(tokenId) ?? 0) + 1);
}

const DEBIT = `update budgets set promised = $2, promised_variance = $3, open_leases = $4, static_score = $5,
  version = version + 1`;
const DEBIT_SQL = `${DEBIT} where rowid = $1`;
const DEBIT_AND_RESCHEDULE_SQL = `${DEBIT}, opened_at_ms = $6, wake_at_ms = $7 where rowid = $1`;

/** Writes the leases and what they have changed. */
export function* writeClaims({ insertions, owners, uses, moment }: Batch): Steps<void> {
  for (const insertion of insertions) yield insertion;
  for (const owner of owners.values()) {
    if (!owner.isDebited) continue;
    const debited = [owner.rowId, owner.promised, owner.variance, owner.openLeases, staticScore(owner)];
    yield* owner.isRescheduled
      ? ask({ sql: DEBIT_AND_RESCHEDULE_SQL, parameters: [...debited, owner.openedAtMs, owner.wakeAtMs] })
      : ask({ sql: DEBIT_SQL, parameters: debited });
  }
  for (const [tokenId, times] of uses) yield* countUses(tokenId, times, moment.nowMs);
}
