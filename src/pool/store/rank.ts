import { crowd, headroom, OPEN_LEASES_OFFSET, type Standing } from './standing.js';
import type { Candidate } from './types.js';

/** An owner's budget as a claim ranks and debits it. */
export type RankedOwner = Standing & {
  ownerId: string;
  limit: number;
  openedAtMs: number;
  wakeAtMs: number;
  judged: Judged;
};

/**
 * What ranking has found of an owner. Headroom and score hold for as long as the owner stands as it did, and at one
 * moment; its place is that of the last ranking that had to look: a higher tier first, in it a higher value, then the
 * lower id.
 */
export type Judged = {
  /** Of the job that it was judged for; not a number when the owner has to be judged anew. */
  deviation: number;
  room: number;
  score: number;
  tier: number;
  value: number;
};

/** An owner that no job has judged yet. */
export function unjudged(): Judged {
  return { deviation: Number.NaN, room: 0, score: 0, tier: 0, value: 0 };
}

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
  /**
   * Owners with a closed window, unless due, are behind the others as well, as if the run had them already; told by
   * whoever has seen whether the pool is busy.
   */
  sparesClosed?: boolean;
};

export type Ranked<O extends RankedOwner = RankedOwner> = Omit<Candidate, 'ownerRef'> & {
  owner: O;
  shares: boolean;
  isDue: boolean;
};

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
export function isBusy(owners: readonly RankedOwner[], job: Pick<RankFor, 'least' | 'excluded'>): boolean {
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
  owners: readonly O[],
  job: RankFor,
  most: number,
): Ranked<O>[] {
  const best: O[] = [];
  for (const owner of owners) {
    const { judged } = owner;
    if (judged.deviation !== job.deviation) judge(owner, job);
    const last = best[most - 1];
    if (last && last.judged.tier === TIER.isNew && job.dueId === '' && isBehind(owner, last, job)) continue;
    if (!isEligible(owner, job)) continue;
    judged.tier = tierOf(owner, job);
    judged.value = judged.tier === TIER.canNotServe ? judged.room : judged.score;
    if (!last || isAhead(owner, last)) place(best, owner, most);
  }
  return best.map((owner) => rankedOf(owner, job));
}

function rankedOf<O extends RankedOwner>(owner: O, { dueId }: RankFor): Ranked<O> {
  const { room, score, tier } = owner.judged;
  const feasible = tier !== TIER.canNotServe;
  return {
    owner,
    headroom: room,
    score,
    openLeases: owner.openLeases,
    feasible,
    shares: feasible && tier < TIER.isNew,
    isDue: feasible && owner.ownerId === dueId,
  };
}

/** Whether an owner is behind one that is new to the run, found without its tier, since most of many are. */
function isBehind(
  { judged: { score }, ownerId }: RankedOwner,
  last: RankedOwner,
  { shared }: RankFor,
): boolean {
  if (score < last.judged.value || shared.has(ownerId)) return true;
  return score === last.judged.value && ownerId > last.ownerId;
}

/** Written into what is there: thousands of owners are judged a moment. */
function judge(owner: RankedOwner, job: RankFor): void {
  const { judged } = owner;
  judged.deviation = job.deviation;
  judged.room = headroom(owner, job.deviation);
  judged.score = scoreOf(owner, job);
}

/** A window whose reset has passed is closed, though its row may not say so yet. */
function isClosed({ resetAtMs }: RankedOwner, nowMs: number): boolean {
  return resetAtMs === null || resetAtMs <= nowMs;
}

function tierOf(owner: RankedOwner, job: RankFor): number {
  if (owner.judged.room < job.need) return TIER.canNotServe;
  const isDue = owner.ownerId === job.dueId;
  const isSpared = job.sparesClosed && !isDue && owner.openLeases === 0 && isClosed(owner, job.nowMs);
  const tier = isSpared || job.shared.has(owner.ownerId) ? TIER.shares : TIER.isNew;
  return isDue ? tier + TIER.isDue : tier;
}

/** Headroom per second until the reset, shared over open leases; a minute, scaled with the window, tames the end. */
function scoreOf(owner: RankedOwner, { nowMs, windowMs }: RankFor): number {
  const { openLeases, lendLimit, judged } = owner;
  const closed = isClosed(owner, nowMs);
  const leftMs = closed || owner.resetAtMs === null ? windowMs : owner.resetAtMs - nowMs;
  const crowded = crowd({ openLeases, resetAtMs: closed ? null : owner.resetAtMs });
  return (1000 * judged.room) / lendLimit / (leftMs + windowMs / 60) / (OPEN_LEASES_OFFSET + crowded);
}

function place<O extends RankedOwner>(best: O[], owner: O, most: number): void {
  let at = Math.min(best.length, most - 1);
  for (let above = best[at - 1]; above && isAhead(owner, above); above = best[at - 1]) {
    best[at] = above;
    at -= 1;
  }
  best[at] = owner;
}

function isAhead({ judged: one, ownerId }: RankedOwner, { judged: other, ownerId: otherId }: RankedOwner) {
  if (one.tier !== other.tier) return one.tier > other.tier;
  return one.value === other.value ? ownerId < otherId : one.value > other.value;
}
