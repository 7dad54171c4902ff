import type { Batch, BatchOwner } from './claim-batch.js';
import { standings } from './claim-lookups.js';
import { lastRoomReading, lookName, readOne, topsReading } from './claim-reads.js';
import type { ClaimShape } from './claim-sql.js';
import type { Steps } from './engine.js';
import { EXPLAINED } from './lease-steps.js';
import { type Ranked, type RankFor, rankOwners } from './rank.js';
import type { ClaimRequest } from './types.js';

/** What was read of a large pool so far, and the slots not read yet, the most promising first. */
export type SlotLook = { owners: BatchOwner[]; unread: { slot: number; bound: number }[] };

/** A slot in use, with the score that the index keeps of its first owner, and when that one's window ends. */
export type SlotTop = { slot: number; top: number; reset_at_ms: number | null };

type Among = { pass: ClaimShape['pass']; job: RankFor; takes: (best: Ranked) => boolean };

/**
 * Ranks the best few of each slot, and reads a slot only while it could hold a better owner than those read. A
 * slot is a sixtieth of the window wide, which bounds how far the choice is from the best of all.
 */
export function* rankBySlots(
  batch: Batch,
  request: ClaimRequest,
  { pass, job, takes }: Among,
): Steps<Ranked<BatchOwner>[]> {
  if ((yield* lastRoom(batch, request.bucket)) < job.need) return [];
  const look = yield* lookOf(batch, request, { pass, job });
  const due = job.dueId === '' ? [] : yield* standings(batch, request, { from: 'due', pass, job });
  for (;;) {
    const owners = due.length === 0 ? look.owners : new Set([...look.owners, ...due]);
    const ranked = rankOwners(owners, job, EXPLAINED);
    const [best] = ranked;
    const [next] = look.unread;
    if (!next || (best && takes(best) && (best.isDue || best.score >= next.bound))) return ranked;
    look.unread.shift();
    look.owners.push(...(yield* standings(batch, request, { from: 'slot', pass, job, slot: next.slot })));
  }
}

/**
 * When so few owners have enough headroom that they are all among the roomiest, slot after slot would be read for
 * nothing.
 */
function* lastRoom(batch: Batch, bucket: string): Steps<number> {
  if (!batch.lastRoom.has(bucket)) yield* readOne(lastRoomReading(batch, bucket));
  return batch.lastRoom.get(bucket) ?? 0;
}

function* lookOf(batch: Batch, request: ClaimRequest, { pass, job }: Omit<Among, 'takes'>): Steps<SlotLook> {
  const name = lookName(request, { from: 'slot', pass, job });
  const known = batch.slotLooks.get(name);
  if (known) return known;
  const { bucket } = request;
  if (!batch.tops.has(bucket)) yield* readOne(topsReading(batch, bucket));
  const look = slotLook(batch.tops.get(bucket) ?? [], job);
  batch.slotLooks.set(name, look);
  return look;
}

/** A look at the slots of a pool before any of them is read. */
export function slotLook(tops: readonly SlotTop[], job: RankFor): SlotLook {
  const unread = tops.map((first) => ({ slot: first.slot, bound: scoreOf(first, job) }));
  return { owners: [], unread: unread.sort((one, other) => other.bound - one.bound) };
}

/** What the first owner of a slot would score; one of the slot that ends sooner is better by its width at most. */
function scoreOf({ top, reset_at_ms: resetAtMs }: SlotTop, { nowMs, windowMs }: RankFor): number {
  const leftMs = resetAtMs === null ? windowMs : Math.max(0, resetAtMs - nowMs);
  return (1000 * top) / (leftMs + windowMs / 60);
}
