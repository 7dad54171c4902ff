import type { Moment } from './budget-steps.js';
import { claimPostgresSql } from './claim-postgres-sql.js';
import type { ClaimShape } from './claim-sql.js';
import { claimParameters, statementOf, tokensWanted } from './claim-statements.js';
import {
  type ClaimMemory,
  ownerDueToOpen,
  ownersWithRefs,
  paceOfOpenings,
  refreshIfStale,
  sizeOfPool,
} from './claim-steps.js';
import { ask, type Steps } from './engine.js';
import { type Chosen, countUses, insertLease, tokenOf } from './lease-steps.js';
import { rememberRefusal, standingRefusal } from './refusals.js';
import type { Candidate, ClaimedLease, ClaimRequest } from './types.js';

/** Rivals may take all candidates of a ranking; each new one sees what they left. */
const MAX_RANKINGS = 20;

type RankedRow = {
  owner_id: string;
  ref: string;
  free: number;
  headroom: number;
  score: number;
  open_leases: number;
  feasible: number;
};
type ClaimRow = RankedRow & { limit_: number; reset_at_ms: number | null; chosen_id: string | null };

type Look = Pick<ClaimShape, 'from' | 'pass'>;

const SMALL_POOL_LOOKS: readonly Look[] = [{ from: 'all', pass: 'any' }];
const LARGE_POOL_LOOKS: readonly Look[] = [
  { from: 'best', pass: 'spread' },
  { from: 'best', pass: 'any' },
  { from: 'roomiest', pass: 'any' },
];

type Claiming = { request: ClaimRequest; moment: Moment; excluded: string[]; memory: ClaimMemory };

/** Claims leases of distinct owners, best first, each chosen and debited in one statement: replicas are rivals. */
export function* claimOnPostgres(
  request: ClaimRequest,
  memory: ClaimMemory,
  moment: Moment,
): Steps<ClaimedLease[]> {
  yield* refreshIfStale(memory, moment);
  const excluded = yield* ownersWithRefs(request.exclude);
  const claimed: ClaimedLease[] = [];
  for (const leaseId of request.leaseIds) {
    const chosen = yield* chooseOwner({ request, moment, excluded, memory });
    if (!chosen) break;
    excluded.push(chosen.ownerId);
    const token = yield* tokenOf(chosen.ownerId, request, moment.nowMs);
    // Its token went away in between; the debit ends with the next look at the budget.
    if (!token) continue;
    claimed.push(yield* insertLease({ ...chosen, leaseId, token, request, nowMs: moment.nowMs }));
    yield* countUses(token.id, 1, moment.nowMs);
  }
  return claimed;
}

/**
 * Legs of one run get distinct owners while there are enough with headroom; only then does a run share one.
 * In large pools the best few of each slot are looked at first.
 */
function* chooseOwner({ request, moment, excluded, memory }: Claiming): Steps<Chosen | undefined> {
  const size = yield* sizeOfPool(memory, request, moment.nowMs);
  const { hasManyFor: hasMany } = size;
  if (hasMany && standingRefusal(memory.refusals, request, moment.nowMs)) return undefined;
  const pace = yield* paceOfOpenings(request.bucket, size, moment);
  const dueId = yield* ownerDueToOpen(request, pace, moment);
  const parameters = claimParameters(request, moment, { excluded, dueId });
  for (const look of hasMany ? LARGE_POOL_LOOKS : SMALL_POOL_LOOKS) {
    const shape = { dialect: moment.dialect, tokens: tokensWanted(request), ...look };
    const chosen = yield* debitBest(statementOf(memory, shape, claimPostgresSql), parameters);
    if (chosen) return chosen;
  }
  if (hasMany && excluded.length === 0) rememberRefusal(memory.refusals, request, moment.nowMs);
  return undefined;
}

function* debitBest(sql: string, parameters: unknown[]): Steps<Chosen | undefined> {
  for (let rankings = 0; rankings < MAX_RANKINGS; rankings += 1) {
    const rows = yield* ask<ClaimRow>({ sql, parameters });
    if (rows.length === 0) return undefined;
    const row = rows.find((candidate) => candidate.chosen_id !== null);
    if (row) return chosenFrom(row, rows);
  }
  return undefined;
}

function chosenFrom(row: ClaimRow, ranked: readonly RankedRow[]): Chosen {
  return {
    ownerId: row.owner_id,
    ownerRef: row.ref,
    free: row.free,
    limit: row.limit_,
    resetAtMs: row.reset_at_ms,
    candidates: ranked.map(candidateFrom),
  };
}

function candidateFrom(row: RankedRow): Candidate {
  return {
    ownerRef: row.ref,
    headroom: Math.round(row.headroom),
    score: row.score,
    openLeases: row.open_leases,
    feasible: row.feasible === 1,
  };
}
