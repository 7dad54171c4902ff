import { countedUntilMs, type Window } from './window.js';

/** What an open lease was promised, from which follows what it may still spend. */
export type LeasePromise = {
  need: number;
  deviation: number;
  grantedAtMs: number;
  /** When the job should be done: the promise decays towards it. */
  expectedEndMs: number;
};

/** An owner's budget in one bucket, as claims rank and debit it. */
export type BudgetState = {
  limit: number;
  /** What may be lent after the owner's reserve: of a full budget, and of what is left. */
  lendLimit: number;
  lendRemaining: number;
  /** Requests that open leases may still spend, and the variance of that. */
  promised: number;
  variance: number;
  openLeases: number;
  resetAtMs: number | null;
};

/** How many standard deviations are kept back against jobs that need more than usual. */
export const SAFETY_DEVIATIONS = 2;

/** The share of a lease's need that is still to come after a time: 1 at its grant, 0 at its expected end. */
export function shareAfter(
  lease: Pick<LeasePromise, 'grantedAtMs' | 'expectedEndMs'>,
  timeMs: number,
): number {
  const lengthMs = lease.expectedEndMs - lease.grantedAtMs;
  if (lengthMs <= 0) return lease.grantedAtMs >= timeMs ? 1 : 0;
  return Math.max(0, Math.min(1, (lease.expectedEndMs - timeMs) / lengthMs));
}

/** The state of a budget from a window (rolled to now), the owner's reserve and its open leases. */
export function budgetState(window: Window, reserve: number, leases: readonly LeasePromise[]): BudgetState {
  const sinceMs = countedUntilMs(window);
  let promised = 0;
  let variance = 0;
  for (const lease of leases) {
    const share = shareAfter(lease, sinceMs);
    promised += lease.need * share;
    variance += (lease.deviation * share) ** 2;
  }
  return {
    limit: window.limit,
    lendLimit: window.limit * (1 - reserve),
    lendRemaining: Math.max(0, window.remaining - window.limit * reserve),
    promised,
    variance,
    openLeases: leases.length,
    resetAtMs: window.resetAtMs,
  };
}

/** Requests that are not promised. */
export function freeOf(budget: Pick<BudgetState, 'lendRemaining' | 'promised'>): number {
  return budget.lendRemaining - budget.promised;
}

/** What can still be promised to a job, less a margin for jobs that need more than their mean. */
export function headroom(budget: BudgetState, deviation: number): number {
  return freeOf(budget) - SAFETY_DEVIATIONS * Math.sqrt(budget.variance + deviation * deviation);
}

/** Debits a lease; never promises more than is free. Returns what it was promised. */
export function debit(budget: BudgetState, { need, deviation }: { need: number; deviation: number }): number {
  const promised = Math.min(need, Math.max(0, freeOf(budget)));
  budget.promised += promised;
  budget.variance += deviation ** 2;
  budget.openLeases += 1;
  return promised;
}
