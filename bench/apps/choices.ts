import { legOrder } from '../../src/action/sources/candidate-order.js';
import { createJobRun, type JobRun } from '../../src/pool/cli/simulation/job-run.js';
import { seededRandom } from '../../src/pool/cli/simulation/random.js';
import { replay } from '../../src/pool/cli/simulation/replay.js';
import { createTimeline } from '../../src/pool/cli/simulation/timeline.js';
import {
  emptyTally,
  type JobPool,
  type SimulatedJob,
  type Swap,
  type Tally,
} from '../../src/pool/cli/simulation/types.js';
import { createSimulatedGithub } from '../../src/pool/cli/simulation/simulated-github.js';

export const HOUR_MS = 3_600_000;
export const LIMIT = 5000;
/** The actions skip an App with a smaller share left. */
const LOW_SHARE = 0.2;
/** The keeper of refresh-token checks every minute and replaces a token with 1 % or 50 requests left. */
const KEEPER: Swap = { belowShare: 0.01, belowCalls: 50, checkEveryMs: HOUR_MS / 60 };

type RemainingOf = (app: number) => number;
/** Chooses one of several Apps for a job; `index` is its index in the matrix. */
type Choice = (job: SimulatedJob['job'], index: number, remaining: RemainingOf) => number;

/** The choice of fetch-token. */
function inRunOrder(count: number): Choice {
  return (job, index, remaining) => {
    const leg = { runId: job.run_id, attempt: job.run_attempt, jobIndex: index, wanted: 1 };
    const order = legOrder(count, leg);
    return order.find((place) => remaining(place) >= LOW_SHARE * LIMIT) ?? mostRemaining(order, remaining);
  };
}

function mostRemaining(places: readonly number[], remaining: RemainingOf): number {
  return [...places].sort((one, other) => remaining(other) - remaining(one))[0] ?? 0;
}

const appsOf = (count: number) => Array.from({ length: count }, (_, place) => place);

export const CHOICES = {
  ordered: { name: 'in the order of the run', swap: null },
  keeper: { name: 'replaced by the keeper', swap: KEEPER },
  random: { name: 'at random', swap: null },
  most: { name: 'most remaining', swap: null },
  pool: { name: 'a pool', swap: null },
} as const;

export type ChoiceName = keyof typeof CHOICES;

function choiceOf(name: Exclude<ChoiceName, 'pool'>, count: number): Choice {
  if (name === 'most') return (_job, _index, remaining) => mostRemaining(appsOf(count), remaining);
  if (name !== 'random') return inRunOrder(count);
  const random = seededRandom(7);
  return () => Math.floor(random() * count);
}

export type ReplayOptions = {
  readonly name: ChoiceName;
  readonly count: number;
  readonly countedFromMs: number;
};

/** Replays the jobs with `count` Apps, on a clock that jumps from event to event. */
export async function play(jobs: readonly SimulatedJob[], options: ReplayOptions): Promise<Tally> {
  const { name, count, countedFromMs } = options;
  const limits = appsOf(count).map(() => LIMIT);
  if (name === 'pool') {
    return replay(jobs, { limits, bucket: 'core', reserve: 0, windowMs: HOUR_MS, swap: null, countedFromMs });
  }
  const clock = { ms: 0 };
  const nowMs = () => clock.ms;
  const github = createSimulatedGithub({ nowMs, windowMs: HOUR_MS });
  for (const place of appsOf(count)) github.add(String(place), LIMIT);
  const remaining: RemainingOf = (place) => github.readBudget(String(place)).remaining;
  const pool = poolOfApps(choiceOf(name, count), remaining);
  const tally = emptyTally();
  const runs = createTimeline<JobRun>();
  for (const job of jobs) {
    const counts = job.atMs >= countedFromMs ? tally : undefined;
    const deps = { pool, github, nowMs, windowMs: HOUR_MS, swap: CHOICES[name].swap, tally: counts };
    runs.add(job.atMs, createJobRun(job, deps));
  }
  for (let due = runs.next(); due; due = runs.next()) {
    clock.ms = Math.max(clock.ms, due.atMs);
    const nextAtMs = await due.event.step();
    if (nextAtMs !== undefined) runs.add(nextAtMs, due.event);
  }
  return tally;
}

/** A pool in which each job chooses an App itself. */
function poolOfApps(choose: Choice, remaining: RemainingOf): JobPool {
  const legs = new Map<string, number>();
  const held = new Map<string, { job: SimulatedJob['job']; index: number; place: number }>();
  return {
    async lease(job) {
      const index = legs.get(job.run_id) ?? 0;
      legs.set(job.run_id, index + 1);
      const leaseId = `${job.run_id}/${index}`;
      const place = choose(job, index, remaining);
      held.set(leaseId, { job, index, place });
      return { leaseId, token: String(place) };
    },
    async report(leaseId) {
      held.delete(leaseId);
    },
    async renew(leaseId) {
      const lease = held.get(leaseId);
      if (!lease) return undefined;
      const place = choose(lease.job, lease.index, remaining);
      // The same App, or an exhausted one, is no replacement.
      if (place === lease.place || remaining(place) === 0) return undefined;
      held.set(leaseId, { ...lease, place });
      return { leaseId, token: String(place) };
    },
  };
}
