import type { Complaint } from '../domain/complaints.js';
import type { LeaseFacts, LendableToken, OwnerFacts, RunFacts } from '../domain/facts.js';
import type { Window } from '../domain/window.js';
import type { Transaction } from './engine.js';
import { inList, listParameter } from './list-parameters.js';
import type { BudgetsTable } from './schema.js';

type OwnerRow = {
  id: string;
  ref: string;
  reserve: number | null;
  cooldown_until_ms: number;
  probed_at_ms: number | null;
  created_at_ms: number;
  token_id: number;
  label: string;
  legacy_format: number;
  expires_at_ms: number | null;
} & BudgetRow;

/** All null where no window was observed. */
export type BudgetRow = { [C in keyof Omit<BudgetsTable, 'owner_id' | 'bucket'>]: BudgetsTable[C] | null };

/** Owners that lend: a row for each of their tokens. */
const OWNERS_SQL = `select o.id, o.ref, o.reserve, o.cooldown_until_ms, o.probed_at_ms, o.created_at_ms,
    t.id as token_id, t.label, t.legacy_format, t.expires_at_ms,
    b.limit_, b.remaining, b.reset_at_ms, b.seen_at_ms, b.probed_remaining, b.closed_since_ms
  from owners o
  join tokens t on t.owner_id = o.id and t.status = 'active'
  left join budgets b on b.owner_id = o.id and b.bucket = $2
  where o.status = 'active' and o.paused = 0`;

/** Named as in the domain, so that thousands of rows need no mapping; one index covers all columns. */
const LEASES_SQL = `select owner_id as "ownerId", need, deviation, granted_at_ms as "grantedAtMs",
    expected_end_ms as "expectedEndMs", ends_at_ms as "endsAtMs"
  from leases where state = 'open' and bucket = $2`;

type LeaseRow = LeaseFacts & { ownerId: string };

const RUNS_SQL = `select distinct run_id as "runId", repository, owner_id as "ownerId" from leases
  where state = 'open' and ends_at_ms > $3 and bucket = $2`;

const COMPLAINTS_SQL = `select owner_id, token_id, principal_id, complaint, complaint_until_ms from leases
  where complaint is not null and complaint_until_ms > $1`;

/** The owners that lend in a bucket (all, or of these ids), with their tokens, observed windows and open leases. */
export async function readOwners(
  tx: Transaction,
  bucket: string,
  ids?: readonly string[],
): Promise<OwnerFacts[]> {
  const parameters = [listParameter(tx, ids ?? []), bucket];
  const only = (column: string) => (ids ? ` and ${inList(tx, column)}` : '');
  const [owners, leases] = await Promise.all([
    tx.rows<OwnerRow>(OWNERS_SQL + only('o.id'), parameters),
    tx.rows<LeaseRow>(LEASES_SQL + only('owner_id'), parameters),
  ]);
  return ownersFrom(owners, leases);
}

/** The owners that lend to some runs already. */
export function readRuns(tx: Transaction, bucket: string, runIds: readonly string[]): Promise<RunFacts[]> {
  return tx.rows(`${RUNS_SQL} and ${inList(tx, 'run_id')}`, [listParameter(tx, runIds), bucket, tx.nowMs]);
}

/** The complaints of jobs that count now. */
export async function readComplaints(tx: Transaction): Promise<Complaint[]> {
  return (await tx.rows<ComplaintRow>(COMPLAINTS_SQL, [tx.nowMs])).map(complaintFrom);
}

function ownersFrom(rows: readonly OwnerRow[], leases: readonly LeaseRow[]): OwnerFacts[] {
  const owners = new Map<string, OwnerFacts>();
  for (const row of rows) {
    const known = owners.get(row.id);
    if (known) known.tokens.push(tokenFrom(row));
    else owners.set(row.id, ownerFrom(row));
  }
  for (const lease of leases) owners.get(lease.ownerId)?.leases.push(lease);
  return [...owners.values()];
}

function ownerFrom(row: OwnerRow): OwnerFacts {
  return {
    id: row.id,
    ref: row.ref,
    reserve: row.reserve,
    cooldownUntilMs: row.cooldown_until_ms,
    probedAtMs: row.probed_at_ms,
    createdAtMs: row.created_at_ms,
    window: windowFrom(row),
    tokens: [tokenFrom(row)],
    leases: [],
  };
}

function tokenFrom(row: OwnerRow): LendableToken {
  return {
    id: row.token_id,
    label: row.label,
    isLegacyFormat: row.legacy_format === 1,
    expiresAtMs: row.expires_at_ms,
  };
}

/** The observed window of a row; undefined when there is none. */
export function windowFrom(row: BudgetRow): Window | undefined {
  if (row.limit_ === null || row.remaining === null || row.seen_at_ms === null) return undefined;
  return {
    limit: row.limit_,
    remaining: row.remaining,
    resetAtMs: row.reset_at_ms,
    closedSinceMs: row.closed_since_ms,
    seenAtMs: row.seen_at_ms,
    probedRemaining: row.probed_remaining,
  };
}

type ComplaintRow = {
  owner_id: string;
  token_id: number;
  principal_id: string;
  complaint: Complaint['about'];
  complaint_until_ms: number;
};

function complaintFrom(row: ComplaintRow): Complaint {
  return {
    ownerId: row.owner_id,
    tokenId: row.token_id,
    principalId: row.principal_id,
    about: row.complaint,
    untilMs: row.complaint_until_ms,
  };
}
