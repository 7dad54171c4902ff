import type { LeaseRequest, Report, ReportAnswer } from '../../wire.js';
import { PoolError } from '../faults/pool-error.js';
import type { Store } from '../store/types.js';
import type { Vault } from '../vault/types.js';
import { type Claim, type ClaimResult, createClaimTogether } from './claim.js';
import { expireLeases } from './expire.js';
import { explainLease, spentOf, unknownLease } from './explain.js';
import { createLeaseIds } from './lease-ids.js';
import { observedBuckets } from './observed-buckets.js';
import { createQueue } from './queue.js';
import { renewLease } from './renew.js';
import { type ReportInput, reportTogether } from './report.js';
import {
  DEFAULT_MIN_TTL_SECONDS,
  type LeaseOptions,
  type LeaseResult,
  type Leasing,
  type Principal,
} from './types.js';

export type LeasingDeps = {
  store: Store;
  vault: Pick<Vault, 'open'>;
  /** Must be unguessable and unique; a simulation counts instead. */
  newLeaseId?: () => string;
};

const DEFAULT_BUCKET = 'core';
/** The answer when no owner could ever serve the request: people must join or return first. */
const IMPOSSIBLE_RETRY_SECONDS = 3600;
const MAX_RETRY_SECONDS = 86_400;

/** The use cases of leasing on a store; all state is in the store. */
export function createLeasing({ store, vault, newLeaseId = createLeaseIds() }: LeasingDeps): Leasing {
  const claimTogether = createClaimTogether({ store, vault, newLeaseId });
  const claim = createQueue(store, claimTogether);
  const reports = createQueue(store, (tx, inputs: readonly ReportInput[]) =>
    reportTogether(store.rules, tx, inputs),
  );
  return {
    lease: (principal, request, options) => lease({ store, claim }, principal, { request, ...options }),
    async report(principal, leaseId, report): Promise<ReportAnswer> {
      const lease = await reports(reportInputFrom(principal, leaseId, report));
      if (!lease) throw unknownLease(leaseId);
      return { lease_id: lease.id, state: lease.state, requests_spent: spentOf(lease) };
    },
    renew: (principal, leaseId, request) =>
      renewLease({ store, claimTogether }, principal, { leaseId, request }),
    explain: (principal, leaseId) => explainLease(store, principal, leaseId),
    expire: () => store.transaction(expireLeases),
  };
}

type Asked = LeaseOptions & { request: LeaseRequest };

async function lease(
  { store, claim }: { store: Store; claim: (claim: Claim) => Promise<ClaimResult> },
  principal: Principal,
  { request, legacyFormats = false, presumed }: Asked,
): Promise<LeaseResult> {
  const { label = '' } = request;
  if (label !== '' && !principal.labels.includes(label)) {
    throw new PoolError(
      'forbidden',
      `"${principal.name}" may not lease under the label "${label}"; allow it first.`,
    );
  }
  const result = await claim({
    job: provenJob(principal, request.job),
    principal,
    bucket: request.bucket ?? DEFAULT_BUCKET,
    label,
    count: request.count ?? 1,
    expectedRequests: request.expected_requests,
    minRemaining: request.min_remaining ?? 0,
    minTtlMs: (request.min_ttl_seconds ?? DEFAULT_MIN_TTL_SECONDS) * 1000,
    exclude: request.exclude ?? [],
    legacyFormats,
    presumed,
  });
  if (result.granted.length > 0) return { granted: result.granted };
  const retryAfterSeconds = secondsUntil(result, await store.nowMs());
  if (result.isOverQuota) throw overQuota(principal, retryAfterSeconds);
  const { impossibleBecause } = result;
  return { granted: [], retryAfterSeconds, ...(impossibleBecause === null ? {} : { impossibleBecause }) };
}

/** Owners see who used their budget: where OIDC proves the repository, the job's own claim is replaced. */
function provenJob(principal: Principal, job: LeaseRequest['job']): LeaseRequest['job'] {
  return principal.kind === 'oidc' ? { ...job, repository: principal.name } : job;
}

function secondsUntil({ availableAtMs }: ClaimResult, nowMs: number): number {
  if (availableAtMs === null) return IMPOSSIBLE_RETRY_SECONDS;
  return Math.min(MAX_RETRY_SECONDS, Math.max(1, Math.ceil((availableAtMs - nowMs) / 1000)));
}

function overQuota({ name, quotaPerHour }: Principal, retryAfterSeconds: number): PoolError {
  return new PoolError(
    'rate_limited',
    `"${name}" has used up its quota of ${quotaPerHour} leases an hour, or what that allows to be promised at a time`,
    { retryAfterSeconds },
  );
}

function reportInputFrom(principal: Principal, leaseId: string, report: Report): ReportInput {
  const { retry_after_seconds: retryAfterSeconds } = report;
  return {
    leaseId,
    principalId: principal.id,
    seen: observedBuckets(report.buckets),
    outcome: report.outcome,
    release: report.release,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterMs: retryAfterSeconds * 1000 }),
  };
}
