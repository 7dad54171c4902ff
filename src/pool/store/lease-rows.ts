import type { Outcome } from '../../wire.js';
import { ask, type Steps } from './engine.js';
import type { LeaseRecord, LeaseState } from './records.js';
import type { RowStatement } from './rows.js';
import type { LeasesTable } from './schema.js';

export type LeaseRow = LeasesTable & { ref: string };

export const LEASE_COLUMNS = 'l.*, o.ref from leases l join owners o on o.id = l.owner_id';

export const LEASE_BY_ID = `select ${LEASE_COLUMNS} where l.id = $1`;

/** The same for many. */
export const LEASES_BY_ID: RowStatement = {
  one: LEASE_BY_ID,
  many: `select ${LEASE_COLUMNS} where l.id = any($1::text[])`,
  width: 1,
};

export function* leaseById(id: string): Steps<LeaseRow | undefined> {
  const [row] = yield* ask<LeaseRow>({ sql: LEASE_BY_ID, parameters: [id] });
  return row;
}

export function leaseFrom(row: LeaseRow): LeaseRecord {
  return {
    id: row.id,
    ownerId: row.owner_id,
    ownerRef: row.ref,
    tokenId: row.token_id,
    bucket: row.bucket,
    principalId: row.principal_id,
    principalName: row.principal_name,
    isCounted: row.counted === 1,
    repository: row.repository,
    workflow: row.workflow,
    job: row.job,
    runId: row.run_id,
    runAttempt: row.run_attempt,
    eventName: row.event_name,
    label: row.label,
    need: row.need,
    deviation: row.deviation,
    grantedAtMs: row.granted_at_ms,
    expectedEndMs: row.expected_end_ms,
    endsAtMs: row.ends_at_ms,
    settledAtMs: row.settled_at_ms,
    state: row.state as LeaseState,
    outcome: row.outcome as Outcome | null,
    requestsSpent: row.requests_spent === null ? null : Math.round(row.requests_spent),
  };
}
