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

/** Why a job needs another token; a spent owner is avoided, an old token may be followed by one of the same. */
type Reason = 'owner' | 'token';

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
  const reason = await reasonToReplace({ store, known, request, seen, untilMs: nowMs + minTtlMs, nowMs });
  const replacement = reason && (await replace(deps, known, { reason, minTtlMs, request }));
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
    return 'token';
  const owner = await store.owners.find(known.ownerId);
  if (owner?.status !== 'active' || owner.paused || request.outcome === 'exhausted') return 'owner';
  return (await isLow(look)) ? 'owner' : undefined;
}

/** The job's own words count for itself, even where they are not believed for the pool. */
async function isLow({ store, known, request, seen, nowMs }: Look): Promise<boolean> {
  const budget = await store.budgets.find(known.ownerId, known.bucket);
  if (!budget) return false;
  const isFull = budget.resetAtMs !== null && budget.resetAtMs <= nowMs;
  const kept = budget.limit - budget.lendLimit;
  const told = seen.find((each) => each.bucket === known.bucket && each.resetAtMs > nowMs);
  const left = Math.min(
    isFull ? budget.lendLimit : budget.lendRemaining,
    told ? told.remaining - kept : Infinity,
  );
  const enough = Math.max(LOW_REQUESTS, LOW_SHARE * budget.limit, request.min_remaining ?? 0);
  // A budget so small that it is never above the line would otherwise move its jobs without end.
  return left < Math.min(enough, budget.lendLimit);
}

async function replace(
  { grant }: RenewDeps,
  known: LeaseRecord,
  { reason, minTtlMs, request }: { reason: Reason; minTtlMs: number; request: RenewRequest },
): Promise<GrantedLease | undefined> {
  const [granted] = await grant({
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
    bucket: known.bucket,
    label: known.label,
    need: known.need,
    deviation: known.deviation,
    seconds: LEASE_MS / 1000,
    minRemaining: request.min_remaining ?? 0,
    minTtlMs,
    exclude: reason === 'owner' ? [known.ownerRef] : [],
    legacyFormats: false,
    leaseMs: LEASE_MS,
    count: 1,
  });
  return granted;
}
