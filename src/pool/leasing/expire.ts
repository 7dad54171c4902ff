import { learnFromUnreported } from '../store/demand.js';
import type { Transaction } from '../store/engine.js';
import { endExpiredLeases } from '../store/leases.js';

/**
 * Ends open leases whose time is over; returns how many. What probes have attributed to them teaches what such jobs
 * need, though not how long they take: their end is unknown.
 */
export async function expireLeases(tx: Transaction): Promise<number> {
  const expired = await endExpiredLeases(tx);
  const samples = expired.flatMap(({ requestsSpent, outcome, grantedAtMs, expectedEndMs, ...job }) => {
    // A refused token did no work.
    if (requestsSpent === null || outcome === 'unauthorized') return [];
    return [{ job, requests: Math.round(requestsSpent), seconds: (expectedEndMs - grantedAtMs) / 1000 }];
  });
  await learnFromUnreported(tx, samples);
  return expired.length;
}
