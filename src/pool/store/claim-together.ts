import type { Moment } from './budget-loads.js';
import { type Batch, type BatchOwner, createBatch, debit } from './claim-batch.js';
import { foresee } from './claim-foresight.js';
import {
  excludedOwners,
  ownerDueToOpen,
  refOf,
  runsOwners,
  servingToken,
  standings,
} from './claim-lookups.js';
import { leastFree } from './claim-statements.js';
import { type ClaimMemory, isStale, MAX_DUE, refreshDue, sizeOfPool } from './claim-steps.js';
import { writeClaims } from './claim-writes.js';
import type { Steps } from './engine.js';
import { claimedFrom, EXPLAINED, type NewLease, type TokenRow } from './lease-steps.js';
import { freeOf, isBusy, type Ranked, type RankFor, rankOwners } from './rank.js';
import { rememberRefusal, standingRefusal } from './refusals.js';
import type { Ranking } from './run-order.js';
import { rankBySlots } from './slot-look.js';
import { windowMsOf } from './standing.js';
import type { Candidate, ClaimedLease, ClaimRequest } from './types.js';

/** Where to look for an owner, and which best one ends the search there. */
type Look = { from: 'all' | 'best' | 'spread' | 'roomiest'; takes: (best: Ranked) => boolean };

const SMALL_POOL_LOOKS: readonly Look[] = [{ from: 'all', takes: () => true }];
/**
 * The best few of each slot say nothing of who is best when none of them can serve, so only the last look may
 * end with such a one.
 */
const LARGE_POOL_LOOKS: readonly Look[] = [
  { from: 'best', takes: ({ feasible, shares }) => feasible && !shares },
  { from: 'spread', takes: ({ feasible, shares }) => feasible && !shares },
  { from: 'best', takes: ({ feasible }) => feasible },
  { from: 'roomiest', takes: () => true },
];

type Claiming = {
  batch: Batch;
  request: ClaimRequest;
  job: RankFor;
  excluded: Set<string>;
  hasMany: boolean;
};
type Choice = { ranked: Ranked<BatchOwner>[]; best: Ranked<BatchOwner>; token: TokenRow };

/**
 * Serves claims in one transaction, one after another: each is ranked on what those before it have left, and the
 * debits are written once per owner at the end.
 */
export function* claimTogether(
  requests: readonly ClaimRequest[],
  memory: ClaimMemory,
  moment: Moment,
): Steps<ClaimedLease[][]> {
  const isDue = isStale(memory, moment);
  if (isDue) yield* refreshDue(moment, MAX_DUE);
  const batch = createBatch(requests, { memory, moment });
  if (moment.dialect === 'postgres') yield* foresee(batch, requests);
  const claimed: ClaimedLease[][] = [];
  for (const request of requests) claimed.push(yield* claimOne(batch, request));
  yield* writeClaims(batch);
  // Only now: what fails before is undone, and has to be done again.
  if (isDue) memory.refreshedAtMs = moment.nowMs;
  return claimed;
}

function* claimOne(batch: Batch, request: ClaimRequest): Steps<ClaimedLease[]> {
  const { memory, moment } = batch;
  const size = yield* sizeOfPool(memory, request, moment.nowMs);
  const excluded = yield* excludedOwners(batch, request);
  const shared = yield* runsOwners(batch, request);
  const claimed: ClaimedLease[] = [];
  for (const leaseId of request.leaseIds) {
    const job: RankFor = {
      nowMs: moment.nowMs,
      windowMs: windowMsOf(request.bucket, moment.rules),
      need: request.need,
      deviation: request.deviation,
      least: leastFree(request),
      excluded,
      shared,
      dueId: yield* ownerDueToOpen(batch, request, size),
    };
    const claiming = { batch, request, job, excluded, hasMany: size.hasManyFor };
    const choice = yield* chooseOwner(claiming);
    if (!choice) break;
    excluded.add(choice.best.owner.ownerId);
    shared.add(choice.best.owner.ownerId);
    claimed.push(yield* grant(claiming, choice, leaseId));
  }
  return claimed;
}

/**
 * Legs of one run get distinct owners while there are enough with headroom; only then does a run share one.
 * In large pools the best few of each slot are looked at first.
 */
function* chooseOwner(claiming: Claiming): Steps<Choice | undefined> {
  const { batch, request, job, excluded, hasMany } = claiming;
  const { refusals } = batch.memory;
  if (hasMany && standingRefusal(refusals, request, job.nowMs)) return undefined;
  const isWhole = excluded.size === 0;
  for (const look of hasMany ? LARGE_POOL_LOOKS : SMALL_POOL_LOOKS) {
    const choice = yield* lookAt(look, claiming);
    if (choice) return choice;
  }
  if (hasMany && isWhole) rememberRefusal(refusals, request, job.nowMs);
  return undefined;
}

function* lookAt(look: Look, claiming: Claiming): Steps<Choice | undefined> {
  for (;;) {
    const found = yield* ranking(look, claiming);
    const { ranked } = found;
    const [best] = ranked;
    if (!best || !look.takes(best)) return undefined;
    const token = yield* servingToken(claiming.batch, claiming.request, found);
    if (token) return { ranked, best, token };
    claiming.excluded.add(best.owner.ownerId);
  }
}

function* ranking({ from, takes }: Look, { batch, request, job }: Claiming): Steps<Ranking> {
  if (from === 'best') return yield* rankBySlots(batch, request, { pass: 'any', job, takes });
  if (from === 'spread') return yield* rankBySlots(batch, request, { pass: 'spread', job, takes });
  const among = yield* standings(batch, request, { from, pass: 'any', job });
  const asked = { ...job, sparesClosed: from === 'all' && isBusy(among, job) };
  return { ranked: rankOwners(among, asked, EXPLAINED), among, job: asked };
}

function* grant(
  { batch, request }: Claiming,
  { ranked, best, token }: Choice,
  leaseId: string,
): Steps<ClaimedLease> {
  const { owner } = best;
  const free = freeOf(owner);
  const { refs } = batch.memory;
  const candidates: Candidate[] = [];
  for (const { owner: each, headroom, score, openLeases, feasible } of ranked) {
    const ownerRef = refs.get(each.ownerId) ?? (yield* refOf(batch, each.ownerId));
    candidates.push({ ownerRef, headroom: Math.round(headroom), score, openLeases, feasible });
  }
  const lease: NewLease = {
    ownerId: owner.ownerId,
    ownerRef: candidates[0]?.ownerRef ?? (yield* refOf(batch, owner.ownerId)),
    free,
    limit: owner.limit,
    resetAtMs: owner.resetAtMs,
    candidates,
    leaseId,
    token,
    request,
    nowMs: batch.moment.nowMs,
  };
  debit(batch, owner, request);
  batch.granted.push(lease);
  return claimedFrom(lease);
}
