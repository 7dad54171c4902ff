import type {
  BudgetFigures,
  HeldToken,
  JobGitHub,
  JobPool,
  JobObservation,
  SimulatedJob,
  Swap,
  Tally,
} from './types.js';

export type JobRunDeps = {
  pool: JobPool;
  github: JobGitHub;
  nowMs: () => number;
  windowMs: number;
  /** Null for clients that cannot change their token while they run. */
  swap: Swap | null;
  /** Where a job's figures go; undefined for jobs of the warm-up. */
  tally: Tally | undefined;
};

/** A running job. `step` does what is due and returns the time of the next step, or undefined at the end. */
export type JobRun = { step(): Promise<number | undefined> };

/** Longer jobs make several calls per step, so that a trace of large jobs does not take forever. */
const MAX_STEPS = 64;
/** An even pace, and one that makes half of the calls in the first eighth of the time. */
const EXPONENT = { even: 1, front: 3 } as const;

type Held = HeldToken & { start: BudgetFigures };

/** Plays one job: lease, calls, swaps where it can, report. */
export function createJobRun(job: SimulatedJob, deps: JobRunDeps): JobRun {
  const steps = Math.min(MAX_STEPS, Math.ceil(job.requests));
  const run: Progress = {
    job,
    deps,
    steps,
    held: undefined,
    step: 0,
    made: 0,
    begunAtMs: 0,
    lookAtMs: Infinity,
    keptUntilMs: 0,
    limited: 0,
    hasWaited: false,
  };
  return { step: () => advance(run) };
}

type Progress = {
  job: SimulatedJob;
  deps: JobRunDeps;
  steps: number;
  held: Held | undefined;
  step: number;
  made: number;
  begunAtMs: number;
  /** When the keeper looks at the budget next. */
  lookAtMs: number;
  /** The pool said to keep the token; asking again before then would not change its mind. */
  keptUntilMs: number;
  limited: number;
  hasWaited: boolean;
};

async function advance(run: Progress): Promise<number | undefined> {
  const { deps } = run;
  if (!run.held) {
    const result = await deps.pool.lease(run.job.job);
    if ('retryAfterMs' in result) {
      run.hasWaited = true;
      return deps.nowMs() + result.retryAfterMs;
    }
    run.held = { ...result, start: deps.github.readBudget(result.token) };
    run.begunAtMs = deps.nowMs();
    run.lookAtMs = run.begunAtMs + (deps.swap?.checkEveryMs ?? Infinity);
    return nextAtMs(run);
  }
  if (deps.nowMs() < callsAtMs(run)) await lookAtBudget(run, run.held);
  else if (run.step >= run.steps) return finish(run, run.held);
  else await makeCalls(run, run.held);
  return nextAtMs(run);
}

/** When the next calls are due, or the end. */
function callsAtMs({ job, step, steps, begunAtMs }: Progress): number {
  const share = step >= steps ? 1 : ((step + 0.5) / steps) ** EXPONENT[job.pace];
  return begunAtMs + job.lengthMs * share;
}

function nextAtMs(run: Progress): number {
  return Math.min(callsAtMs(run), run.lookAtMs);
}

async function makeCalls(run: Progress, held: Held): Promise<void> {
  const { deps, job } = run;
  run.step += 1;
  const calls = Math.round((job.requests * run.step) / run.steps) - run.made;
  run.made += calls;
  const seen = deps.github.call(held.token, calls);
  run.limited += seen.limited;
  const { swap } = deps;
  if (!swap || swap.checkEveryMs !== undefined || run.step >= run.steps || deps.nowMs() < run.keptUntilMs)
    return;
  if (seen.limited > 0 || isLow(seen, swap)) await leaseAgain(run, held, seen);
}

/** What the keeper does now and then. It costs no call. */
async function lookAtBudget(run: Progress, held: Held): Promise<void> {
  const { swap, github } = run.deps;
  run.lookAtMs += swap?.checkEveryMs ?? Infinity;
  const seen = github.readBudget(held.token);
  if (swap && isLow(seen, swap)) await leaseAgain(run, held, seen);
}

function isLow({ limit, remaining }: BudgetFigures, { belowCalls, belowShare }: Swap): boolean {
  return remaining < Math.min(limit, Math.max(belowCalls, belowShare * limit));
}

async function leaseAgain(
  run: Progress,
  held: Held,
  seen: BudgetFigures & { limited?: number },
): Promise<void> {
  const { deps } = run;
  const observation: JobObservation = { start: held.start, now: seen, outcome: outcomeOf(seen) };
  const replacement = await deps.pool.renew(held.leaseId, observation);
  if (!replacement) {
    run.keptUntilMs = deps.nowMs() + deps.windowMs / 60;
    return;
  }
  run.held = { ...replacement, start: deps.github.readBudget(replacement.token) };
  if (deps.tally) deps.tally.swaps += 1;
}

async function finish(run: Progress, held: Held): Promise<undefined> {
  const { deps, job } = run;
  if (job.ending === 'reports') {
    const now = deps.github.readBudget(held.token);
    await deps.pool.report(held.leaseId, { start: held.start, now, outcome: outcomeOf(now) });
  }
  if (!deps.tally) return;
  deps.tally.jobs += 1;
  deps.tally.calls += run.made;
  deps.tally.limited += run.limited;
  if (run.limited > 0) deps.tally.jobsLimited += 1;
  if (run.hasWaited) deps.tally.jobsWaited += 1;
}

function outcomeOf(seen: BudgetFigures & { limited?: number }): JobObservation['outcome'] {
  return seen.remaining === 0 || (seen.limited ?? 0) > 0 ? 'exhausted' : 'ok';
}
