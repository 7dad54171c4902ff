import { claimOnPostgres } from './claim-postgres.js';
import { claimTogether } from './claim-sqlite.js';
import type { ClaimMemory } from './claim-steps.js';
import type { StoreContext } from './context.js';
import { createQueue } from './queue.js';
import type { ClaimedLease, ClaimRequest } from './types.js';

/**
 * Claims leases: on PostgreSQL each by itself, against rivals in other processes; on SQLite, whose transactions
 * shut others out anyway, all that were asked for in one turn of the event loop together (docs/adr/0002).
 */
export function createClaims(
  { engine, rules }: StoreContext,
  memory: ClaimMemory,
): (request: ClaimRequest) => Promise<ClaimedLease[]> {
  const { dialect } = engine;
  if (dialect === 'postgres') {
    return (request) =>
      engine.claiming((nowMs) => claimOnPostgres(request, memory, { nowMs, rules, dialect }));
  }
  return createQueue({
    atomically: engine.claiming,
    answer: (requests: readonly ClaimRequest[], nowMs) =>
      claimTogether(requests, memory, { nowMs, rules, dialect }),
    isOwnFault: engine.isOwnFault,
  });
}
