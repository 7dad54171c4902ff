import type { Spender } from '../domain/attribution.js';
import type { Complaint } from '../domain/complaints.js';
import { updateRows } from './bulk-writes.js';
import type { Connection } from './engine.js';
import { LEASE, leaseFrom, type LeaseRow } from './leases.js';
import { inList, listParameter } from './list-parameters.js';
import type { LeaseRecord } from './records.js';

/** A lease that was open when it was read, with what reports change. */
export type OpenLease = LeaseRecord & {
  /** Requests by which its reports have lowered its owner's budget. */
  lowered: number;
  complaint: { about: Complaint['about']; untilMs: number } | null;
};

/** The open leases of owners, in all buckets, in the order they were granted. */
export async function openLeasesOf(
  tx: Connection,
  ownerIds: readonly string[],
  nowMs: number,
): Promise<OpenLease[]> {
  if (ownerIds.length === 0) return [];
  const sql = `select ${LEASE} where l.state = 'open' and ${inList(tx, 'l.owner_id')} and l.ends_at_ms > $2`;
  const rows = await tx.rows<LeaseRow>(sql, [listParameter(tx, ownerIds), nowMs]);
  // Sorted here: with `order by` SQLite would scan the whole table in the order of ids.
  return rows.map((row) => openLeaseFrom(row, nowMs)).sort((one, other) => (one.id < other.id ? -1 : 1));
}

function openLeaseFrom(row: LeaseRow, nowMs: number): OpenLease {
  const { complaint, complaint_until_ms: untilMs } = row;
  return {
    ...leaseFrom(row, nowMs),
    // Not rounded: shares of several probes and reports add up.
    requestsSpent: row.requests_spent,
    lowered: row.lowered,
    complaint: complaint && untilMs ? { about: complaint as Complaint['about'], untilMs } : null,
  };
}

/** Stores what leases have spent so far. */
export function writeSpent(tx: Connection, leases: readonly Spender[]): Promise<void> {
  const rows = leases.map(({ id, requestsSpent }) => ({ id, requests_spent: requestsSpent }));
  return updateRows(tx, 'leases', rows);
}

/** Stores what reports said of leases, and ends the settled ones. */
export function writeReported(tx: Connection, leases: readonly OpenLease[]): Promise<void> {
  const rows = leases.map((lease) => ({
    id: lease.id,
    state: lease.state,
    settled_at_ms: lease.settledAtMs,
    outcome: lease.outcome,
    requests_spent: lease.requestsSpent,
    lowered: lease.lowered,
    complaint: lease.complaint?.about ?? null,
    complaint_until_ms: lease.complaint?.untilMs ?? null,
  }));
  return updateRows(tx, 'leases', rows);
}
