import type { Outcome } from '../../wire.js';
import { type LoadedBudget, loadBudget, type Moment, refreshOwner, storeBudget } from './budget-steps.js';
import { attribute, type Reporter } from './budgets.js';
import type { StoreContext } from './context.js';
import { learnDemand } from './demand.js';
import { ask, type Steps } from './engine.js';
import { type LeaseRow, leaseById } from './lease-rows.js';
import { takeIn } from './observation.js';
import { CAUTION, windowMsOf } from './standing.js';
import type { BucketSeen } from './types.js';

export type LeaseReport = {
  seen: readonly BucketSeen[];
  outcome: Outcome;
  release: boolean;
  retryAfterMs?: number;
};

/** GitHub's secondary limits last a minute unless told otherwise. One job's word never counts for longer than this. */
const DEFAULT_COOLDOWN_MS = 60_000;
const MAX_REPORTED_COOLDOWN_MS = 600_000;

/** Beyond twice what all open leases were expected to spend, one lease lowers a budget by this share at most. */
const SLACK_SHARE = 0.25;

/** Takes in what a job says of its lease. Returns the lease as it is then, or undefined for an unknown one. */
export function reportLease(
  context: StoreContext,
  id: string,
  report: LeaseReport,
): Promise<LeaseRow | undefined> {
  const { engine, rules } = context;
  return engine.atomically(function* (nowMs) {
    const moment: Moment = { nowMs, rules, dialect: engine.dialect };
    const known = yield* leaseById(id);
    if (known?.state !== 'open') return known;
    const ownerChanged = yield* takeOutcome(known, report, nowMs);
    yield* takeOwnBucket(known, report, moment);
    for (const seen of report.seen) {
      if (seen.bucket !== known.bucket) yield* takeOtherBucket(known, seen, moment);
    }
    if (ownerChanged) yield* refreshOwner(known.owner_id, moment);
    return yield* leaseById(id);
  });
}

/** What the outcome means for owner and token. A job only raises a suspicion: probes decide. */
function* takeOutcome(
  lease: LeaseRow,
  { outcome, retryAfterMs }: LeaseReport,
  nowMs: number,
): Steps<boolean> {
  if (outcome === 'ok') return false;
  yield* ask({ sql: 'update leases set outcome = $2 where id = $1', parameters: [lease.id, outcome] });
  if (outcome === 'secondary_limited') {
    const lastsMs = Math.min(retryAfterMs ?? DEFAULT_COOLDOWN_MS, MAX_REPORTED_COOLDOWN_MS);
    yield* ask({
      sql: `update owners set cooldown_until_ms = $2, cooldown_reason = 'secondary limit'
        where id = $1 and cooldown_until_ms < $2`,
      parameters: [lease.owner_id, nowMs + lastsMs],
    });
    return true;
  }
  yield* dueForProbe(lease.owner_id);
  if (outcome !== 'unauthorized') return false;
  yield* ask({
    sql: `update tokens set status = 'suspect', suspected_at_ms = $2, next_probe_at_ms = $2
      where id = $1 and status = 'active'`,
    parameters: [lease.token_id, nowMs],
  });
  return true;
}

function* dueForProbe(ownerId: string): Steps<void> {
  yield* ask({ sql: 'update owners set probe_due_ms = 0 where id = $1', parameters: [ownerId] });
}

function* takeOwnBucket(lease: LeaseRow, report: LeaseReport, moment: Moment): Steps<void> {
  const budget = yield* loadBudget({ ownerId: lease.owner_id, bucket: lease.bucket }, moment);
  const open = budget?.leases.find((each) => each.id === lease.id);
  // It may have come to its end just now, while the budget was brought up to date.
  if (!budget || !open) return;
  const seen = report.seen.find((each) => each.bucket === lease.bucket);
  if (seen) {
    const atMost = seen.remainingAtStart === undefined ? Infinity : seen.remainingAtStart - seen.remaining;
    const reporter: Reporter = { leaseId: lease.id, atMost: atMost >= 0 ? atMost : Infinity };
    yield* takeSeen({ budget, lease, seen, moment, ...(report.release ? { reporter } : {}) });
  }
  if (report.release) {
    yield* settle(lease, { spent: open.requests_spent, outcome: report.outcome }, moment.nowMs);
    budget.leases = budget.leases.filter((each) => each !== open);
  }
  yield* storeBudget(budget, moment);
}

function* takeOtherBucket(lease: LeaseRow, seen: BucketSeen, moment: Moment): Steps<void> {
  const budget = yield* loadBudget({ ownerId: lease.owner_id, bucket: seen.bucket }, moment);
  if (!budget) return;
  yield* takeSeen({ budget, lease, seen, moment });
  yield* storeBudget(budget, moment);
}

type Sighting = {
  budget: LoadedBudget;
  lease: LeaseRow;
  seen: BucketSeen;
  moment: Moment;
  reporter?: Reporter;
};

function* takeSeen({ budget, lease, seen, moment, reporter }: Sighting): Steps<void> {
  const { nowMs } = moment;
  const { window } = budget;
  const expected = budget.leases.reduce((sum, each) => sum + each.need + CAUTION * each.deviation, 0);
  const believed = Math.max(0, 2 * expected + SLACK_SHARE * window.limit - lease.lowered);
  const taken = takeIn(
    window,
    { ...seen, seenAtMs: nowMs, by: 'report', floor: Math.floor(window.remaining - believed) },
    { nowMs, windowMs: windowMsOf(budget.bucket, moment.rules) },
  );
  if (!taken) return;
  yield* attribute(budget, { drop: taken.drop, untilMs: nowMs, ...(reporter ? { reporter } : {}) });
  budget.window = taken.window;
  if (taken.drop > 0) {
    lease.lowered += taken.drop;
    yield* ask({
      sql: 'update leases set lowered = $2 where id = $1',
      parameters: [lease.id, lease.lowered],
    });
  }
  if (taken.doubtful) yield* dueForProbe(budget.ownerId);
}

function* settle(
  lease: LeaseRow,
  { spent, outcome }: { spent: number | null; outcome: Outcome },
  nowMs: number,
): Steps<void> {
  yield* ask({
    sql: `update leases set state = 'settled', settled_at_ms = $2, requests_spent = $3,
      outcome = case when $4 = 'ok' then coalesce(outcome, 'ok') else $4 end where id = $1`,
    parameters: [lease.id, nowMs, spent === null ? null : Math.round(spent), outcome],
  });
  // A refused token did no work; what it spent says nothing of the job.
  if (spent === null || outcome === 'unauthorized') return;
  yield* learnDemand(lease, { requests: spent, seconds: (nowMs - lease.granted_at_ms) / 1000 }, nowMs);
}
