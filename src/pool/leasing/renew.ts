import type { RenewRequest } from '../../wire.js';
import { PoolError } from '../errors.js';
import type { LeaseRecord } from '../store/records.js';
import type { BucketSeen, Store } from '../store/types.js';
import { bucketsSeen, DEFAULT_MIN_TTL_SECONDS, type GrantRequest, LEASE_MS } from './terms.js';
import type { GrantedLease, RenewResult } from './types.js';

export type RenewDeps = {
  store: Store;
  grant: (request: GrantRequest) => Promise<GrantedLease[]>;
};

/** However often it is renewed, no lease lives longer than a day. */
const MAX_LEASE_MS = 86_400_000;
/** A job is moved when its owner has fewer calls left than this, or less than this share. */
const LOW_REQUESTS = 50;
const LOW_SHARE = 0.01;

/**
 * Why a job needs another token. A spent owner is avoided, and another one is only better with more left than
 * `left`; an old token may be followed by one of the same owner.
 */
type Reason = { is: 'owner'; left: number } | { is: 'token' };

/** A job that is past its expected end still needs room for this share of the window. */
const LEAST_SHARE_OF_WINDOW = 1 / 60;

/**
 * Prolongs a lease, or hands over another token and settles the old lease. Never answers a secondary limit
 * with another token: GitHub asks to wait, not to dodge.
 */
export async function renewLease(
  deps: RenewDeps,
  known: LeaseRecord,
  request: RenewRequest,
): Promise<RenewResult> {
  const { store } = deps;
  if (known.state !== 'open') throw ended(known);
  const seen = bucketsSeen(request.buckets ?? {});
  const outcome = request.outcome ?? 'ok';
  if (seen.length > 0 || outcome !== 'ok') {
    await store.leases.report(known.id, { seen, outcome, release: false });
  }
  const nowMs = await store.nowMs();
  const minTtlMs = (request.min_ttl_seconds ?? DEFAULT_MIN_TTL_SECONDS) * 1000;
  const look: Look = { store, known, request, seen, untilMs: nowMs + minTtlMs, nowMs };
  const reason = await reasonToReplace(look);
  const replacement = reason && (await replace(deps, look, reason));
  if (replacement) {
    await store.leases.report(known.id, { seen: [], outcome, release: true });
    return {
      decision: 'replace',
      leaseId: replacement.leaseId,
      leaseExpiresAtMs: replacement.leaseExpiresAtMs,
      lease: replacement,
    };
  }
  const endsAtMs = Math.min(nowMs + LEASE_MS, known.grantedAtMs + MAX_LEASE_MS);
  const kept = await store.leases.extend(known.id, endsAtMs);
  if (!kept) throw ended(known);
  return { decision: 'keep', leaseId: kept.id, leaseExpiresAtMs: kept.endsAtMs };
}

function ended(record: LeaseRecord): PoolError {
  return new PoolError('lease_ended', `The lease ${record.id} has ended; ask for a new one.`);
}

type Look = {
  store: Store;
  known: LeaseRecord;
  request: RenewRequest;
  seen: readonly BucketSeen[];
  untilMs: number;
  nowMs: number;
};

async function reasonToReplace(look: Look): Promise<Reason | undefined> {
  const { store, known, request } = look;
  const token = await store.tokens.find(known.tokenId);
  if (token?.status !== 'active' || (token.expiresAtMs !== null && token.expiresAtMs < look.untilMs))
    return { is: 'token' };
  const owner = await store.owners.find(known.ownerId);
  if (owner?.status !== 'active' || owner.paused) return { is: 'owner', left: 0 };
  if (request.outcome === 'secondary_limited') return undefined;
  const left = await leftIfLow(look);
  return left === undefined ? undefined : { is: 'owner', left };
}

/** What an owner has left whose budget is low. The job's own words count for itself, even where the pool has doubts. */
async function leftIfLow({ store, known, request, seen, nowMs }: Look): Promise<number | undefined> {
  const budget = await store.budgets.find(known.ownerId, known.bucket);
  if (!budget) return request.outcome === 'exhausted' ? 0 : undefined;
  const kept = budget.limit - budget.lendLimit;
  const told = seen.find((each) => each.bucket === known.bucket && each.resetAtMs > nowMs);
  const toldLeft = told && Math.max(0, told.remaining - kept);
  if (request.outcome === 'exhausted') return toldLeft ?? 0;
  const isFull = budget.resetAtMs !== null && budget.resetAtMs <= nowMs;
  const left = Math.min(isFull ? budget.lendLimit : budget.lendRemaining, toldLeft ?? Infinity);
  const enough = Math.max(LOW_REQUESTS, LOW_SHARE * budget.limit, request.min_remaining ?? 0);
  // A budget so small that it is never above the line would otherwise move its jobs without end.
  return left < Math.min(enough, budget.lendLimit) ? left : undefined;
}

async function replace(
  { store, grant }: RenewDeps,
  { known, request, nowMs, untilMs }: Look,
  reason: Reason,
): Promise<GrantedLease | undefined> {
  const { windowMs } = await store.budgets.typical(known.bucket);
  const restMs = Math.max(known.expectedEndMs - nowMs, windowMs * LEAST_SHARE_OF_WINDOW);
  const lengthMs = Math.max(1, known.expectedEndMs - known.grantedAtMs);
  const better = reason.is === 'owner' ? Math.floor(reason.left) + 1 : 0;
  const claim: GrantRequest['claim'] = {
    job: {
      repository: known.repository,
      workflow: known.workflow,
      job: known.job,
      run_id: known.runId,
      run_attempt: known.runAttempt,
      event_name: known.eventName,
    },
    principalId: known.principalId,
    principalName: known.principalName,
    isCounted: known.isCounted,
    bucket: known.bucket,
    label: known.label,
    // Its old owner has served a part of what the job needs.
    need: Math.max(1, known.need * Math.min(1, restMs / lengthMs)),
    deviation: known.deviation,
    seconds: restMs / 1000,
    minRemaining: Math.max(request.min_remaining ?? 0, better),
    minTtlMs: untilMs - nowMs,
    exclude: reason.is === 'owner' ? [known.ownerRef] : [],
    legacyFormats: false,
    leaseMs: LEASE_MS,
  };
  const [granted] = await grant({ claim, count: 1, from: 'free' });
  if (granted || reason.is === 'token') return granted;
  // All owners are spoken for. Twice as much as now, or jobs would change places without end.
  const minRemaining = Math.max(claim.minRemaining, 2 * better);
  return (await grant({ claim: { ...claim, minRemaining }, count: 1, from: 'promised' }))[0];
}
