import type { Job } from '../../../wire.js';

/** One job of a trace: when it asks for a token and what it does with it. */
export type SimulatedJob = {
  atMs: number;
  job: Job;
  requests: number;
  lengthMs: number;
  /** Front-loaded jobs make most of their calls at their beginning. */
  pace: 'even' | 'front';
  /** Jobs that are killed never report; their leases end by themselves. */
  ending: 'reports' | 'killed';
};

/** A budget as GitHub tells it; `resetAtMs` is null while no window is open. */
export type BudgetFigures = { limit: number; remaining: number; resetAtMs: number | null };

/** The GitHub of a simulated job, which knows owners by their tokens. */
export type JobGitHub = {
  /** Makes calls; those beyond the budget are refused. */
  call(token: string, calls: number): BudgetFigures & { limited: number };
  /** `/rate_limit`, which is free. */
  readBudget(token: string): BudgetFigures;
};

/** What a job saw of its owner's budget, from its first to its last reading. */
export type JobObservation = { start: BudgetFigures; now: BudgetFigures; outcome: 'ok' | 'exhausted' };

export type HeldToken = { leaseId: string; token: string };

/** The pool of a simulated job: the rules themselves, or a server over HTTP. */
export type JobPool = {
  lease(job: Job): Promise<HeldToken | { retryAfterMs: number }>;
  /** Reports and releases. */
  report(leaseId: string, observation: JobObservation): Promise<void>;
  /** Another token for a job whose owner runs dry; undefined when the pool says to keep this one. */
  renew(leaseId: string, observation: JobObservation): Promise<HeldToken | undefined>;
};

/** A job asks for another token when less than this share of the budget, or fewer than this many calls, are left. */
export type Swap = {
  belowShare: number;
  belowCalls: number;
  /**
   * How often the job checks its budget, like the keeper of refresh-token, which sees no responses. Without it the job
   * knows after each call, and also asks when a call was refused.
   */
  checkEveryMs?: number;
};

/** The results of all jobs. */
export type Tally = {
  calls: number;
  limited: number;
  jobs: number;
  jobsLimited: number;
  /** Jobs that the pool could not serve at once. */
  jobsWaited: number;
  swaps: number;
};

export function emptyTally(): Tally {
  return { calls: 0, limited: 0, jobs: 0, jobsLimited: 0, jobsWaited: 0, swaps: 0 };
}
