import type { Batch, BatchOwner } from './claim-batch.js';
import { askAll, type Query, type Steps } from './engine.js';
import { countingUses } from './lease-steps.js';
import { staticScore } from './standing.js';

const DEBIT = `update budgets set promised = $2, promised_variance = $3, open_leases = $4, static_score = $5,
  version = version + 1`;
const RESCHEDULE = 'opened_at_ms = $6, wake_at_ms = $7';
const PLACE = {
  sqlite: 'where rowid = $1',
  postgres: 'where owner_id = $8 and bucket = $9 and version = $1 returning 1 as one',
} as const;

const DEBIT_SQL = { sqlite: `${DEBIT} ${PLACE.sqlite}`, postgres: `${DEBIT} ${PLACE.postgres}` } as const;
const DEBIT_AND_RESCHEDULE_SQL = {
  sqlite: `${DEBIT}, ${RESCHEDULE} ${PLACE.sqlite}`,
  postgres: `${DEBIT}, ${RESCHEDULE} ${PLACE.postgres}`,
} as const;

/**
 * Somebody who does not know of turns, such as a replica of an older version, has changed a budget since it was
 * read; PostgreSQL's own code for that has the claims tried again.
 */
class OvertakenError extends Error {
  readonly code = '40001';
}

/** Writes the leases and what they have changed, in the order that `Engine` tells. */
export function* writeClaims(batch: Batch): Steps<void> {
  const { insertions, owners, uses, moment } = batch;
  const debited = [...owners.values()].filter(({ isDebited }) => isDebited).sort(byKey);
  const debits = debited.map((owner) => debitOf(owner, batch));
  const answers = yield* askAll([...debits, ...insertions, ...countingUses(uses, moment)]);
  // On SQLite nobody else writes while a transaction does.
  if (moment.dialect === 'sqlite') return;
  if (answers.slice(0, debits.length).some((rows) => rows.length === 0)) {
    throw new OvertakenError('A budget changed while leases of it were claimed.');
  }
}

function byKey(one: BatchOwner, other: BatchOwner): number {
  const [mine, theirs] = [`${one.ownerId}\n${one.bucket}`, `${other.ownerId}\n${other.bucket}`];
  return mine < theirs ? -1 : 1;
}

function debitOf(owner: BatchOwner, { moment: { dialect } }: Batch): Query {
  const { place, promised, variance, openLeases, openedAtMs, wakeAtMs, ownerId, bucket } = owner;
  const sql = (owner.isRescheduled ? DEBIT_AND_RESCHEDULE_SQL : DEBIT_SQL)[dialect];
  const score = staticScore(owner);
  return {
    sql,
    parameters: [place, promised, variance, openLeases, score, openedAtMs, wakeAtMs, ownerId, bucket],
  };
}
