import type { LeaseRequest, Report } from '../../wire.js';
import { PoolError } from '../errors.js';
import { oncePerTurn } from '../once-per-turn.js';
import type { LeaseRecord } from '../store/records.js';
import type { ClaimedLease, ClaimRequest, DemandStore, JobName, Store } from '../store/types.js';
import type { Vault } from '../vault/types.js';
import { estimateNeed } from './estimate.js';
import { createLeaseIds } from './lease-ids.js';
import { renewLease } from './renew.js';
import { bucketsSeen, DEFAULT_MIN_TTL_SECONDS, type GrantRequest, LEASE_MS } from './terms.js';
import type { GrantedLease, LeaseExplanation, LeaseResult, Leasing, Principal } from './types.js';

export type LeasingDeps = {
  store: Store;
  vault: Vault;
  /** Unguessable and never the same; a simulation counts instead. */
  newLeaseId?: () => string;
};

const DEFAULT_BUCKET = 'core';
/** What is said when no owner could ever serve the request: people must join or return first. */
const NOBODY_RETRY_SECONDS = 3600;
const MAX_RETRY_SECONDS = 86_400;

/** The use cases of leasing on a store; it keeps no state of its own. */
export function createLeasing(given: LeasingDeps): Leasing {
  const { store } = given;
  const deps = {
    newLeaseId: createLeaseIds(),
    ...given,
    store: { ...store, demand: askedTogether(store.demand) },
    vault: openedTogether(given.vault),
  };
  return {
    lease: (principal, request, options) =>
      lease(deps, { principal, request, legacy: options?.legacyFormats === true }),
    async report(principal, leaseId, report) {
      const told = { ...reportFrom(report), principalId: principal.id };
      const settled = await store.leases.report(leaseId, told);
      if (!settled) throw unknownLease(leaseId);
      return { lease_id: settled.id, state: settled.state, requests_spent: spentOf(settled) };
    },
    async renew(principal, leaseId, request) {
      const known = await ownLease(store, principal, leaseId);
      return renewLease({ ...deps, grant: (wanted) => grant(deps, wanted) }, known, request);
    },
    explain: (principal, leaseId) => explain(store, principal, leaseId),
    expire: () => store.leases.expireDue(),
  };
}

/** The legs of a matrix share their demand and ask for it side by side. */
function askedTogether(demand: DemandStore): DemandStore {
  const find = oncePerTurn(
    ({ repository, workflow, job }: JobName) => JSON.stringify([repository, workflow, job]),
    demand.find,
  );
  return { ...demand, find };
}

/**
 * Small pools lend a token to many legs side by side; it is opened once for them and kept for no longer. No two tokens
 * are sealed to the same text, and none opens in the context of another.
 */
function openedTogether(vault: Vault): Vault {
  const open = oncePerTurn(
    ({ sealed }: { sealed: string; context: string }) => sealed,
    ({ sealed, context }) => ({ context, token: vault.open(sealed, context) }),
  );
  return {
    ...vault,
    open(sealed, context) {
      const opened = open({ sealed, context });
      return opened.context === context ? opened.token : vault.open(sealed, context);
    },
  };
}

type Ask = { principal: Principal; request: LeaseRequest; legacy: boolean };

async function lease(deps: Required<LeasingDeps>, ask: Ask): Promise<LeaseResult> {
  const { principal, request } = ask;
  const label = request.label ?? '';
  if (label !== '' && !principal.labels.includes(label)) {
    throw new PoolError(
      'forbidden',
      `"${principal.name}" may not lease under the label "${label}"; allow it first.`,
    );
  }
  const job = provenJob(principal, request.job);
  const bucket = request.bucket ?? DEFAULT_BUCKET;
  const { expected_requests } = request;
  const { need, deviation, seconds } = await estimateNeed(deps.store, { job, bucket, expected_requests });
  const claim: Omit<ClaimRequest, 'leaseIds'> = {
    need,
    deviation,
    seconds,
    job,
    principalId: principal.id,
    principalName: principal.name,
    isCounted: principal.quotaPerHour !== null,
    bucket,
    label,
    minRemaining: request.min_remaining ?? 0,
    minTtlMs: (request.min_ttl_seconds ?? DEFAULT_MIN_TTL_SECONDS) * 1000,
    exclude: request.exclude ?? [],
    legacyFormats: ask.legacy,
    leaseMs: LEASE_MS,
  };
  const granted = await grant(deps, { claim, count: request.count ?? 1, from: 'free' });
  if (granted.length > 0) return { granted };
  return { granted: [], retryAfterSeconds: await retryAfter(deps.store, { ...claim, leaseIds: [] }) };
}

/** Owners see who used their budget: where an identity proves the repository, the job's own word does not count. */
function provenJob(principal: Principal, job: LeaseRequest['job']): LeaseRequest['job'] {
  return principal.kind === 'oidc' ? { ...job, repository: principal.name } : job;
}

async function grant(
  { store, vault, newLeaseId }: Required<LeasingDeps>,
  { claim, count, from }: GrantRequest,
) {
  const leaseIds: string[] = [];
  while (leaseIds.length < count) leaseIds.push(newLeaseId());
  const claims = from === 'free' ? store.leases.claim : store.leases.claimPromised;
  const claimed = await claims({ ...claim, leaseIds });
  return claimed.map((each) => grantedFrom(each, vault, claim.bucket));
}

function grantedFrom(claimed: ClaimedLease, vault: Vault, bucket: string): GrantedLease {
  return {
    leaseId: claimed.leaseId,
    token: vault.open(claimed.sealed, claimed.sealedFor),
    tokenId: claimed.tokenId,
    kind: claimed.kind,
    ownerRef: claimed.ownerRef,
    expiresAtMs: claimed.expiresAtMs,
    leaseExpiresAtMs: claimed.leaseExpiresAtMs,
    bucket,
    limit: claimed.limit,
    remaining: claimed.remaining,
    resetAtMs: claimed.resetAtMs,
  };
}

async function retryAfter(store: Store, request: ClaimRequest): Promise<number> {
  const atMs = await store.leases.availableAt(request);
  if (atMs === null) return NOBODY_RETRY_SECONDS;
  const seconds = Math.ceil((atMs - (await store.nowMs())) / 1000);
  return Math.min(MAX_RETRY_SECONDS, Math.max(1, seconds));
}

/** A lease of another principal does not exist for whoever asks. */
async function ownLease(store: Store, principal: Principal, leaseId: string): Promise<LeaseRecord> {
  const found = await store.leases.find(leaseId);
  if (!found || found.principalId !== principal.id) throw unknownLease(leaseId);
  return found;
}

function unknownLease(leaseId: string): PoolError {
  return new PoolError('not_found', `There is no lease ${leaseId} of yours; ask for a new one.`);
}

function reportFrom(report: Report) {
  const { retry_after_seconds: retryAfterSeconds } = report;
  return {
    seen: bucketsSeen(report.buckets),
    outcome: report.outcome,
    release: report.release,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterMs: retryAfterSeconds * 1000 }),
  };
}

/** While a lease is open its share is still moving: nothing is told. */
function spentOf(record: LeaseRecord): number | null {
  return record.state === 'open' ? null : record.requestsSpent;
}

async function explain(store: Store, principal: Principal, leaseId: string): Promise<LeaseExplanation> {
  const record = await ownLease(store, principal, leaseId);
  return {
    leaseId: record.id,
    state: record.state,
    ownerRef: record.ownerRef,
    bucket: record.bucket,
    grantedAtMs: record.grantedAtMs,
    leaseExpiresAtMs: record.endsAtMs,
    settledAtMs: record.settledAtMs,
    outcome: record.outcome,
    requestsSpent: spentOf(record),
    need: Math.round(record.need),
    deviation: Math.round(record.deviation),
    candidates: await store.leases.candidatesOf(leaseId),
  };
}
