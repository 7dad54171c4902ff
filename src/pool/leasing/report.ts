import type { Outcome } from '../../wire.js';
import { attribute, type Reporter } from '../domain/attribution.js';
import { SAFETY_DEVIATIONS } from '../domain/budget-state.js';
import type { DemandSample } from '../domain/demand.js';
import { applyObservation } from '../domain/observation.js';
import { windowMsOf } from '../domain/probed-buckets.js';
import type { Rules } from '../domain/rules.js';
import { countedUntilMs } from '../domain/window.js';
import { recordEvents } from '../store/audit.js';
import { type OwnedWindow, windowsOf, writeWindows } from '../store/budgets.js';
import { learnFrom } from '../store/demand.js';
import type { Transaction } from '../store/engine.js';
import { leasesBy } from '../store/leases.js';
import { type OpenLease, openLeasesOf, writeReported } from '../store/open-leases.js';
import { requestOwnerProbe } from '../store/owners.js';
import type { JobName, LeaseRecord } from '../store/records.js';
import { requestTokenProbe } from '../store/tokens.js';
import type { ObservedBucket } from './observed-buckets.js';

/** A job's report of its lease. */
export type ReportInput = {
  leaseId: string;
  /** Who reports; the lease of another principal is unknown to it. */
  principalId: string;
  seen: readonly ObservedBucket[];
  outcome: Outcome;
  /** Whether the lease ends. */
  release: boolean;
  retryAfterMs?: number;
};

/** How long a secondary limit counts without `retry-after`, and at most. */
const DEFAULT_REST_MS = 60_000;
const MAX_REST_MS = 600_000;
/** How long a job's complaint about a token counts unless a probe decides earlier. */
const REFUSED_MS = 300_000;
/** One lease's reports may lower a budget by twice what all open leases should spend, and this share of the limit. */
const SLACK_SHARE = 0.25;

/** What the reports of one transaction read and change. */
type ReportBatch = {
  nowMs: number;
  rules: Rules;
  windows: OwnedWindow[];
  /** The open leases of the owners, by id. */
  leases: Map<string, OpenLease>;
  changedWindows: Set<OwnedWindow>;
  changedLeases: Set<OpenLease>;
  samples: (DemandSample & { job: JobName })[];
  /** Owners and tokens to probe. */
  doubtedOwners: Set<string>;
  doubtedTokens: Set<number>;
  events: { actor: string; action: string; subject: string; detail: string }[];
};

/**
 * Applies reports, one after another; a report of an ended lease changes nothing. Returns each lease as it is then,
 * or undefined where it is not the principal's.
 */
export async function reportTogether(
  rules: Rules,
  tx: Transaction,
  reports: readonly ReportInput[],
): Promise<(LeaseRecord | undefined)[]> {
  const ids = [...new Set(reports.map(({ leaseId }) => leaseId))];
  const before = await leasesBy(tx, ids);
  const isOwn = ({ leaseId, principalId }: ReportInput) => before.get(leaseId)?.principalId === principalId;
  const batch = await readBatch(rules, tx, [...before.values()]);
  for (const report of reports.filter(isOwn)) applyReport(batch, report);
  await writeBatch(tx, batch);
  return reports.map((report) =>
    isOwn(report) ? (batch.leases.get(report.leaseId) ?? before.get(report.leaseId)) : undefined,
  );
}

async function readBatch(
  rules: Rules,
  tx: Transaction,
  records: readonly LeaseRecord[],
): Promise<ReportBatch> {
  const owners = [...new Set(records.map(({ ownerId }) => ownerId))];
  const leases = await openLeasesOf(tx, owners, tx.nowMs);
  return {
    nowMs: tx.nowMs,
    rules,
    windows: await windowsOf(tx, owners, tx.nowMs),
    leases: new Map(leases.map((lease) => [lease.id, lease])),
    changedWindows: new Set(),
    changedLeases: new Set(),
    samples: [],
    doubtedOwners: new Set(),
    doubtedTokens: new Set(),
    events: [],
  };
}

function applyReport(batch: ReportBatch, report: ReportInput): void {
  const lease = batch.leases.get(report.leaseId);
  if (lease?.state !== 'open') return;
  if (report.outcome !== 'ok') applyOutcome(batch, lease, report);
  for (const seen of report.seen) applySeen(batch, { lease, seen, release: report.release });
  if (report.release) settle(batch, lease, report.outcome);
}

/**
 * A job's complaint counts for its own principal and requests a probe; only probes decide for everyone. Only the first
 * complaint of a lease counts.
 */
function applyOutcome(batch: ReportBatch, lease: OpenLease, report: ReportInput): void {
  const { outcome } = report;
  lease.outcome = outcome;
  batch.changedLeases.add(lease);
  batch.doubtedOwners.add(lease.ownerId);
  if (outcome === 'unauthorized') batch.doubtedTokens.add(lease.tokenId);
  if (lease.complaint !== null || outcome === 'ok' || outcome === 'exhausted') return;
  const lastsMs =
    outcome === 'unauthorized' ? REFUSED_MS : Math.min(report.retryAfterMs ?? DEFAULT_REST_MS, MAX_REST_MS);
  lease.complaint = { about: outcome, untilMs: batch.nowMs + lastsMs };
  batch.events.push({
    actor: lease.principalId,
    action: `report.${outcome}`,
    subject: lease.ownerRef,
    detail: `lease ${lease.id}, token ${lease.tokenId}: counts for this principal for ${Math.round(lastsMs / 1000)} s`,
  });
}

type SeenByJob = { lease: OpenLease; seen: ObservedBucket; release: boolean };

function applySeen(batch: ReportBatch, { lease, seen, release }: SeenByJob): void {
  const { nowMs, rules } = batch;
  const owned = batch.windows.find((each) => each.ownerId === lease.ownerId && each.bucket === seen.bucket);
  if (!owned) return;
  const { window } = owned;
  const leases = [...batch.leases.values()].filter(
    (each) => each.ownerId === lease.ownerId && each.bucket === seen.bucket && each.state === 'open',
  );
  const expected = leases.reduce((sum, each) => sum + each.need + SAFETY_DEVIATIONS * each.deviation, 0);
  const believed = Math.max(0, 2 * expected + SLACK_SHARE * window.limit - lease.lowered);
  const observation = {
    ...seen,
    seenAtMs: nowMs,
    by: 'report' as const,
    floor: Math.floor(window.remaining - believed),
  };
  const taken = applyObservation(window, observation, { nowMs, windowMs: windowMsOf(seen.bucket, rules) });
  if (!taken) return;
  const reporter = release && seen.bucket === lease.bucket ? reporterOf(lease, seen) : undefined;
  const spending = { drop: taken.drop, sinceMs: countedUntilMs(window), untilMs: nowMs, reporter };
  for (const spender of attribute(leases, spending)) batch.changedLeases.add(spender);
  owned.window = taken.window;
  batch.changedWindows.add(owned);
  if (taken.drop > 0) {
    lease.lowered += taken.drop;
    batch.changedLeases.add(lease);
  }
  if (taken.doubtful) batch.doubtedOwners.add(lease.ownerId);
}

function reporterOf({ id }: OpenLease, { remaining, remainingAtStart }: ObservedBucket): Reporter {
  const atMost = remainingAtStart === undefined ? Infinity : remainingAtStart - remaining;
  return { leaseId: id, atMost: atMost >= 0 ? atMost : Infinity };
}

function settle(batch: ReportBatch, lease: OpenLease, outcome: Outcome): void {
  if (lease.requestsSpent !== null) lease.requestsSpent = Math.round(lease.requestsSpent);
  lease.state = 'settled';
  lease.settledAtMs = batch.nowMs;
  lease.outcome = outcome === 'ok' ? (lease.outcome ?? 'ok') : outcome;
  batch.changedLeases.add(lease);
  // A refused token did no work, so its spending says nothing about the job.
  if (lease.requestsSpent === null || outcome === 'unauthorized') return;
  const seconds = (batch.nowMs - lease.grantedAtMs) / 1000;
  batch.samples.push({ job: lease, requests: lease.requestsSpent, seconds });
}

async function writeBatch(tx: Transaction, batch: ReportBatch): Promise<void> {
  await writeReported(tx, [...batch.changedLeases]);
  await writeWindows(tx, [...batch.changedWindows]);
  await learnFrom(tx, batch.samples);
  await requestOwnerProbe(tx, [...batch.doubtedOwners]);
  await requestTokenProbe(tx, [...batch.doubtedTokens]);
  await recordEvents(tx, batch.events);
}
