import { type BudgetState, freeOf, headroom } from './budget-state.js';

/** A closed window counts as this many open leases, so that ordinary leases open windows one by one. */
const CLOSED_COUNTS_AS = 16;
/** Spreads bursts over owners that are otherwise alike. */
const OPEN_LEASES_OFFSET = 4;

/** What ranking looks at. */
export type Candidate = { id: string; budget: BudgetState };

/** What a job needs, and which owners come before or after the others for it. */
export type RankingRequest = {
  nowMs: number;
  windowMs: number;
  need: number;
  deviation: number;
  /** Owners that lend to the same run already. */
  reused: ReadonlySet<string>;
  /** The owner whose window is due to be opened, or ''. */
  dueId: string;
  /** Whether idle owners with a closed window rank with those that the run uses already, unless they are due. */
  deprioritizeIdle: boolean;
  /** Owners whose token GitHub recently refused to the same principal: they rank last. */
  distrusted: ReadonlySet<string>;
};

export type Ranked<C extends Candidate = Candidate> = {
  candidate: C;
  headroom: number;
  score: number;
  /** At the time of ranking. */
  openLeases: number;
  feasible: boolean;
  reusesOwner: boolean;
};

/**
 * A higher tier comes first: owners that can serve the need before those that cannot, owners new to the run before
 * those it uses already, and within each the owner that is due.
 */
const TIER = { distrusted: -1, infeasible: 0, reused: 1, fresh: 3, due: 1 } as const;

type Scored<C extends Candidate> = {
  candidate: C;
  headroom: number;
  score: number;
  tier: number;
  /** Orders candidates within a tier: the score, or the headroom of those that cannot serve the need. */
  value: number;
};

/** The best `most` candidates, best first; ties are broken by id. */
export function rank<C extends Candidate>(
  candidates: readonly C[],
  job: RankingRequest,
  most: number,
): Ranked<C>[] {
  const best: Scored<C>[] = [];
  for (const candidate of candidates) {
    const room = headroom(candidate.budget, job.deviation);
    const tier = tierOf(candidate, room, job);
    const score = scoreOf(candidate.budget, room, job);
    const value = tier > TIER.infeasible ? score : room;
    const last = best[most - 1];
    if (last && (tier < last.tier || (tier === last.tier && value < last.value))) continue;
    insert(best, { candidate, headroom: room, score, tier, value }, most);
  }
  return best.map(({ candidate, headroom: room, score, tier }) => ({
    candidate,
    headroom: room,
    score,
    openLeases: candidate.budget.openLeases,
    feasible: tier > TIER.infeasible,
    reusesOwner: tier > TIER.infeasible && tier < TIER.fresh,
  }));
}

/**
 * Whether there are as many open leases as owners. If a matrix opened all windows of a busy pool at once, they would
 * also end at once, for hours; a quiet pool has owners to spare.
 */
export function isBusy(candidates: readonly Candidate[]): boolean {
  let leases = 0;
  for (const { budget } of candidates) leases += budget.openLeases;
  return leases >= candidates.length;
}

function tierOf({ id, budget }: Candidate, room: number, job: RankingRequest): number {
  if (job.distrusted.size > 0 && job.distrusted.has(id)) return TIER.distrusted;
  if (room < job.need) return TIER.infeasible;
  const isDue = id === job.dueId;
  const isIdle = budget.openLeases === 0 && budget.resetAtMs === null;
  const isBehind = job.reused.has(id) || (job.deprioritizeIdle && isIdle && !isDue);
  return (isBehind ? TIER.reused : TIER.fresh) + (isDue ? TIER.due : 0);
}

/**
 * Headroom per second until the reset, divided among open leases. A minute (of an hour's window) is added to the time,
 * so that scores do not explode just before the reset.
 */
function scoreOf(budget: BudgetState, room: number, { nowMs, windowMs }: RankingRequest): number {
  const leftMs = budget.resetAtMs === null ? windowMs : budget.resetAtMs - nowMs;
  const isClosed = budget.resetAtMs === null && budget.openLeases === 0;
  const leases = isClosed ? CLOSED_COUNTS_AS : budget.openLeases;
  return (1000 * room) / budget.lendLimit / (leftMs + windowMs / 60) / (OPEN_LEASES_OFFSET + leases);
}

function insert<C extends Candidate>(best: Scored<C>[], scored: Scored<C>, most: number): void {
  let at = best.length;
  for (let above = best[at - 1]; above && isAhead(scored, above); above = best[at - 1]) {
    best[at] = above;
    at -= 1;
  }
  best[at] = scored;
  if (best.length > most) best.length = most;
}

function isAhead(one: Scored<Candidate>, other: Scored<Candidate>): boolean {
  if (one.tier !== other.tier) return one.tier > other.tier;
  return one.value === other.value ? one.candidate.id < other.candidate.id : one.value > other.value;
}

/** Whether an owner has as much free as a request demands at least. */
export function hasLeast({ budget }: Candidate, leastFree: number): boolean {
  return budget.lendLimit > 0 && freeOf(budget) >= leastFree;
}
