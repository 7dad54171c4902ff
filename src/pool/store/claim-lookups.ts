import { type Batch, type BatchOwner, kindName, leasesOfRun, runName } from './claim-batch.js';
import {
  closedReading,
  dueName,
  dueReading,
  idReading,
  lookName,
  paceReading,
  type Reading,
  readAll,
  readOne,
  refsReading,
  runReading,
  standingsReading,
  tokensFor,
  tokensReading,
  type Where,
} from './claim-reads.js';
import type { PoolSize } from './claim-steps.js';
import type { Steps } from './engine.js';
import { EXPLAINED, type TokenRow } from './lease-steps.js';
import { rankOwners } from './rank.js';
import type { Ranking } from './run-order.js';
import type { ClaimRequest } from './types.js';

/** Owners of a part of the pool, as they stand after the debits so far. */
export function* standings(batch: Batch, request: ClaimRequest, where: Where): Steps<BatchOwner[]> {
  const name = lookName(request, where);
  const owners = batch.looks.get(name);
  if (owners) return owners;
  yield* readOne(standingsReading(batch, request, where));
  return batch.looks.get(name) ?? [];
}

/** The owners that lend to the same run already. */
export function* runsOwners(batch: Batch, request: ClaimRequest): Steps<Set<string>> {
  const name = runName(request);
  if (!batch.runs.has(name)) yield* readOne(runReading(batch, request));
  return batch.runs.get(name) ?? new Set();
}

/** The owners that a request excludes. */
export function* excludedOwners(batch: Batch, { exclude }: ClaimRequest): Steps<Set<string>> {
  const { ids } = batch;
  if (exclude.length === 0) return new Set();
  yield* readAll(exclude.filter((ref) => !ids.has(ref)).map((ref) => idReading(batch, ref)));
  return new Set(exclude.flatMap((ref) => ids.get(ref) || []));
}

/** The owner whose window is due to be opened; empty when it is too early, or when no window is closed. */
export function* ownerDueToOpen(batch: Batch, request: ClaimRequest, size: PoolSize): Steps<string> {
  const { bucket } = request;
  // Where no window is closed none can be opened, and the pace, which takes a look at every opening, is not needed.
  if (!batch.paces.has(bucket)) {
    if (!batch.closed.has(bucket)) yield* readOne(closedReading(batch, bucket));
    if (batch.closed.get(bucket)) yield* readOne(paceReading(batch, bucket, size));
    else batch.paces.set(bucket, { everyMs: 0, dueMs: Number.POSITIVE_INFINITY });
  }
  if (batch.moment.nowMs < (batch.paces.get(bucket)?.dueMs ?? 0)) return '';
  const name = dueName(request);
  if (!batch.dues.has(name)) yield* readOne(dueReading(batch, request));
  return batch.dues.get(name) ?? '';
}

/**
 * The token with which the best owner serves a request. When it is missing, those of the owners who come next for
 * other legs of the run are read with it, and all their references.
 */
export function* servingToken(
  batch: Batch,
  request: ClaimRequest,
  ranking: Ranking,
): Steps<TokenRow | undefined> {
  const bestId = ranking.ranked[0]?.owner.ownerId ?? '';
  const tokens = tokensFor(batch, request);
  if (!tokens.has(bestId)) {
    const ids = [...new Set([bestId, ...leaders(batch, request, ranking)])];
    const unnamed = ids.filter((id) => !batch.memory.refs.has(id));
    const refs = unnamed.length > 0 ? [refsReading(batch, unnamed)] : [];
    yield* readAll([...tokensReadings(batch, request, ids), ...refs]);
  }
  return tokens.get(bestId);
}

/**
 * Who would lend to the legs of a run, and the others of whom the last of them tells; on PostgreSQL to all that
 * claim, because a round trip for each of many runs costs more than a few tokens too many.
 */
function leaders(batch: Batch, request: ClaimRequest, { leading, among, job }: Ranking): string[] {
  const isFar = batch.moment.dialect === 'postgres';
  const legs = isFar ? batch.leases : leasesOfRun(batch, request);
  const ranked = (!isFar && leading) || rankOwners(among, job, legs + EXPLAINED - 1);
  return ranked.map(({ owner }) => owner.ownerId);
}

/** On PostgreSQL for the other kinds of requests at once, too. */
function tokensReadings(batch: Batch, request: ClaimRequest, ids: readonly string[]): Reading[] {
  const isFar = batch.moment.dialect === 'postgres';
  const kinds = new Map((isFar ? batch.requests : [request]).map((one) => [kindName(one), one]));
  return [...kinds.values()].flatMap((kind) => {
    const tokens = tokensFor(batch, kind);
    const unread = ids.filter((id) => !tokens.has(id));
    return unread.length > 0 ? [tokensReading(batch, unread, kind)] : [];
  });
}

/** The public pseudonym of an owner. */
export function* refOf(batch: Batch, ownerId: string): Steps<string> {
  const { refs } = batch.memory;
  if (!refs.has(ownerId)) yield* readOne(refsReading(batch, [ownerId]));
  return refs.get(ownerId) ?? '';
}
