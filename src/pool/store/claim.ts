import type { ClaimMemory } from './claim-steps.js';
import { claimTogether } from './claim-together.js';
import type { StoreContext } from './context.js';
import { createQueue } from './queue.js';
import type { ClaimedLease, ClaimRequest } from './types.js';

/** Claims leases: those that were asked for at one moment together, and alone among processes (docs/adr/0004). */
export function createClaims(
  { engine, rules }: StoreContext,
  memory: ClaimMemory,
): (request: ClaimRequest) => Promise<ClaimedLease[]> {
  const { dialect } = engine;
  return createQueue({
    atomically: engine.claiming,
    answer: (requests: readonly ClaimRequest[], nowMs) =>
      claimTogether(requests, memory, { nowMs, rules, dialect }),
    isOwnFault: engine.isOwnFault,
  });
}
