import { type Random, seededRandom } from '../../src/pool/cli/simulation/random.js';
import type { SimulatedJob } from '../../src/pool/cli/simulation/types.js';

export type TrafficOptions = {
  seed: number;
  /** Offered calls over the sum of budgets. */
  load: number;
  owners: number;
  limit: number;
  windowMs: number;
  windows: number;
  killedShare: number;
};

type Key = { job: string; median: number; lengthMs: number; pace: SimulatedJob['pace'] };

const HOUR_MS = 3_600_000;
const KEYS = 40;
/** Small jobs, as a share of one owner's budget: the median key takes 1.5 %, the largest 6 %. */
const MEDIAN_SHARE = 0.015;
const LARGEST_SHARE = 0.06;
const SIGMA_OF_KEYS = 0.5;
const SIGMA_WITHIN_KEY = 0.4;
/** The share of jobs that make no calls, because a cache serves them. */
const CACHED = { share: 0.15, calls: 0.1 };
/** In a window of an hour, a job runs for minutes and a matrix starts within seconds. */
const MEDIAN_LENGTH_MS = 6 * 60_000;
const SIGMA_OF_LENGTHS = 0.5;
const BURST_MS = 20_000;
const BURST_JOBS = { minimum: 8, most: 24 };
/** The largest share of all budgets that one matrix takes. */
const BURST_SHARE = 0.25;

/** Half of the calls come from single jobs, half from matrices whose legs start together. */
export function traffic(options: TrafficOptions): SimulatedJob[] {
  const random = seededRandom(options.seed);
  const scale = options.windowMs / HOUR_MS;
  const keys = Array.from({ length: KEYS }, (_, index): Key => keyOf(index, options, random));
  const endMs = options.windows * options.windowMs;
  const callsPerMs = (options.load * options.owners * options.limit) / options.windowMs;
  const jobs: SimulatedJob[] = [];
  let runs = 0;
  const leg = (key: Key, atMs: number) => {
    jobs.push(jobOf(key, { atMs, run: runs, random, killedShare: options.killedShare }));
    return jobs.at(-1)?.requests ?? 0;
  };
  for (const legs of [1, BURST_JOBS]) {
    let calls = 0;
    // The next arrival waits for the time in which half of the load makes as many calls as the last one.
    for (let atMs = 0; atMs < endMs; atMs = poissonAtMs(atMs, calls / (callsPerMs / 2), random)) {
      const key = keys[Math.floor(random() * KEYS)];
      if (!key) continue;
      runs += 1;
      calls = 0;
      const count = typeof legs === 'number' ? legs : burstSize(legs, random);
      const maxCalls = BURST_SHARE * options.owners * options.limit;
      for (let each = 0; each < count && calls < maxCalls; each += 1) {
        calls += leg(key, atMs + random() * burstMs(legs, scale));
      }
    }
  }
  return scaleToLoad(jobs, options).sort((a, b) => a.atMs - b.atMs);
}

/** Stretches or compresses time, so that random traffic has exactly the load asked for. */
function scaleToLoad(jobs: readonly SimulatedJob[], options: TrafficOptions): SimulatedJob[] {
  const offered = jobs.reduce((sum, { requests }) => sum + requests, 0);
  const factor = offered / (options.load * options.owners * options.limit * options.windows);
  return jobs.map((job) => ({ ...job, atMs: job.atMs * factor }));
}

const burstMs = (legs: number | typeof BURST_JOBS, scale: number) =>
  typeof legs === 'number' ? 0 : BURST_MS * scale;

/** An exponential wait with the given mean. */
const poissonAtMs = (atMs: number, meanMs: number, random: Random) => atMs - meanMs * Math.log(1 - random());

function burstSize({ minimum: least, most }: typeof BURST_JOBS, random: Random): number {
  return Math.round(least * (most / least) ** random());
}

function keyOf(index: number, { limit, windowMs }: TrafficOptions, random: Random): Key {
  const median = MEDIAN_SHARE * limit * Math.exp(SIGMA_OF_KEYS * gaussian(random));
  return {
    job: `job-${index}`,
    median: Math.min(median, LARGEST_SHARE * limit),
    lengthMs: (MEDIAN_LENGTH_MS * windowMs * Math.exp(SIGMA_OF_LENGTHS * gaussian(random))) / HOUR_MS,
    pace: index % 2 === 0 ? 'even' : 'front',
  };
}

type Leg = { atMs: number; run: number; random: Random; killedShare: number };

function jobOf(key: Key, { atMs, run, random, killedShare }: Leg): SimulatedJob {
  const cached = random() < CACHED.share ? CACHED.calls : 1;
  const requests = Math.max(
    1,
    Math.round(key.median * cached * Math.exp(SIGMA_WITHIN_KEY * gaussian(random))),
  );
  const lengthMs = key.lengthMs * Math.exp(0.2 * gaussian(random));
  const ending = random() < killedShare ? 'killed' : 'reports';
  const job = {
    repository: 'octo-org/widgets',
    workflow: 'ci.yml',
    job: key.job,
    run_id: String(run + 1),
    run_attempt: 1,
    event_name: 'push',
  };
  return { atMs, job, requests, lengthMs, pace: key.pace, ending };
}

/** A standard normal number, by Box and Muller. */
function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
