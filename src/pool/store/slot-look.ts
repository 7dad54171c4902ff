import type { Batch, BatchOwner } from './claim-batch.js';
import { standings } from './claim-lookups.js';
import { lastRoomReading, lookName, readOne } from './claim-reads.js';
import { type ClaimShape, NEXT_SLOT_TOP_SQL } from './claim-sql.js';
import { ask, type Steps } from './engine.js';
import type { Ranked, RankFor } from './rank.js';
import { nextOfRun, type Ranking, type RunOrder } from './run-order.js';
import type { ClaimRequest } from './types.js';

/** What was read of a large pool so far, and the slots not read yet, the most promising first. */
export type SlotLook = {
  owners: BatchOwner[];
  unread: { slot: number; bound: number }[];
  order: RunOrder | undefined;
};

/** A slot in use, with the score that the index keeps of its first owner, and when that one's window ends. */
export type SlotTop = { slot: number; top: number; reset_at_ms: number | null };

/** Before the slot of closed windows, which is the first. */
const NO_SLOT = -2;

type Among = { pass: ClaimShape['pass']; job: RankFor; takes: (best: Ranked) => boolean };

/**
 * Ranks the best few of each slot, and reads a slot only while it could hold a better owner than those read. A
 * slot is a sixtieth of the window wide, which bounds how far the choice is from the best of all.
 */
export function* rankBySlots(
  batch: Batch,
  request: ClaimRequest,
  { pass, job, takes }: Among,
): Steps<Ranking> {
  if ((yield* lastRoom(batch, request.bucket)) < job.need) return { ranked: [], among: [], job };
  const look = yield* lookOf(batch, request, { pass, job });
  if (job.dueId !== '') add(look, yield* standings(batch, request, { from: 'due', pass, job }));
  for (;;) {
    const ranked = nextOfRun(batch, look, { request, job });
    const [best] = ranked;
    const [next] = look.unread;
    if (!next || (best && takes(best) && (best.isDue || best.score >= next.bound))) {
      return { ranked, among: look.owners, job, leading: look.order?.ranked };
    }
    look.unread.shift();
    add(look, yield* standings(batch, request, { from: 'slot', pass, job, slot: next.slot }));
  }
}

/** An owner whose window was due may be among those of its slot, too. */
function add(look: SlotLook, others: readonly BatchOwner[]): void {
  const known = new Set(look.owners);
  for (const owner of others) if (!known.has(owner)) look.owners.push(owner);
  look.order = undefined;
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
  const look = slotLook(yield* slotTops(batch, request.bucket), job);
  batch.slotLooks.set(name, look);
  return look;
}

function* slotTops({ tops }: Batch, bucket: string): Steps<SlotTop[]> {
  const known = tops.get(bucket);
  if (known) return known;
  const found: SlotTop[] = [];
  for (let after = NO_SLOT; ; ) {
    const [next] = yield* ask<SlotTop>({ sql: NEXT_SLOT_TOP_SQL, parameters: [bucket, after] });
    if (!next) break;
    found.push(next);
    after = next.slot;
  }
  tops.set(bucket, found);
  return found;
}

/** A look at the slots of a pool before any of them is read. */
export function slotLook(tops: readonly SlotTop[], job: RankFor): SlotLook {
  const unread = tops.map((first) => ({ slot: first.slot, bound: scoreOf(first, job) }));
  return { owners: [], order: undefined, unread: unread.sort((one, other) => other.bound - one.bound) };
}

/** What the first owner of a slot would score; one of the slot that ends sooner is better by its width at most. */
function scoreOf({ top, reset_at_ms: resetAtMs }: SlotTop, { nowMs, windowMs }: RankFor): number {
  const leftMs = resetAtMs === null ? windowMs : Math.max(0, resetAtMs - nowMs);
  return (1000 * top) / (leftMs + windowMs / 60);
}
