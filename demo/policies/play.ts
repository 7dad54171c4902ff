import type { BenchPool } from '../../bench/leasing/bench-pool.js';
import { playLive } from '../../bench/leasing/player.js';
import type { JobPool, SimulatedJob, Swap, Tally } from '../../src/pool/cli/simulation/types.js';

/** Progress of one policy; calls are counted by the stand-in for GitHub. */
export type PlayView = {
  jobsDone: number;
  /** Jobs that wait for a reset after the demo. */
  jobsWaiting: number;
  /** One token per owner. */
  tokensUsed: Set<string>;
  /** Calls served before the first refused one. */
  servedAtFirst: number | undefined;
};

export const emptyView = (): PlayView => ({
  jobsDone: 0,
  jobsWaiting: 0,
  tokensUsed: new Set(),
  servedAtFirst: undefined,
});

export type PlayOptions = {
  benchPool: Pick<BenchPool, 'github' | 'served' | 'refused'>;
  pool: JobPool;
  windowMs: number;
  swap: Swap | null;
  signal: AbortSignal;
};

/** Runs all jobs in real time until each is done or waits for a reset after the demo. */
export async function playJobs(
  jobs: readonly SimulatedJob[],
  options: PlayOptions,
  view: PlayView,
): Promise<Tally> {
  const { benchPool, windowMs, swap, signal } = options;
  const isOver = (): boolean => {
    if (benchPool.refused() > 0) view.servedAtFirst ??= benchPool.served();
    return signal.aborted || view.jobsDone + view.jobsWaiting >= jobs.length;
  };
  const pool = recorded(options.pool, view);
  return playLive(jobs, { pool, github: benchPool.github, windowMs, swap, countedFromMs: 0, isOver });
}

function recorded(pool: JobPool, view: PlayView): JobPool {
  return {
    async lease(job) {
      const answer = await pool.lease(job);
      if ('token' in answer) view.tokensUsed.add(answer.token);
      else view.jobsWaiting += 1;
      return answer;
    },
    async renew(leaseId, sight) {
      const other = await pool.renew(leaseId, sight);
      if (other) view.tokensUsed.add(other.token);
      return other;
    },
    async report(leaseId, sight) {
      await pool.report(leaseId, sight);
      view.jobsDone += 1;
    },
  };
}
