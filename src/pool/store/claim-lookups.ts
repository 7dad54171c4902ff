import type { Batch, BatchOwner } from './claim-batch.js';
import {
  closedReading,
  dueName,
  dueReading,
  idReading,
  lookName,
  paceReading,
  readAll,
  readOne,
  refsReading,
  runName,
  runReading,
  standingsReading,
  tokenName,
  tokensReading,
  type Where,
} from './claim-reads.js';
import type { PoolSize } from './claim-steps.js';
import type { Steps } from './engine.js';
import type { TokenRow } from './lease-steps.js';
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

export function* servingToken(
  batch: Batch,
  ownerId: string,
  request: ClaimRequest,
): Steps<TokenRow | undefined> {
  const name = tokenName(ownerId, request);
  if (!batch.tokens.has(name)) yield* readOne(tokensReading(batch, [ownerId], request));
  return batch.tokens.get(name);
}

/** The public pseudonym of an owner. */
export function* refOf(batch: Batch, ownerId: string): Steps<string> {
  const { refs } = batch.memory;
  if (!refs.has(ownerId)) yield* readOne(refsReading(batch, [ownerId]));
  return refs.get(ownerId) ?? '';
}
