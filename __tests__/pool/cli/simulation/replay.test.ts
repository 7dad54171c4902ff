import { describe, expect, it } from '@jest/globals';
import { traffic } from '../../../../bench/leasing/traffic.js';
import { replay } from '../../../../src/pool/cli/simulation/replay.js';
import type { SimulatedJob, Swap } from '../../../../src/pool/cli/simulation/types.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const SWAP: Swap = { belowShare: 0.01, belowCalls: 5 };

function aJob(overrides: Partial<SimulatedJob> & { name?: string; run?: number } = {}): SimulatedJob {
  const { name = 'build', run = 1, ...fields } = overrides;
  const job = {
    repository: 'octo/repo',
    workflow: 'ci',
    job: name,
    run_id: String(run),
    run_attempt: 1,
    event_name: 'push',
  };
  return { atMs: HOUR, job, requests: 10, lengthMs: MINUTE, pace: 'even', ending: 'reports', ...fields };
}

function replayOn(limits: number[], jobs: readonly SimulatedJob[], swap: Swap | null = null) {
  return replay(jobs, { limits, bucket: 'core', reserve: 0, windowMs: HOUR, swap, countedFromMs: 0 });
}

/** Jobs of one key that are known to be small, then one that needs far more. */
function surprise(requests: number): SimulatedJob[] {
  const usual = Array.from({ length: 10 }, (_, run) => aJob({ atMs: HOUR + run * 2 * MINUTE, run: run + 1 }));
  return [...usual, aJob({ atMs: HOUR + 30 * MINUTE, run: 99, requests })];
}

describe('a replay', () => {
  it('makes every call of every job and refuses none while the owners have enough', async () => {
    const jobs = Array.from({ length: 20 }, (_, run) => aJob({ run: run + 1, atMs: HOUR + run * MINUTE }));
    const tally = await replayOn([500, 500], jobs);
    expect(tally).toMatchObject({ calls: 200, limited: 0, jobs: 20, jobsLimited: 0, jobsWaited: 0 });
  });

  it('refuses the calls that an owner has no budget for', async () => {
    const tally = await replayOn([300], surprise(400));
    expect(tally).toMatchObject({ calls: 500, limited: 200, jobsLimited: 1 });
  });

  it('moves a job with an exhausted owner to another, if it can lease again', async () => {
    const jobs = surprise(400);
    const [without, withSwap] = [await replayOn([300, 300], jobs), await replayOn([300, 300], jobs, SWAP)];
    expect(without.limited).toBeGreaterThan(50);
    expect(withSwap).toMatchObject({ limited: 0, swaps: 1 });
  });

  it('lets a job wait for the next window when nothing is left to lend', async () => {
    const jobs = [aJob({ requests: 100 }), aJob({ run: 2, atMs: HOUR + 10 * MINUTE })];
    const tally = await replayOn([100], jobs);
    expect(tally).toMatchObject({ jobs: 2, limited: 0, jobsWaited: 1 });
  });

  it('releases what killed jobs were promised', async () => {
    const killed = Array.from({ length: 4 }, (_, run) =>
      aJob({ run: run + 1, atMs: HOUR + run * MINUTE, ending: 'killed', requests: 1 }),
    );
    const tally = await replayOn([400], [...killed, aJob({ run: 99, atMs: 4 * HOUR, requests: 200 })]);
    expect(tally).toMatchObject({ limited: 0, jobsWaited: 0 });
  });

  it('leaves the warm-up out of its count', async () => {
    const jobs = [aJob(), aJob({ run: 2, atMs: 2 * HOUR })];
    const options = { limits: [500], bucket: 'core', reserve: 0, windowMs: HOUR, swap: null };
    expect(await replay(jobs, { ...options, countedFromMs: 2 * HOUR })).toMatchObject({ jobs: 1, calls: 10 });
  });

  it('gives the same result each time', async () => {
    const jobs = traffic({ ...A_LOAD, windows: 2 });
    const limits = Array<number>(A_LOAD.owners).fill(A_LOAD.limit);
    expect(await replayOn(limits, jobs, SWAP)).toEqual(await replayOn(limits, jobs, SWAP));
  });
});

const A_LOAD = {
  seed: 5,
  load: 0.8,
  owners: 8,
  limit: 500,
  windowMs: HOUR,
  windows: 4,
  killedShare: 0,
};

describe('the rules on learnable traffic', () => {
  it('keep limited calls under a thousandth at a load of 0.7, over ten windows', async () => {
    const jobs = traffic({ ...A_LOAD, load: 0.7, owners: 20, windows: 12 });
    const tally = await replay(jobs, {
      limits: Array<number>(20).fill(A_LOAD.limit),
      bucket: 'core',
      reserve: 0,
      windowMs: HOUR,
      swap: SWAP,
      countedFromMs: 2 * HOUR,
    });
    expect(tally.calls).toBeGreaterThan(60_000);
    expect(tally.limited / tally.calls).toBeLessThan(0.001);
  }, 60_000);
});

describe('the traffic of the bench', () => {
  const callsOf = (jobs: readonly SimulatedJob[]) => jobs.reduce((sum, { requests }) => sum + requests, 0);

  it('is the same for the same seed, and different for another', () => {
    expect(traffic(A_LOAD)).toEqual(traffic(A_LOAD));
    expect(traffic(A_LOAD)).not.toEqual(traffic({ ...A_LOAD, seed: 6 }));
  });

  it('offers the requested load', () => {
    const jobs = traffic(A_LOAD);
    const lastsMs = jobs.at(-1)?.atMs ?? 0;
    const offered = callsOf(jobs) / (lastsMs / HOUR) / (A_LOAD.owners * A_LOAD.limit);
    expect(offered).toBeGreaterThan(0.75);
    expect(offered).toBeLessThan(0.85);
  });

  it('kills the requested share of jobs', () => {
    const jobs = traffic({ ...A_LOAD, killedShare: 0.1 });
    const killed = jobs.filter(({ ending }) => ending === 'killed').length / jobs.length;
    expect(killed).toBeGreaterThan(0.07);
    expect(killed).toBeLessThan(0.13);
  });
});
