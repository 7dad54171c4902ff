import type { Job, Outcome } from '../../wire.js';
import { type LeasePromise, shareAfter } from '../domain/budget-state.js';
import { QUOTA_WINDOW_MS, type QuotaUse } from '../domain/quota.js';
import { NEVER_MS } from '../domain/rules.js';
import { insertRows } from './bulk-writes.js';
import type { StoreContext } from './context.js';
import type { Connection, Transaction } from './engine.js';
import { inList, listParameter } from './list-parameters.js';
import type { ExplainedCandidate, JobName, LeaseRecord, LeaseState } from './records.js';
import type { LeasesTable } from './schema.js';
import type { LeaseStore } from './types.js';

export type LeaseRow = LeasesTable & { ref: string };

export const LEASE = 'l.*, o.ref from leases l join owners o on o.id = l.owner_id';

/** Leases as pages, exports and principals read them. */
export function createLeaseStore({ engine }: StoreContext): LeaseStore {
  const records = async (rest: string, parameters: readonly unknown[]) => {
    const nowMs = await engine.nowMs();
    const rows = await engine.rows<LeaseRow>(`select ${LEASE} ${rest}`, parameters);
    return rows.map((row) => leaseFrom(row, nowMs));
  };
  return {
    find: async (id) => (await records('where l.id = $1', [id]))[0],
    ofOwner: (ownerId, limit, beforeMs = NEVER_MS) =>
      records('where l.owner_id = $1 and l.granted_at_ms < $3 order by l.granted_at_ms desc, l.id limit $2', [
        ownerId,
        limit,
        beforeMs,
      ]),
    // Ids start with the time, so they sort in the order of the leases.
    page: ({ sinceMs, after = '', limit }) =>
      records('where l.id > $2 and l.granted_at_ms >= $1 order by l.id limit $3', [sinceMs, after, limit]),
  };
}

/** Leases by their ids. */
export async function leasesBy(tx: Transaction, ids: readonly string[]): Promise<Map<string, LeaseRecord>> {
  if (ids.length === 0) return new Map();
  const sql = `select ${LEASE} where ${inList(tx, 'l.id')}`;
  const rows = await tx.rows<LeaseRow>(sql, [listParameter(tx, ids)]);
  return new Map(rows.map((row) => [row.id, leaseFrom(row, tx.nowMs)]));
}

export function leaseFrom(row: LeaseRow, nowMs: number): LeaseRecord {
  const isOver = row.state === 'open' && row.ends_at_ms <= nowMs;
  return {
    id: row.id,
    ownerId: row.owner_id,
    ownerRef: row.ref,
    tokenId: row.token_id,
    bucket: row.bucket,
    principalId: row.principal_id,
    principalName: row.principal_name,
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
    settledAtMs: isOver ? row.ends_at_ms : row.settled_at_ms,
    state: isOver ? 'expired' : (row.state as LeaseState),
    outcome: row.outcome as Outcome | null,
    requestsSpent: row.requests_spent === null ? null : Math.round(row.requests_spent),
    explanation: row.explanation,
  };
}

/** A lease that is granted now. */
export type NewLease = {
  id: string;
  ownerId: string;
  tokenId: number;
  bucket: string;
  principal: { id: string; name: string };
  job: Job;
  label: string;
  need: number;
  deviation: number;
  expectedEndMs: number;
  endsAtMs: number;
  explanation: readonly ExplainedCandidate[];
};

export function insertLeases(tx: Transaction, leases: readonly NewLease[]): Promise<void> {
  return insertRows(
    tx,
    'leases',
    leases.map((lease) => rowOf(lease, tx.nowMs)),
  );
}

function rowOf({ job, principal, ...lease }: NewLease, nowMs: number): { [C in keyof LeasesTable]: unknown } {
  return {
    id: lease.id,
    owner_id: lease.ownerId,
    token_id: lease.tokenId,
    bucket: lease.bucket,
    principal_id: principal.id,
    principal_name: principal.name,
    repository: job.repository,
    workflow: job.workflow,
    job: job.job,
    run_id: job.run_id,
    run_attempt: job.run_attempt,
    event_name: job.event_name,
    label: lease.label,
    need: lease.need,
    deviation: lease.deviation,
    granted_at_ms: nowMs,
    expected_end_ms: Math.round(lease.expectedEndMs),
    ends_at_ms: lease.endsAtMs,
    settled_at_ms: null,
    state: 'open',
    outcome: null,
    requests_spent: null,
    lowered: 0,
    complaint: null,
    complaint_until_ms: null,
    explanation: JSON.stringify(lease.explanation),
  };
}

/** What counts against a principal's quota. */
export async function quotaUseOf(tx: Transaction, principalId: string): Promise<QuotaUse> {
  const [[granted], open] = await Promise.all([
    tx.rows<{ leases: number; oldest_ms: number | null }>(
      `select count(*) as leases, min(granted_at_ms) as oldest_ms from leases
        where principal_id = $1 and granted_at_ms > $2`,
      [principalId, tx.nowMs - QUOTA_WINDOW_MS],
    ),
    tx.rows<LeasePromise>(
      `select need, deviation, granted_at_ms as "grantedAtMs", expected_end_ms as "expectedEndMs" from leases
        where principal_id = $1 and state = 'open' and ends_at_ms > $2`,
      [principalId, tx.nowMs],
    ),
  ]);
  const promised = open.reduce((sum, lease) => sum + lease.need * shareAfter(lease, tx.nowMs), 0);
  return { leases: granted?.leases ?? 0, oldestMs: granted?.oldest_ms ?? null, promised };
}

/** Moves the end of an open lease. */
export async function extendLease({ db }: Connection, id: string, endsAtMs: number): Promise<void> {
  await db.updateTable('leases').set({ ends_at_ms: endsAtMs }).where('id', '=', id).execute();
}

type ExpiredLease = Pick<
  LeaseRecord,
  keyof JobName | 'requestsSpent' | 'grantedAtMs' | 'expectedEndMs' | 'outcome'
>;

/** Ends the open leases whose time is over. */
export function endExpiredLeases(tx: Transaction): Promise<ExpiredLease[]> {
  return tx.rows(
    `update leases set state = 'expired', settled_at_ms = ends_at_ms where state = 'open' and ends_at_ms <= $1
      returning repository, workflow, job, requests_spent as "requestsSpent", granted_at_ms as "grantedAtMs",
        expected_end_ms as "expectedEndMs", outcome`,
    [tx.nowMs],
  );
}
