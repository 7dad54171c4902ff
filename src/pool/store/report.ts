import type { Outcome } from '../../wire.js';
import { type BudgetKey, type LoadedBudget, loadBudgets, type Moment, nameOf } from './budget-loads.js';
import { budgetsOf, refreshOwners, storing } from './budget-steps.js';
import { attribute, type Reporter, spendingOf } from './budgets.js';
import { inLockOrder, type Lesson, learning } from './demand.js';
import { askAll, type Query, type Steps } from './engine.js';
import { LEASES_BY_ID, type LeaseRow } from './lease-rows.js';
import { takeIn } from './observation.js';
import { forRows, updating } from './rows.js';
import { CAUTION, type OpenLease, windowMsOf } from './standing.js';
import { countingUses } from './token-uses.js';
import type { BucketSeen, LeaseReport } from './types.js';

/** What a job says of its lease. */
export type Told = { id: string; report: LeaseReport };

/** GitHub's secondary limits last a minute unless told otherwise. One job's word never counts for longer than this. */
const DEFAULT_COOLDOWN_MS = 60_000;
const MAX_REPORTED_COOLDOWN_MS = 600_000;

/** Beyond twice what all open leases were expected to spend, one lease lowers a budget by this share at most. */
const SLACK_SHARE = 0.25;

/** What reports of one transaction share: budgets and leases as the reports so far have left them. */
type Desk = {
  moment: Moment;
  budgets: Map<string, LoadedBudget>;
  /** Open leases that have changed, with the rows that tell of them. */
  changed: Map<OpenLease, LeaseRow>;
  spenders: Set<OpenLease>;
  others: OtherChange[];
  changedOwners: Set<string>;
  /** Leases whose use of a token is to be counted. */
  ended: OpenLease[];
  lessons: Lesson[];
};

/** A change of an owner or a token; they are written in the order of their places. */
type OtherChange = Query & { place: string };

/** Takes in reports, one after another. Returns the leases as they are then, undefined for unknown ones. */
export function* reportTogether(told: readonly Told[], moment: Moment): Steps<(LeaseRow | undefined)[]> {
  const rows = yield* leasesOf(told, moment);
  const isKnown = ({ id, report: { principalId } }: Told) =>
    principalId === undefined || rows.get(id)?.principal_id === principalId;
  const open = told.filter((each) => isKnown(each) && rows.get(each.id)?.state === 'open');
  if (open.length > 0) {
    const budgets = yield* loadBudgets(yield* keysOf(open, rows), moment);
    const desk = deskOf(budgets, moment);
    const ended = open.filter(({ id, report }) => {
      const row = rows.get(id);
      return row?.state === 'open' && !takeReport(desk, row, report);
    });
    yield* write(desk);
    // They came to their end just now, by another report or while their budget was brought up to date.
    for (const [id, row] of yield* leasesOf(ended, moment)) rows.set(id, row);
  }
  return told.map((each) => (isKnown(each) ? rows.get(each.id) : undefined));
}

function* leasesOf(told: readonly Told[], { dialect }: Moment): Steps<Map<string, LeaseRow>> {
  const ids = [...new Set(told.map(({ id }) => id))].map((id) => [id]);
  const found = yield* askAll<LeaseRow>(forRows(LEASES_BY_ID, ids, dialect));
  return new Map(found.flat().map((row) => [row.id, row]));
}

/** The budgets that reports may change; all of an owner whose standing they change. */
function* keysOf(told: readonly Told[], rows: ReadonlyMap<string, LeaseRow>): Steps<BudgetKey[]> {
  const keys: BudgetKey[] = [];
  const owners = new Set<string>();
  for (const { id, report } of told) {
    const row = rows.get(id);
    if (!row) continue;
    const ownerId = row.owner_id;
    keys.push({ ownerId, bucket: row.bucket });
    for (const { bucket } of report.seen) keys.push({ ownerId, bucket });
    if (changesOwner(report)) owners.add(ownerId);
  }
  return [...keys, ...(yield* budgetsOf([...owners]))];
}

const changesOwner = ({ outcome }: LeaseReport): boolean =>
  outcome === 'secondary_limited' || outcome === 'unauthorized';

function deskOf(budgets: readonly LoadedBudget[], moment: Moment): Desk {
  return {
    moment,
    budgets: new Map(budgets.map((budget) => [nameOf(budget), budget])),
    changed: new Map(),
    spenders: new Set(),
    others: [],
    changedOwners: new Set(),
    ended: budgets.flatMap(({ expired }) => expired),
    lessons: [],
  };
}

/** Takes in one report of an open lease; false when the lease is not open any more. */
function takeReport(desk: Desk, row: LeaseRow, report: LeaseReport): boolean {
  const own = desk.budgets.get(nameOf({ ownerId: row.owner_id, bucket: row.bucket }));
  const lease = own?.leases.find((each) => each.id === row.id);
  if (!own || !lease) return false;
  row.outcome = lease.outcome as Outcome | null;
  takeOutcome(desk, row, report);
  if (report.outcome !== 'ok') desk.changed.set(lease, row);
  for (const seen of report.seen) {
    const budget =
      seen.bucket === row.bucket ? own : desk.budgets.get(nameOf({ ownerId: row.owner_id, ...seen }));
    if (!budget) continue;
    const reporter = budget === own && report.release ? { reporter: reporterOf(lease, seen) } : {};
    takeSeen(desk, { budget, lease, row, seen, ...reporter });
  }
  row.requests_spent = lease.requests_spent;
  if (report.release) {
    settle(desk, { lease, row, outcome: report.outcome });
    own.leases = own.leases.filter((each) => each !== lease);
  }
  return true;
}

function reporterOf({ id }: OpenLease, { remaining, remainingAtStart }: BucketSeen): Reporter {
  const atMost = remainingAtStart === undefined ? Infinity : remainingAtStart - remaining;
  return { leaseId: id, atMost: atMost >= 0 ? atMost : Infinity };
}

/** What the outcome means for owner and token. A job only raises a suspicion: probes decide. */
function takeOutcome(desk: Desk, row: LeaseRow, report: LeaseReport): void {
  const { outcome, retryAfterMs } = report;
  const { nowMs } = desk.moment;
  if (outcome === 'ok') return;
  row.outcome = outcome;
  if (changesOwner(report)) desk.changedOwners.add(row.owner_id);
  if (outcome === 'secondary_limited') {
    const lastsMs = Math.min(retryAfterMs ?? DEFAULT_COOLDOWN_MS, MAX_REPORTED_COOLDOWN_MS);
    desk.others.push({
      place: `owner ${row.owner_id}`,
      sql: `update owners set cooldown_until_ms = $2, cooldown_reason = 'secondary limit'
        where id = $1 and cooldown_until_ms < $2`,
      parameters: [row.owner_id, nowMs + lastsMs],
    });
    return;
  }
  desk.others.push(dueForProbe(row.owner_id));
  if (outcome !== 'unauthorized') return;
  desk.others.push({
    place: `token ${String(row.token_id).padStart(16, '0')}`,
    sql: `update tokens set status = 'suspect', suspected_at_ms = $2, next_probe_at_ms = $2
      where id = $1 and status = 'active'`,
    parameters: [row.token_id, nowMs],
  });
}

function dueForProbe(ownerId: string): OtherChange {
  const sql = 'update owners set probe_due_ms = 0 where id = $1';
  return { place: `owner ${ownerId}`, sql, parameters: [ownerId] };
}

type Sighting = {
  budget: LoadedBudget;
  lease: OpenLease;
  row: LeaseRow;
  seen: BucketSeen;
  reporter?: Reporter;
};

function takeSeen(desk: Desk, { budget, lease, row, seen, reporter }: Sighting): void {
  const { nowMs, rules } = desk.moment;
  const { window } = budget;
  const expected = budget.leases.reduce((sum, each) => sum + each.need + CAUTION * each.deviation, 0);
  const believed = Math.max(0, 2 * expected + SLACK_SHARE * window.limit - lease.lowered);
  const taken = takeIn(
    window,
    { ...seen, seenAtMs: nowMs, by: 'report', floor: Math.floor(window.remaining - believed) },
    { nowMs, windowMs: windowMsOf(budget.bucket, rules) },
  );
  if (!taken) return;
  for (const spender of attribute(budget, {
    drop: taken.drop,
    untilMs: nowMs,
    ...(reporter ? { reporter } : {}),
  })) {
    desk.spenders.add(spender);
  }
  budget.window = taken.window;
  if (taken.drop > 0) {
    lease.lowered += taken.drop;
    desk.changed.set(lease, row);
  }
  if (taken.doubtful) desk.others.push(dueForProbe(budget.ownerId));
}

type Settling = { lease: OpenLease; row: LeaseRow; outcome: Outcome };

function settle(desk: Desk, { lease, row, outcome }: Settling): void {
  const { nowMs } = desk.moment;
  desk.changed.set(lease, row);
  if (lease.requests_spent !== null) lease.requests_spent = Math.round(lease.requests_spent);
  desk.ended.push(lease);
  row.state = 'settled';
  row.settled_at_ms = nowMs;
  row.requests_spent = lease.requests_spent;
  row.outcome = outcome === 'ok' ? (row.outcome ?? 'ok') : outcome;
  // A refused token did no work; what it spent says nothing of the job.
  if (row.requests_spent === null || outcome === 'unauthorized') return;
  const seconds = (nowMs - row.granted_at_ms) / 1000;
  desk.lessons.push(learning(row, { requests: row.requests_spent, seconds }, nowMs));
}

const CHANGE = updating({
  table: 'leases',
  key: { id: 'text' },
  set: {
    state: 'text',
    settled_at_ms: 'bigint',
    outcome: 'text',
    requests_spent: 'double precision',
    lowered: 'double precision',
  },
});

/** Writes what the reports have changed, in the order that `Engine` tells. */
function* write(desk: Desk): Steps<void> {
  const { moment, budgets, changed, spenders, others, changedOwners, ended, lessons } = desk;
  const changes = [...changed].map(
    ([{ id, requests_spent, lowered }, { state, settled_at_ms, outcome }]) =>
      [id, state, settled_at_ms, outcome, requests_spent, lowered] as const,
  );
  const spent = [...spenders].filter((lease) => !changed.has(lease));
  const writes: Query[] = [
    ...forRows(CHANGE, changes, moment.dialect),
    ...spendingOf(spent, moment),
    ...storing([...budgets.values()], moment),
  ];
  const inOrder = others.sort((one, other) => (one.place < other.place ? -1 : 1));
  const isOfOwner = ({ place }: OtherChange) => place.startsWith('owner');
  writes.push(...inOrder.filter(isOfOwner), ...countingUses(ended, moment));
  writes.push(...inOrder.filter((change) => !isOfOwner(change)));
  if (changedOwners.size > 0) {
    yield* askAll(writes.splice(0));
    yield* refreshOwners([...changedOwners], moment);
  }
  yield* askAll([...writes, ...inLockOrder(lessons)]);
}
