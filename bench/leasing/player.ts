import { createJobRun, type JobRun } from '../../src/pool/cli/simulation/job-run.js';
import { createTimeline } from '../../src/pool/cli/simulation/timeline.js';
import {
  emptyTally,
  type JobGitHub,
  type JobPool,
  type SimulatedJob,
  type Swap,
  type Tally,
} from '../../src/pool/cli/simulation/types.js';

export type Play = {
  pool: JobPool;
  github: JobGitHub;
  windowMs: number;
  swap: Swap | null;
  /** Jobs that begin before this time, measured from the start, are the warm-up. */
  countedFromMs: number;
  /** Ends the run early. */
  isOver: () => boolean;
};

/** Short enough that no call is late by more than a second of the scaled hour. */
const TICK_MS = 5;

/** Runs jobs in real time, with the concurrency of the traffic. */
export async function playLive(jobs: readonly SimulatedJob[], play: Play): Promise<Tally> {
  const startedAtMs = Date.now();
  const tally = emptyTally();
  const due = createTimeline<JobRun>();
  const base = { pool: play.pool, github: play.github, nowMs: Date.now, windowMs: play.windowMs };
  for (const job of jobs) {
    const counts = job.atMs >= play.countedFromMs ? tally : undefined;
    due.add(startedAtMs + job.atMs, createJobRun(job, { ...base, swap: play.swap, tally: counts }));
  }
  let left = jobs.length;
  await new Promise<void>((resolve, reject) => {
    const step = async (run: JobRun) => {
      const nextAtMs = await run.step();
      if (nextAtMs === undefined) left -= 1;
      else due.add(nextAtMs, run);
    };
    let waiting = due.next();
    const end = (settle: () => void) => {
      clearInterval(timer);
      settle();
    };
    const timer = setInterval(() => {
      if (left === 0 || play.isOver()) end(resolve);
      while (waiting && waiting.atMs <= Date.now()) {
        step(waiting.event).catch((fault: unknown) => end(() => reject(fault)));
        waiting = due.next();
      }
      // Steps added in the meantime may be due before this one.
      if (waiting) due.add(waiting.atMs, waiting.event);
      waiting = due.next();
    }, TICK_MS);
  });
  return tally;
}
