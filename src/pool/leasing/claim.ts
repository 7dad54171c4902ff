import type { Job } from '../../wire.js';
import { type Allocation, type AllocationRequest, allocate, overcommit } from '../domain/allocation.js';
import { availableAt, whyImpossible } from '../domain/availability.js';
import {
  type Demand,
  type Estimate,
  type EstimateInput,
  estimate,
  type OverallDemand,
  type Presumption,
  presume,
} from '../domain/demand.js';
import { type Ledger, ledgerAt, type TokenRequirement } from '../domain/ledger.js';
import { QUOTA_WINDOW_MS, type QuotaUse } from '../domain/quota.js';
import { createOverallDemand, demandKey, demandOf } from '../store/demand.js';
import type { Transaction } from '../store/engine.js';
import { type BucketReader, createBucketReader } from '../store/known-facts.js';
import { insertLeases, type NewLease, quotaUseOf } from '../store/leases.js';
import type { Store } from '../store/types.js';
import type { Vault } from '../vault/types.js';
import { explanationOf } from './explain.js';
import { createTokenOpener, type OpenedToken, type TokenOpener } from './token-opener.js';
import type { GrantedLease, Principal } from './types.js';

/** A request for leases of distinct owners, by a client or by a renewal. */
export type Claim = TokenRequirement & {
  job: Job;
  principal: Pick<Principal, 'id' | 'name' | 'quotaPerHour'>;
  bucket: string;
  count: number;
  minRemaining: number;
  /** References of owners not to choose. */
  exclude: readonly string[];
  /** What the job says it will need. */
  expectedRequests?: number | undefined;
  /** For clients that never say it. */
  presumed?: Presumption | undefined;
  /** For a running job, whose own need is known. */
  estimate?: Estimate;
  /** For a running job: if no owner has anything free, take one with at least this left, even if it is promised. */
  overcommitAbove?: number;
  /** How long the leases last unless they are renewed; as long as GitHub's window when absent. */
  leaseMs?: number;
};

export type ClaimResult = {
  /** May be fewer than asked for, or none; neither is an error. */
  granted: GrantedLease[];
  isOverQuota: boolean;
  /** When to ask again, if nothing was granted; null when no owner could ever serve. */
  availableAtMs: number | null;
  /** Why no owner could ever serve; null when one could. */
  impossibleBecause: string | null;
};

export type ClaimDeps = { store: Store; vault: Pick<Vault, 'open'>; newLeaseId: () => string };

/** Serves claims in an open transaction, in their order: those that arrived together, or that of a renewal. */
export type ClaimTogether = (tx: Transaction, claims: readonly Claim[]) => Promise<ClaimResult[]>;

type Context = ClaimDeps & {
  overallDemand: (tx: Transaction) => Promise<OverallDemand | undefined>;
  openTokens: TokenOpener;
  readBucket: BucketReader;
};

export function createClaimTogether(deps: ClaimDeps): ClaimTogether {
  const context: Context = {
    ...deps,
    overallDemand: createOverallDemand(deps.store.rules),
    openTokens: createTokenOpener(deps.vault),
    readBucket: createBucketReader(),
  };
  return (tx, claims) => claimTogether(context, tx, claims);
}

/**
 * Serves claims under the allocation lock, one after another: reads the facts, chooses owners for each claim from what
 * the claims before it have left, opens the tokens and inserts the leases.
 */
async function claimTogether(
  context: Context,
  tx: Transaction,
  claims: readonly Claim[],
): Promise<ClaimResult[]> {
  for (;;) {
    const facts = await readFacts(context, tx, claims);
    const chosen = claims.map((claim) => choose(facts, claim));
    const tokens = await context.openTokens(
      tx,
      chosen.flatMap(({ allocations }) => allocations),
    );
    // Tokens that did not open were marked unreadable: choose again without them.
    if (!tokens) continue;
    const leases: NewLease[] = [];
    const results = chosen.map(({ allocations, ...choice }): ClaimResult => {
      const granted = allocations.map((allocation) => {
        const granting = { allocation, nowMs: tx.nowMs, windowMs: context.store.rules.windowMs };
        const lease = leaseOf(context.newLeaseId(), choice, granting);
        leases.push(lease);
        return grantedFrom(lease, allocation, tokens);
      });
      const { ledger, request, isOverQuota } = choice;
      const availableAtMs = granted.length > 0 ? null : whenToAskAgain(choice, availableAt(ledger, request));
      const isHopeless = granted.length === 0 && availableAtMs === null;
      const impossibleBecause = isHopeless ? whyImpossible(ledger, request) : null;
      return { granted, isOverQuota, availableAtMs, impossibleBecause };
    });
    await insertLeases(tx, leases);
    return results;
  }
}

type Facts = {
  ledgers: Map<string, Ledger>;
  demands: Map<string, Demand>;
  overall: OverallDemand | undefined;
  /** Only of principals with a quota. */
  quotaUses: Map<string, QuotaUse>;
};

async function readFacts(
  { store: { rules }, overallDemand, readBucket }: Context,
  tx: Transaction,
  claims: readonly Claim[],
): Promise<Facts> {
  const facts: Facts = {
    ledgers: new Map(),
    demands: await demandOf(
      tx,
      claims.map(({ job }) => job),
    ),
    overall: await overallDemand(tx),
    quotaUses: new Map(),
  };
  const runIds = [...new Set(claims.map(({ job }) => job.run_id))];
  for (const { bucket, principal } of claims) {
    if (!facts.ledgers.has(bucket)) {
      facts.ledgers.set(bucket, ledgerAt(await readBucket(tx, bucket, runIds), rules, tx.nowMs));
    }
    if (principal.quotaPerHour !== null && !facts.quotaUses.has(principal.id)) {
      facts.quotaUses.set(principal.id, await quotaUseOf(tx, principal.id));
    }
  }
  return facts;
}

type Choice = {
  claim: Claim;
  request: AllocationRequest;
  ledger: Ledger;
  quotaUse: QuotaUse;
  isOverQuota: boolean;
};

const NO_QUOTA_USE: QuotaUse = { leases: 0, oldestMs: null, promised: 0 };

function choose(facts: Facts, claim: Claim): Choice & { allocations: Allocation[] } {
  const ledger = facts.ledgers.get(claim.bucket);
  if (!ledger) throw new Error(`the bucket ${claim.bucket} was not read`);
  const demand = facts.demands.get(demandKey(claim.job));
  const { typicalLimit, windowMs } = ledger;
  const known = { demand, overall: facts.overall, typicalLimit, windowMs };
  const { principal, job } = claim;
  const request: AllocationRequest = {
    ...claim,
    ...(claim.estimate ?? estimateFor(claim, known)),
    principalId: principal.id,
    quotaPerHour: principal.quotaPerHour,
    runId: job.run_id,
    repository: job.repository,
  };
  const quotaUse = facts.quotaUses.get(principal.id) ?? { ...NO_QUOTA_USE };
  const { allocations, isOverQuota } = allocate(ledger, request, quotaUse);
  const choice = { claim, request, ledger, quotaUse, isOverQuota };
  if (allocations.length > 0 || isOverQuota || claim.overcommitAbove === undefined) {
    return { ...choice, allocations };
  }
  const promised = overcommit(ledger, { ...request, minRemaining: claim.overcommitAbove });
  return { ...choice, allocations: promised ? [promised] : [] };
}

function estimateFor({ presumed, expectedRequests }: Claim, known: EstimateInput): Estimate {
  return presumed ? presume(known.demand, presumed) : estimate(known, expectedRequests);
}

function whenToAskAgain({ isOverQuota, quotaUse, ledger, request }: Choice, returnsAtMs: number | null) {
  if (!isOverQuota) return returnsAtMs;
  const isOverLeases = quotaUse.leases >= (request.quotaPerHour ?? Infinity);
  // Promises fade within minutes, as jobs report and end.
  return isOverLeases && quotaUse.oldestMs !== null
    ? quotaUse.oldestMs + QUOTA_WINDOW_MS
    : ledger.nowMs + 60_000;
}

type Granting = { allocation: Allocation; nowMs: number; windowMs: number };

function leaseOf(
  id: string,
  { claim, request }: Pick<Choice, 'claim' | 'request'>,
  { allocation, nowMs, windowMs }: Granting,
): NewLease {
  const leaseMs = claim.leaseMs ?? windowMs;
  return {
    id,
    ownerId: allocation.owner.id,
    tokenId: allocation.token.id,
    bucket: claim.bucket,
    principal: claim.principal,
    job: claim.job,
    label: claim.label,
    need: allocation.need,
    deviation: request.deviation,
    expectedEndMs: nowMs + Math.min(leaseMs, Math.max(1, request.seconds) * 1000),
    endsAtMs: nowMs + leaseMs,
    explanation: explanationOf(allocation.candidates),
  };
}

function grantedFrom(
  { id, endsAtMs, bucket }: NewLease,
  { owner, token, free }: Allocation,
  tokens: ReadonlyMap<number, OpenedToken>,
): GrantedLease {
  const opened = tokens.get(token.id);
  if (!opened) throw new Error(`token ${token.id} was not opened`);
  return {
    leaseId: id,
    token: opened.token,
    tokenId: token.id,
    kind: opened.kind,
    ownerId: owner.id,
    ownerRef: owner.ref,
    expiresAtMs: token.expiresAtMs,
    leaseExpiresAtMs: endsAtMs,
    bucket,
    limit: owner.budget.limit,
    remaining: Math.max(0, Math.floor(free)),
    resetAtMs: owner.budget.resetAtMs,
  };
}
