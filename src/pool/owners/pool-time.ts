import type { Budgets } from '../github/types.js';

/** Smaller differences are ignored: GitHub's `Date` has whole seconds, and answers take time. */
const AGREEMENT_MS = 120_000;

/**
 * Converts resets from GitHub's clock to the pool's. On a machine whose clock is an hour ahead, every window would
 * otherwise seem to be over, and every budget full.
 */
export function inPoolTime(budgets: Budgets, nowMs: number): Budgets {
  const aheadMs = budgets.answeredAtMs === null ? 0 : nowMs - budgets.answeredAtMs;
  if (Math.abs(aheadMs) <= AGREEMENT_MS) return budgets;
  const buckets = budgets.buckets.map((seen) => ({ ...seen, resetAtMs: seen.resetAtMs + aheadMs }));
  return { ...budgets, buckets };
}
