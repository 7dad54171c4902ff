import type { Moment } from './budget-loads.js';
import { refreshBudgets } from './budget-steps.js';
import { type ClaimMemory, ownersWithRefs, sizeOfPool } from './claim-steps.js';
import type { StoreContext } from './context.js';
import { ask, askAll, type Steps } from './engine.js';
import {
  claimedFrom,
  insertionsOf,
  longerLived,
  type NewLease,
  type TokenRow,
  tokensOf,
} from './lease-steps.js';
import type { ClaimedLease, ClaimRequest } from './types.js';

/** The fullest may have no token for the request. */
const OWNERS_TRIED = 5;

type FullRow = {
  owner_id: string;
  ref: string;
  limit_: number;
  lend_remaining: number;
  reset_at_ms: number | null;
};

/**
 * For a job under way whose owner is dry while all others are spoken for: the one with the most left, whoever
 * it was promised to. Of two jobs that run, the one that would be refused now comes first.
 */
export function claimPromised(
  { engine, rules }: StoreContext,
  memory: ClaimMemory,
  request: ClaimRequest,
): Promise<ClaimedLease[]> {
  return engine.changingBudgets(function* (nowMs) {
    const moment: Moment = { nowMs, rules, dialect: engine.dialect };
    const [leaseId] = request.leaseIds;
    // In a large pool, owners who are all spoken for are no accident of a few bursts, and finding the fullest costs.
    const { isLarge } = yield* sizeOfPool(memory, request, nowMs);
    const chosen = isLarge ? undefined : yield* fullest(request, moment);
    if (leaseId === undefined || chosen === undefined) return [];
    const { row, token } = chosen;
    const lease: NewLease = {
      ownerId: row.owner_id,
      ownerRef: row.ref,
      free: row.lend_remaining,
      limit: row.limit_,
      resetAtMs: row.reset_at_ms,
      candidates: [],
      leaseId,
      token,
      request,
      nowMs,
    };
    yield* askAll(insertionsOf([lease], moment));
    yield* refreshBudgets([{ ownerId: row.owner_id, bucket: request.bucket }], moment);
    return [claimedFrom(lease)];
  });
}

type Chosen = { row: FullRow; token: TokenRow };

function* fullest(request: ClaimRequest, moment: Moment): Steps<Chosen | undefined> {
  const excluded = yield* ownersWithRefs(request.exclude);
  const rows = yield* ask<FullRow>({
    sql: `select b.owner_id, o.ref, b.limit_, b.lend_remaining, b.reset_at_ms
      from budgets b join owners o on o.id = b.owner_id
      where b.bucket = $1 and b.usable = 1 and b.lend_remaining >= $2
      order by b.lend_remaining desc, b.owner_id limit ${OWNERS_TRIED}`,
    parameters: [request.bucket, Math.max(1, request.minRemaining)],
  });
  for (const row of rows) {
    if (excluded.includes(row.owner_id)) continue;
    const [first, ...others] = yield* ask<TokenRow>(tokensOf([row.owner_id], request, moment));
    if (first) return { row, token: others.reduce(longerLived, first) };
  }
  return undefined;
}
