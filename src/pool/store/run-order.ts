import { type Batch, type BatchOwner, leasesOfRun } from './claim-batch.js';
import { EXPLAINED } from './lease-steps.js';
import { type Ranked, type RankFor, rankOwners } from './rank.js';
import type { ClaimRequest } from './types.js';

/** The best owners for a job, all that they are the best of, and, where they are known, those for further legs of the run. */
export type Ranking = {
  ranked: Ranked<BatchOwner>[];
  among: readonly BatchOwner[];
  job: RankFor;
  leading?: readonly Ranked<BatchOwner>[] | undefined;
};

/** Owners ranked for the legs of a run that claim one after another, and how many of them are gone. */
export type RunOrder = {
  request: ClaimRequest;
  least: number;
  ranked: Ranked<BatchOwner>[];
  taken: number;
  /** The debits that the ranking knows of. */
  debits: number;
};

type Leg = { request: ClaimRequest; job: RankFor };

/**
 * The best owners for a leg. Ranking takes all owners of a look into account, and the next leg of a run would find
 * the same order less the owner that has just been lent: as long as nothing else has changed, the order is kept.
 */
export function nextOfRun(
  batch: Batch,
  look: { owners: readonly BatchOwner[]; order: RunOrder | undefined },
  leg: Leg,
): Ranked<BatchOwner>[] {
  const { request, job } = leg;
  const { order } = look;
  if (order && follows(batch, order, leg)) {
    order.taken += 1;
    order.debits = batch.debits;
    const ranked = order.ranked.slice(order.taken, order.taken + EXPLAINED);
    if (areNew(ranked)) return ranked;
  }
  const ranked = rankOwners(look.owners, job, leasesOfRun(batch, request) + EXPLAINED - 1);
  const isKept = job.dueId === '' && job.excluded.size === 0;
  look.order = isKept ? { request, least: job.least, ranked, taken: 0, debits: batch.debits } : undefined;
  return ranked.slice(0, EXPLAINED);
}

function follows({ debits, lastDebited }: Batch, order: RunOrder, { request, job }: Leg): boolean {
  const { job: run } = order.request;
  return (
    job.dueId === '' &&
    job.excluded.size === 0 &&
    job.least === order.least &&
    request.job.run_id === run.run_id &&
    request.job.repository === run.repository &&
    debits === order.debits + 1 &&
    lastDebited === order.ranked[order.taken]?.owner
  );
}

/** Among owners that the run has already, the one just lent has a place that the order does not know. */
function areNew(ranked: readonly Ranked[]): boolean {
  const last = ranked[EXPLAINED - 1];
  return last?.feasible === true && !last.shares;
}
