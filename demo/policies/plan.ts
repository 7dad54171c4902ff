import { POOL } from '../../bench/leasing/cells.js';
import { traffic } from '../../bench/leasing/traffic.js';
import type { SimulatedJob } from '../../src/pool/cli/simulation/types.js';

const { owners, limit } = POOL;
export const BUDGET = owners * limit;
/** Nearly the whole budget, because with ample budgets every policy works. */
const LOAD = 0.97;
/** The length of a scaled hour of jobs. */
const PACE_MS = 8_000;
const SEED = 1;
/** More traffic than the budgets can serve, to be cut off exactly at the load. */
const WINDOWS = 2;
/** The first jobs of each kind run one after the other, and are short. */
const WARM_UP = { everyMs: 50, lengthMs: 40 };

/**
 * The jobs of an hour, the same for every policy: single jobs, and matrices whose legs start together. One job of each
 * kind comes first, because a real pool has seen most of its jobs before.
 */
export function planJobs(): SimulatedJob[] {
  const pace = { windowMs: PACE_MS, windows: WINDOWS };
  const all = traffic({ seed: SEED, load: LOAD, owners, limit, killedShare: 0, ...pace });
  const firsts = [...new Map(all.toReversed().map((job) => [job.job.job, job])).values()];
  const warmUpJobs = firsts.map((job, index) => ({
    ...job,
    atMs: index * WARM_UP.everyMs,
    lengthMs: WARM_UP.lengthMs,
  }));
  const beginMs = warmUpJobs.length * WARM_UP.everyMs;
  const jobs = [...warmUpJobs, ...all.map((job) => ({ ...job, atMs: job.atMs + beginMs }))];
  let left = LOAD * BUDGET;
  return jobs.filter(({ requests }) => {
    left -= requests;
    return left > 0;
  });
}

/** Calls that jobs want to make. */
export function callsOf(jobs: readonly SimulatedJob[]): number {
  return jobs.reduce((sum, { requests }) => sum + requests, 0);
}
