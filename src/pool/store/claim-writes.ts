import type { Batch, BatchOwner } from './claim-batch.js';
import { askAll, type Query, type Steps } from './engine.js';
import { insertionsOf } from './lease-steps.js';
import { forRows, updating } from './rows.js';
import { roomStep, staticScore } from './standing.js';

/** On SQLite a row is found soonest by its number, and indexes are left alone where nothing in them changes. */
const DEBIT = `update budgets set promised = $2, promised_variance = $3, open_leases = $4, static_score = $5,
  version = version + 1`;
const DEBIT_SQL = `${DEBIT} where rowid = $1`;
const DEBIT_AND_INDEX_SQL = `${DEBIT}, opened_at_ms = $6, wake_at_ms = $7, room_step = $8 where rowid = $1`;

/** On PostgreSQL only rows that stand as they were read. */
const DEBITS = updating({
  table: 'budgets',
  key: { owner_id: 'text', bucket: 'text', version: 'bigint' },
  set: {
    promised: 'double precision',
    promised_variance: 'double precision',
    open_leases: 'bigint',
    static_score: 'double precision',
    opened_at_ms: 'bigint',
    wake_at_ms: 'bigint',
    room_step: 'bigint',
  },
  also: 'version = t.version + 1',
});

/**
 * Somebody who does not know of turns, such as a replica of an older version, has changed a budget since it was
 * read; PostgreSQL's own code for that has the claims tried again.
 */
class OvertakenError extends Error {
  readonly code = '40001';
}

/** Writes the leases and what they have changed, in the order that `Engine` tells. */
export function* writeClaims(batch: Batch): Steps<void> {
  const { granted, owners, moment } = batch;
  const known = [...owners.values()].flatMap((ofBucket) => [...ofBucket.values()]);
  const debited = known.filter(({ isDebited }) => isDebited);
  const insertions = insertionsOf(granted, moment);
  if (moment.dialect === 'sqlite') {
    yield* askAll([...debited.map(debitOf), ...insertions]);
    return;
  }
  const [rows = []] = yield* askAll([...debitsOf(debited), ...insertions]);
  if (rows.length < debited.length) {
    throw new OvertakenError('A budget changed while leases of it were claimed.');
  }
}

function debitOf(owner: BatchOwner): Query {
  const { place, promised, variance, openLeases, openedAtMs, wakeAtMs, isRescheduled, stepBefore } = owner;
  const parameters = [place, promised, variance, openLeases, staticScore(owner)];
  const step = roomStep(owner);
  return isRescheduled || step !== stepBefore
    ? { sql: DEBIT_AND_INDEX_SQL, parameters: [...parameters, openedAtMs, wakeAtMs, step] }
    : { sql: DEBIT_SQL, parameters };
}

function debitsOf(owners: readonly BatchOwner[]): Query[] {
  const rows = owners.map((owner) => {
    const { ownerId, bucket, place, promised, variance, openLeases, openedAtMs, wakeAtMs } = owner;
    const key = [ownerId, bucket, place];
    return [
      ...key,
      promised,
      variance,
      openLeases,
      staticScore(owner),
      openedAtMs,
      wakeAtMs,
      roomStep(owner),
    ];
  });
  return forRows({ ...DEBITS, many: `${DEBITS.many} returning 1 as one` }, rows, 'postgres');
}
