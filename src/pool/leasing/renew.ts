import type { RenewRequest } from '../../wire.js';
import { type BudgetState, budgetState } from '../domain/budget-state.js';
import { windowMsOf } from '../domain/probed-buckets.js';
import { PoolError } from '../faults/pool-error.js';
import { windowsOf } from '../store/budgets.js';
import type { Transaction } from '../store/engine.js';
import { extendLease, leasesBy } from '../store/leases.js';
import { lenderOf } from '../store/owners.js';
import type { LeaseRecord } from '../store/records.js';
import type { Store } from '../store/types.js';
import type { Claim, ClaimTogether } from './claim.js';
import { unknownLease } from './explain.js';
import { type ObservedBucket, observedBuckets } from './observed-buckets.js';
import { reportTogether } from './report.js';
import { DEFAULT_MIN_TTL_SECONDS, type GrantedLease, type Principal, type RenewResult } from './types.js';

export type RenewDeps = { store: Store; claimTogether: ClaimTogether };

/** However often it is renewed, no lease lives longer than a day. */
const MAX_LEASE_MS = 86_400_000;
/** A job is moved when its owner has fewer calls left than this, or less than this share. */
const LOW_REQUESTS = 50;
const LOW_SHARE = 0.01;
/** A job past its expected end is expected to take this share of the window more. */
const LEAST_SHARE_OF_WINDOW = 1 / 60;

/** An open lease and what its job asks and reports at the renewal. */
type Renewal = {
  principal: Principal;
  lease: LeaseRecord;
  request: RenewRequest;
  seen: readonly ObservedBucket[];
  minTtlMs: number;
};

/**
 * Why a job needs another token. A spent owner is avoided, and only one with more than `left` is better; an expiring
 * token may be replaced by one of the same owner.
 */
type Reason = { is: 'owner'; left: number } | { is: 'token' };

/**
 * Extends a lease, or grants another and settles the old one, in one transaction. Never answers a secondary limit with
 * another token: GitHub asks clients to wait, not to dodge it.
 */
export function renewLease(
  { store, claimTogether }: RenewDeps,
  principal: Principal,
  { leaseId, request }: { leaseId: string; request: RenewRequest },
): Promise<RenewResult> {
  const outcome = request.outcome ?? 'ok';
  const seen = observedBuckets(request.buckets ?? {});
  const report = { leaseId, principalId: principal.id, outcome };
  return store.transaction(async (tx): Promise<RenewResult> => {
    const lease = await ownOpenLease(tx, principal, leaseId);
    if (seen.length > 0 || outcome !== 'ok') {
      await reportTogether(store.rules, tx, [{ ...report, seen, release: false }]);
    }
    const minTtlMs = (request.min_ttl_seconds ?? DEFAULT_MIN_TTL_SECONDS) * 1000;
    const renewal: Renewal = { principal, lease, request, seen, minTtlMs };
    const reason = await reasonToReplace(store, tx, renewal);
    const replacement = reason && (await replace({ store, claimTogether }, tx, { ...renewal, reason }));
    if (replacement) {
      await reportTogether(store.rules, tx, [{ ...report, seen: [], release: true }]);
      const { leaseExpiresAtMs } = replacement;
      return { decision: 'replace', leaseId: replacement.leaseId, leaseExpiresAtMs, lease: replacement };
    }
    const leaseExpiresAtMs = Math.min(tx.nowMs + store.rules.windowMs, lease.grantedAtMs + MAX_LEASE_MS);
    await extendLease(tx, leaseId, leaseExpiresAtMs);
    return { decision: 'keep', leaseId, leaseExpiresAtMs };
  });
}

async function ownOpenLease(tx: Transaction, principal: Principal, leaseId: string): Promise<LeaseRecord> {
  const lease = (await leasesBy(tx, [leaseId])).get(leaseId);
  if (lease?.principalId !== principal.id) throw unknownLease(leaseId);
  if (lease.state === 'open') return lease;
  throw new PoolError('lease_ended', `The lease ${leaseId} has ended; ask for a new one.`);
}

async function reasonToReplace(
  { rules }: Store,
  tx: Transaction,
  renewal: Renewal,
): Promise<Reason | undefined> {
  const { lease, request, minTtlMs } = renewal;
  const lender = await lenderOf(tx, lease.tokenId);
  const expiresAtMs = lender?.expiresAtMs ?? Infinity;
  if (lender?.tokenStatus !== 'active' || expiresAtMs < tx.nowMs + minTtlMs) return { is: 'token' };
  if (lender.ownerStatus !== 'active' || lender.isPaused) return { is: 'owner', left: 0 };
  if (request.outcome === 'secondary_limited') return undefined;
  const budget = await budgetOf(tx, lease, lender.reserve ?? rules.reserve);
  const left = leftIfLow(budget, renewal, tx.nowMs);
  return left === undefined ? undefined : { is: 'owner', left };
}

async function budgetOf(
  tx: Transaction,
  { ownerId, bucket }: LeaseRecord,
  reserve: number,
): Promise<BudgetState | undefined> {
  const windows = await windowsOf(tx, [ownerId], tx.nowMs);
  const window = windows.find((each) => each.bucket === bucket)?.window;
  return window && budgetState(window, reserve, []);
}

/** What an owner has left if that is low, else undefined. For the job itself its own figures always count. */
function leftIfLow(
  budget: BudgetState | undefined,
  { lease, request, seen }: Renewal,
  nowMs: number,
): number | undefined {
  if (!budget) return request.outcome === 'exhausted' ? 0 : undefined;
  const kept = budget.limit - budget.lendLimit;
  const reported = seen.find((each) => each.bucket === lease.bucket && each.resetAtMs > nowMs);
  const reportedLeft = reported && Math.max(0, reported.remaining - kept);
  if (request.outcome === 'exhausted') return reportedLeft ?? 0;
  const left = Math.min(budget.lendRemaining, reportedLeft ?? Infinity);
  const enough = Math.max(LOW_REQUESTS, LOW_SHARE * budget.limit, request.min_remaining ?? 0);
  // A budget that is always below the threshold would move its jobs again and again.
  return left < Math.min(enough, budget.lendLimit) ? left : undefined;
}

async function replace(
  { store, claimTogether }: RenewDeps,
  tx: Transaction,
  { principal, lease, request, minTtlMs, reason }: Renewal & { reason: Reason },
): Promise<GrantedLease | undefined> {
  const windowMs = windowMsOf(lease.bucket, store.rules);
  const remainingMs = Math.max(lease.expectedEndMs - tx.nowMs, windowMs * LEAST_SHARE_OF_WINDOW);
  const lengthMs = Math.max(1, lease.expectedEndMs - lease.grantedAtMs);
  const better = reason.is === 'owner' ? Math.floor(reason.left) + 1 : 0;
  const minRemaining = Math.max(request.min_remaining ?? 0, better);
  const claim: Claim = {
    job: jobOf(lease),
    principal,
    bucket: lease.bucket,
    label: lease.label,
    count: 1,
    estimate: {
      // The old owner has served part of what the job needs.
      need: Math.max(1, lease.need * Math.min(1, remainingMs / lengthMs)),
      deviation: lease.deviation,
      seconds: remainingMs / 1000,
    },
    minRemaining,
    minTtlMs,
    exclude: reason.is === 'owner' ? [lease.ownerRef] : [],
    legacyFormats: false,
    // Twice as much as now, or jobs would swap owners again and again.
    ...(reason.is === 'owner' ? { overcommitAbove: Math.max(minRemaining, 2 * better) } : {}),
  };
  const [result] = await claimTogether(tx, [claim]);
  return result?.granted[0];
}

function jobOf(lease: LeaseRecord): Claim['job'] {
  return {
    repository: lease.repository,
    workflow: lease.workflow,
    job: lease.job,
    run_id: lease.runId,
    run_attempt: lease.runAttempt,
    event_name: lease.eventName,
  };
}
