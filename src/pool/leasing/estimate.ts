import type { LeaseRequest } from '../../wire.js';
import type { Store } from '../store/types.js';

export type Estimate = { need: number; deviation: number; seconds: number };

/** Until the pool has seen any job: a guess that a few hundred calls of error do not break. */
const FIRST_GUESS: Estimate = { need: 100, deviation: 100, seconds: 300 };

/**
 * What a job is expected to need: what the request says, else what such jobs needed before, else what nine
 * out of ten jobs of all kinds needed.
 */
export async function estimateNeed(
  store: Pick<Store, 'demand'>,
  request: Pick<LeaseRequest, 'job' | 'expected_requests'>,
): Promise<Estimate> {
  const known = await store.demand.find(request.job);
  const told = request.expected_requests;
  if (told !== undefined) {
    const { seconds } = known ?? (await store.demand.overall()) ?? FIRST_GUESS;
    return { need: told, deviation: known?.deviation ?? told / 2, seconds };
  }
  if (known) return { need: Math.max(1, known.mean), deviation: known.deviation, seconds: known.seconds };
  const overall = await store.demand.overall();
  if (!overall) return FIRST_GUESS;
  return { need: overall.p90, deviation: overall.p90, seconds: overall.seconds };
}
