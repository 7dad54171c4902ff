import type { Moment } from './budget-loads.js';
import { type Batch, kindName, known, runName, type StandingRow } from './claim-batch.js';
import { BEST_PER_SLOT, type ClaimShape, LAST_STEP_SQL, SLOT_TOPS_SQL, standingsSql } from './claim-sql.js';
import { claimParameters, statementOf, tokensWanted } from './claim-statements.js';
import { longestClosed, openingsOf, ownerWithRef, type PoolSize } from './claim-steps.js';
import { ask, askAll, type Query, type Steps } from './engine.js';
import { EXPLAINED, longerLived, type TokenRow, tokensOf } from './lease-steps.js';
import type { RankFor } from './rank.js';
import { idList, withIds } from './rows.js';
import { roomAbove } from './standing.js';
import type { ClaimRequest } from './types.js';

/** A question whose answer claims of a transaction share, and where the answer is put down. */
export type Reading = { query: Query; take: (rows: never[]) => void };

/** Asks for one answer alone. */
export function* readOne({ query, take }: Reading): Steps<void> {
  take(yield* ask<never>(query));
}

/** Asks what claims are about to need; what a batch knows already is not to be asked again. */
export function* readAll(readings: readonly Reading[]): Steps<void> {
  const answers = yield* askAll<never>(readings.map(({ query }) => query));
  for (const [index, { take }] of readings.entries()) take(answers[index] ?? []);
}

/** Where owners are read from: what of the pool, and whether without those that lend to the run already. */
export type Where = { from: ClaimShape['from']; pass: ClaimShape['pass']; job: RankFor; slot?: number };

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

/** Owners of the same run that a look reaches beyond. */
const MOST_PASSED_OVER = 64;

/** Owners of a part of the pool, for `batch.looks`. */
export function standingsReading(batch: Batch, request: ClaimRequest, where: Where): Reading {
  const { from, pass, job, slot } = where;
  const { memory, moment, leases, granted, excluded } = batch;
  const runs = batch.runs.get(runName(request))?.size ?? 0;
  // Others of a run are wanted, and its own are often the best: a look that passes over them is another statement.
  const passedOver = pass === 'any' ? Math.min(runs, MOST_PASSED_OVER) : 0;
  const reach = Math.max(BEST_PER_SLOT, leases - granted.length + EXPLAINED) + passedOver + excluded;
  const shape: ClaimShape = { dialect: moment.dialect, tokens: tokensWanted(request), from, pass };
  const isRoomiest = from === 'roomiest';
  const asked = isRoomiest ? request : { ...request, minRemaining: 0 };
  const among = { excluded: isRoomiest ? [...job.excluded] : [], dueId: job.dueId };
  return {
    query: {
      sql: statementOf(memory, shape, standingsSql),
      parameters: [...claimParameters(asked, moment, among), slot ?? null, reach],
      asLists: true,
    },
    take: (rows: StandingRow[]) => {
      const owners = rows.map((row) => known(batch, request.bucket, row));
      batch.looks.set(lookName(request, where), owners);
    },
  };
}

/** The owners that lend to a run already, for `batch.runs`. */
export function runReading({ runs }: Batch, request: ClaimRequest): Reading {
  const { job, bucket } = request;
  return {
    query: {
      sql: `select distinct owner_id from leases where state = 'open' and run_id = $1
        and repository = $2 and bucket = $3`,
      parameters: [job.run_id, job.repository, bucket],
    },
    take: (rows: { owner_id: string }[]) =>
      void runs.set(runName(request), new Set(rows.map((row) => row.owner_id))),
  };
}

/** Whether any window of a bucket is closed, for `batch.closed`. */
export function closedReading({ closed }: Batch, bucket: string): Reading {
  return {
    query: {
      sql: `select 1 as one from budgets where bucket = $1 and usable = 1 and open_leases = 0
        and closed_since_ms >= 0 limit 1`,
      parameters: [bucket],
    },
    take: (rows) => void closed.set(bucket, rows.length > 0),
  };
}

/** How often windows of a bucket may be opened, for `batch.paces`. */
export function paceReading({ paces, moment }: Batch, bucket: string, size: PoolSize): Reading {
  const { query, paceFrom } = openingsOf(bucket, size, moment);
  return { query, take: (rows) => void paces.set(bucket, paceFrom(rows[0])) };
}

export const dueName = ({ bucket, minTtlMs }: ClaimRequest): string => `${bucket} ${minTtlMs}`;

/** The owner whose window is to be opened next, for `batch.dues`. */
export function dueReading({ dues, moment }: Batch, request: ClaimRequest): Reading {
  return {
    query: longestClosed(request, moment.nowMs),
    take: (rows: { owner_id: string }[]) => void dues.set(dueName(request), rows[0]?.owner_id ?? ''),
  };
}

/** The tokens that owners would serve a request with, as far as they are known. */
export function tokensFor({ tokens }: Batch, request: ClaimRequest) {
  const name = kindName(request);
  const known = tokens.get(name);
  if (known) return known;
  const ofKind = new Map<string, TokenRow | undefined>();
  tokens.set(name, ofKind);
  return ofKind;
}

/** The tokens with which owners serve a request, for `tokensFor`. */
export function tokensReading(batch: Batch, ownerIds: readonly string[], request: ClaimRequest): Reading {
  return {
    query: tokensOf(ownerIds, request, batch.moment),
    take: (rows: TokenRow[]) => {
      const tokens = tokensFor(batch, request);
      for (const id of ownerIds) tokens.set(id, undefined);
      for (const row of rows) tokens.set(row.owner_id, longerLived(tokens.get(row.owner_id), row));
    },
  };
}

const refsSql = (dialect: Moment['dialect']) =>
  `select t.id, t.ref from ${withIds(dialect, 'owners', 't.id')}`;
const REFS_SQL = { sqlite: refsSql('sqlite'), postgres: refsSql('postgres') } as const;

/** The public pseudonyms of owners, for the refs that a store keeps. */
export function refsReading({ memory: { refs }, moment }: Batch, ownerIds: readonly string[]): Reading {
  const { dialect } = moment;
  return {
    query: { sql: REFS_SQL[dialect], parameters: [idList(ownerIds, dialect)] },
    take: (rows: { id: string; ref: string }[]) => {
      for (const { id, ref } of rows) refs.set(id, ref);
    },
  };
}

/** The owner behind a reference, for `batch.ids`; unknown ones exclude nobody. */
export function idReading({ ids }: Batch, ref: string): Reading {
  return {
    query: ownerWithRef(ref),
    take: (rows: { id: string }[]) => void ids.set(ref, rows[0]?.id ?? ''),
  };
}

/** The slots of a bucket in use, each with the best score that the index keeps of its owners. */
export function topsReading({ tops }: Batch, bucket: string): Reading {
  return {
    query: { sql: SLOT_TOPS_SQL, parameters: [bucket] },
    take: (rows) => void tops.set(bucket, rows),
  };
}

/** More headroom than the last of a bucket's roomiest has, for `batch.lastRoom`. */
export function lastRoomReading({ lastRoom }: Batch, bucket: string): Reading {
  return {
    query: { sql: LAST_STEP_SQL, parameters: [bucket] },
    take: ([last]: { step: number }[]) => void lastRoom.set(bucket, last ? roomAbove(last.step) : 0),
  };
}
