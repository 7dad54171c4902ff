import type { LeaseRequest } from '../../wire.js';
import type { Store } from '../store/types.js';

export type Estimate = { need: number; deviation: number; seconds: number };

/**
 * Until the pool has seen any job: 100 calls of an ordinary user's 5,000 over 5 minutes, and as much of a smaller
 * budget. Two guesses must never fill an owner, or a fresh pool opens all its windows at once.
 */
const FIRST_GUESS = { shareOfBudget: 0.02, shareOfWindow: 1 / 12 };
/** What a job that was never seen may claim at most, however large others are: a tenth of what an owner lends. */
const LARGEST_GUESS_SHARE = 0.1;

type Known = Pick<Store, 'demand' | 'budgets'>;
type Asked = { job: LeaseRequest['job']; expected_requests: number | undefined; bucket: string };

/**
 * What a job is expected to need: what the request says, else what such jobs needed before, else what nine
 * out of ten jobs of all kinds needed.
 */
export async function estimateNeed(store: Known, asked: Asked): Promise<Estimate> {
  const known = await store.demand.find(asked.job);
  const told = asked.expected_requests;
  if (told !== undefined) {
    const { seconds } = known ?? (await guess(store, asked.bucket));
    return { need: told, deviation: known?.deviation ?? told / 2, seconds };
  }
  if (known) return { need: Math.max(1, known.mean), deviation: known.deviation, seconds: known.seconds };
  return guess(store, asked.bucket);
}

async function guess(store: Known, bucket: string): Promise<Estimate> {
  const { limit, windowMs } = await store.budgets.typical(bucket);
  const overall = await store.demand.overall();
  if (overall) {
    const need = Math.max(1, Math.min(overall.p90, LARGEST_GUESS_SHARE * limit));
    return { need, deviation: need, seconds: overall.seconds };
  }
  const need = Math.max(1, FIRST_GUESS.shareOfBudget * limit);
  return { need, deviation: need, seconds: (FIRST_GUESS.shareOfWindow * windowMs) / 1000 };
}
