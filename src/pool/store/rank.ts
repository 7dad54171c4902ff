import { crowd, headroom, OPEN_LEASES_OFFSET, type Standing } from './standing.js';
import type { Candidate } from './types.js';

/** An owner's budget as a claim ranks and debits it. */
export type RankedOwner = Standing & {
  ownerId: string;
  limit: number;
  openedAtMs: number;
  wakeAtMs: number;
  /** What ranking has found, for as long as the owner stands as it did, and at one moment. */
  judged?: Judged | undefined;
};

type Judged = { deviation: number; room: number; score: number };

/** What a job asks of its owner, and who is out of the question or behind the others for it. */
export type RankFor = {
  nowMs: number;
  windowMs: number;
  need: number;
  deviation: number;
  /** The least that must be free. */
  least: number;
  excluded: ReadonlySet<string>;
  /** Owners that lend to the same run already. */
  shared: ReadonlySet<string>;
  /** The owner whose window is due to be opened, or ''. */
  dueId: string;
  /** Owners with a closed window, unless due, are behind the others as well, as if the run had them already. */
  sparesClosed: boolean;
};

/** Where an owner stands among those for a job: a higher tier first, in it a higher value, then the lower id. */
type Place = { tier: number; value: number };

export type Ranked<O extends RankedOwner = RankedOwner> = Omit<Candidate, 'ownerRef'> &
  Place & { owner: O; shares: boolean; isDue: boolean };

/** Who can serve the need before who cannot, owners new to the run before its own, one that is due first of these. */
const TIER = { canNotServe: 0, shares: 1, isNew: 3, isDue: 1 } as const;

/** Requests that are not promised to anybody. */
export function freeOf({ lendRemaining, promised }: RankedOwner): number {
  return lendRemaining - promised;
}

function isEligible(owner: RankedOwner, { least, excluded }: Pick<RankFor, 'least' | 'excluded'>): boolean {
  return freeOf(owner) >= least && !excluded.has(owner.ownerId);
}

/**
 * Whether there are as many leases as owners. A busy pool spares closed windows: the legs of a matrix that opened
 * all of them at once would have them end at once too, for hours. A quiet pool's legs find owners enough.
 */
export function isBusy(owners: Iterable<RankedOwner>, job: Pick<RankFor, 'least' | 'excluded'>): boolean {
  let [eligible, leases] = [0, 0];
  for (const owner of owners) {
    if (!isEligible(owner, job)) continue;
    eligible += 1;
    leases += owner.openLeases;
  }
  return leases >= eligible;
}

/**
 * The best owners of those given, best first, by rule S: who can serve the need before who cannot, owners new to
 * the run before those that it has, one whose window is due before all of these, equals by their ids.
 */
export function rankOwners<O extends RankedOwner>(
  owners: Iterable<O>,
  job: RankFor,
  most: number,
): Ranked<O>[] {
  const best: Ranked<O>[] = [];
  const { dueId } = job;
  // Below it an owner is behind whatever else there is to it; most of many are, and looking that up takes longest.
  let bar = Number.NEGATIVE_INFINITY;
  for (const owner of owners) {
    const { room, score } = judgedOf(owner, job);
    if (score < bar || !isEligible(owner, job)) continue;
    const tier = tierOf(owner, room, job);
    const value = tier === TIER.canNotServe ? room : score;
    const before = best[most - 1];
    if (before && isAhead(before, { tier, value, owner })) continue;
    const { ownerId, openLeases } = owner;
    const feasible = tier !== TIER.canNotServe;
    const shares = feasible && tier < TIER.isNew;
    const isDue = feasible && ownerId === dueId;
    place(best, { owner, headroom: room, score, openLeases, feasible, shares, isDue, tier, value }, most);
    const last = best[most - 1];
    if (last && last.tier === TIER.isNew && dueId === '') bar = last.value;
  }
  return best;
}

function judgedOf(owner: RankedOwner, job: RankFor): Judged {
  const { judged } = owner;
  if (judged?.deviation === job.deviation) return judged;
  const room = headroom(owner, job.deviation);
  const made = { deviation: job.deviation, room, score: scoreOf(owner, room, job) };
  owner.judged = made;
  return made;
}

/** A window whose reset has passed is closed, though its row may not say so yet. */
function isClosed({ resetAtMs }: RankedOwner, nowMs: number): boolean {
  return resetAtMs === null || resetAtMs <= nowMs;
}

function tierOf(owner: RankedOwner, room: number, job: RankFor): number {
  if (room < job.need) return TIER.canNotServe;
  const isDue = owner.ownerId === job.dueId;
  const isSpared = job.sparesClosed && !isDue && owner.openLeases === 0 && isClosed(owner, job.nowMs);
  const tier = isSpared || job.shared.has(owner.ownerId) ? TIER.shares : TIER.isNew;
  return isDue ? tier + TIER.isDue : tier;
}

/** Headroom per second until the reset, shared over open leases; a minute, scaled with the window, tames the end. */
function scoreOf(owner: RankedOwner, room: number, { nowMs, windowMs }: RankFor): number {
  const { openLeases, lendLimit } = owner;
  const closed = isClosed(owner, nowMs);
  const leftMs = closed || owner.resetAtMs === null ? windowMs : owner.resetAtMs - nowMs;
  const crowded = crowd({ openLeases, resetAtMs: closed ? null : owner.resetAtMs });
  return (1000 * room) / lendLimit / (leftMs + windowMs / 60) / (OPEN_LEASES_OFFSET + crowded);
}

function place<O extends RankedOwner>(best: Ranked<O>[], ranked: Ranked<O>, most: number): void {
  let at = Math.min(best.length, most - 1);
  for (let above = best[at - 1]; above && isAhead(ranked, above); above = best[at - 1]) {
    best[at] = above;
    at -= 1;
  }
  best[at] = ranked;
}

function isAhead(one: Place & { owner: RankedOwner }, other: Place & { owner: RankedOwner }): boolean {
  if (one.tier !== other.tier) return one.tier > other.tier;
  return one.value === other.value ? one.owner.ownerId < other.owner.ownerId : one.value > other.value;
}
