import { crowd, headroom, OPEN_LEASES_OFFSET, type Standing } from './standing.js';
import type { Candidate } from './types.js';

/** An owner's budget as a claim ranks and debits it. */
export type RankedOwner = Standing & {
  ownerId: string;
  limit: number;
  openedAtMs: number;
  wakeAtMs: number;
};

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

export type Ranked<O extends RankedOwner = RankedOwner> = Omit<Candidate, 'ownerRef'> & {
  owner: O;
  shares: boolean;
  isDue: boolean;
};

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
  for (const owner of owners) {
    if (!isEligible(owner, job)) continue;
    const ranked = judged(owner, job);
    const last = best[most - 1];
    if (last && isBefore(last, ranked)) continue;
    let place = Math.min(best.length, most - 1);
    for (let above = best[place - 1]; above && isBefore(ranked, above); above = best[place - 1]) {
      best[place] = above;
      place -= 1;
    }
    best[place] = ranked;
  }
  return best;
}

function judged<O extends RankedOwner>(owner: O, job: RankFor): Ranked<O> {
  const { nowMs, windowMs, need, deviation, dueId } = job;
  // A window whose reset has passed is closed, though its row may not say so yet.
  const isClosed = owner.resetAtMs === null || owner.resetAtMs <= nowMs;
  const leftMs = isClosed || owner.resetAtMs === null ? windowMs : owner.resetAtMs - nowMs;
  const room = headroom(owner, deviation);
  const openLeases = crowd({ openLeases: owner.openLeases, resetAtMs: isClosed ? null : owner.resetAtMs });
  const feasible = room >= need;
  const isDue = owner.ownerId === dueId;
  const isSpared = job.sparesClosed && isClosed && owner.openLeases === 0 && !isDue;
  return {
    owner,
    headroom: room,
    // Headroom per second until the reset, shared over open leases; a minute, scaled with the window, tames the end.
    score: (1000 * room) / owner.lendLimit / (leftMs + windowMs / 60) / (OPEN_LEASES_OFFSET + openLeases),
    openLeases: owner.openLeases,
    feasible,
    shares: feasible && (isSpared || job.shared.has(owner.ownerId)),
    isDue: feasible && isDue,
  };
}

function isBefore(one: Ranked, other: Ranked): boolean {
  if (one.feasible !== other.feasible) return one.feasible;
  if (one.shares !== other.shares) return other.shares;
  if (one.isDue !== other.isDue) return one.isDue;
  const [mine, theirs] = one.feasible ? [one.score, other.score] : [one.headroom, other.headroom];
  return mine === theirs ? one.owner.ownerId < other.owner.ownerId : mine > theirs;
}
