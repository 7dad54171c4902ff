import { type Batch, runName } from './claim-batch.js';
import {
  closedReading,
  dueName,
  dueReading,
  idReading,
  lastRoomReading,
  lookName,
  paceReading,
  type Reading,
  readAll,
  runReading,
  standingsReading,
  topsReading,
} from './claim-reads.js';
import { leastFree } from './claim-statements.js';
import { type PoolSize, sizeOfPool } from './claim-steps.js';
import type { Steps } from './engine.js';
import type { RankFor } from './rank.js';
import { slotLook } from './slot-look.js';
import { windowMsOf } from './standing.js';
import type { ClaimRequest } from './types.js';

/** Slots of a large pool that are read ahead for each kind of job: the best owner is seldom in a later one. */
const SLOTS_AHEAD = 2;

type Foreseen = { request: ClaimRequest; size: PoolSize; job: RankFor };

/**
 * Reads ahead, in few round trips, nearly all that claims will ask one after another; what it misses they still
 * ask for themselves. Worth it where a question takes a way through the network.
 */
export function* foresee(batch: Batch, requests: readonly ClaimRequest[]): Steps<void> {
  const { memory, moment } = batch;
  const foreseen: Foreseen[] = [];
  for (const request of requests) {
    const size = yield* sizeOfPool(memory, request, moment.nowMs);
    foreseen.push({ request, size, job: jobOf(request, batch) });
  }
  yield* readAll(distinct(foreseen.flatMap((each) => firstReadings(batch, each))));
  const large = foreseen.filter(({ size }) => size.hasManyFor);
  yield* readAll(distinct(large.flatMap((each) => slotReadings(batch, each))));
}

/** A reading and what tells it from others. */
type Named = readonly [name: string, reading: Reading];

function distinct(readings: readonly Named[]): Reading[] {
  return [...new Map(readings).values()];
}

function jobOf(request: ClaimRequest, { moment: { nowMs, rules } }: Batch): RankFor {
  return {
    nowMs,
    windowMs: windowMsOf(request.bucket, rules),
    need: request.need,
    deviation: request.deviation,
    least: leastFree(request),
    excluded: new Set(),
    shared: new Set(),
    dueId: '',
  };
}

const ALL = { from: 'all', pass: 'any' } as const;

function firstReadings(batch: Batch, { request, size, job }: Foreseen): Named[] {
  const { bucket } = request;
  return [
    ...request.exclude.map((ref): Named => [`id ${ref}`, idReading(batch, ref)]),
    [`run ${runName(request)}`, runReading(batch, request)],
    [`closed ${bucket}`, closedReading(batch, bucket)],
    [`pace ${bucket}`, paceReading(batch, bucket, size)],
    [`due ${dueName(request)}`, dueReading(batch, request)],
    ...(size.hasManyFor
      ? ([
          [`room ${bucket}`, lastRoomReading(batch, bucket)],
          [`tops ${bucket}`, topsReading(batch, bucket)],
        ] as const)
      : ([[lookName(request, { ...ALL, job }), standingsReading(batch, request, { ...ALL, job })]] as const)),
  ];
}

function slotReadings(batch: Batch, { request, job }: Foreseen): Named[] {
  return slotsAhead(batch, { request, job }).map((slot): Named => {
    const where = { from: 'slot', pass: 'any', job, slot } as const;
    return [lookName(request, where), standingsReading(batch, request, where)];
  });
}

function slotsAhead(batch: Batch, { request, job }: Pick<Foreseen, 'request' | 'job'>): number[] {
  if ((batch.lastRoom.get(request.bucket) ?? 0) < job.need) return [];
  const { unread } = slotLook(batch.tops.get(request.bucket) ?? [], job);
  return unread.slice(0, SLOTS_AHEAD).map(({ slot }) => slot);
}
