import { debit, freeOf } from './budget-state.js';
import type { Estimate } from './demand.js';
import { refusedTo, restingFor } from './complaints.js';
import { opened } from './pace.js';
import { type LendableToken, type Pool, type PoolOwner, runOf, type Serving, servingToken } from './pool.js';
import { allowsOneMore, type Holding } from './quota.js';
import { hasLeast, isBusy, type Ranked, rank } from './ranking.js';

/** A request for leases, as far as the choice of owners goes. */
export type AllocationRequest = Serving &
  Estimate & {
    principalId: string;
    runId: string;
    repository: string;
    /** Leases wanted, of as many owners. */
    count: number;
    quotaPerHour: number | null;
    minRemaining: number;
    /** References of owners not to choose. */
    exclude: readonly string[];
  };

/** An owner chosen and debited for one lease. */
export type Allocation = {
  owner: PoolOwner;
  token: LendableToken;
  /** What the lease is promised: its need, or what was free. */
  need: number;
  /** What was free before the debit. */
  free: number;
  /** The best candidates as they stood, best first. */
  candidates: Ranked<PoolOwner>[];
};

export type Allocated = {
  allocations: Allocation[];
  /** Whether the principal's quota, and not the pool, allowed no more. */
  isOverQuota: boolean;
};

type Choices = { owners: PoolOwner[]; tokens: Map<string, LendableToken>; distrusted: Set<string> };

/** Candidates kept with a lease, to explain the choice. */
const EXPLAINED = 5;

/**
 * Chooses for each lease of a request, one after another: the best owner by rule S, debited before the next is chosen.
 * Leases of one request have distinct owners; those of one run too, while there are enough with headroom.
 */
export function allocate(pool: Pool, request: AllocationRequest, holding: Holding): Allocated {
  const choices = choicesFor(pool, request);
  const least = leastFree(request);
  const allocations: Allocation[] = [];
  while (allocations.length < request.count) {
    const promised = pool.promised.get(request.principalId) ?? 0;
    const wanted = { need: request.need, typicalLimit: pool.typicalLimit };
    if (!allowsOneMore(request.quotaPerHour, { leases: holding.leases, promised }, wanted)) {
      return { allocations, isOverQuota: true };
    }
    const owners = choices.owners.filter((owner) => hasLeast(owner, least));
    const candidates = rank(owners, rankFor(pool, request, { ...choices, owners }), EXPLAINED);
    const owner = candidates[0]?.candidate;
    const token = owner && choices.tokens.get(owner.id);
    if (!owner || !token) break;
    allocations.push(grant(pool, request, { owner, token, candidates }));
    choices.owners = choices.owners.filter((other) => other !== owner);
    holding.leases += 1;
  }
  return { allocations, isOverQuota: false };
}

/**
 * One owner for a job under way when all are spoken for: the one with the most left, whoever it was promised to. Of
 * two jobs that run, the one that would be refused now comes first.
 */
export function overcommit(pool: Pool, request: AllocationRequest): Allocation | undefined {
  const { owners, tokens } = choicesFor(pool, request);
  const fullest = owners
    .filter(({ budget }) => budget.lendRemaining >= leastFree(request))
    .reduce<PoolOwner | undefined>(
      (best, owner) => (best && !isFuller(owner, best) ? best : owner),
      undefined,
    );
  const token = fullest && tokens.get(fullest.id);
  if (!fullest || !token) return undefined;
  const free = fullest.budget.lendRemaining;
  const need = Math.min(request.need, free);
  return { ...grant(pool, request, { owner: fullest, token, candidates: [] }), need, free };
}

function isFuller(one: PoolOwner, other: PoolOwner): boolean {
  const [mine, theirs] = [one.budget.lendRemaining, other.budget.lendRemaining];
  return mine === theirs ? one.id < other.id : mine > theirs;
}

export const leastFree = ({ minRemaining }: Pick<AllocationRequest, 'minRemaining'>): number =>
  Math.max(1, minRemaining);

/** Who may serve a request at all: neither resting nor excluded, and with a token that fits. */
function choicesFor(pool: Pool, request: AllocationRequest): Choices {
  const choices: Choices = { owners: [], tokens: new Map(), distrusted: new Set() };
  const resting = restingFor(pool, request.principalId);
  const refused = refusedTo(pool, request.principalId);
  for (const owner of pool.owners) {
    if (owner.cooldownUntilMs > pool.nowMs || resting.has(owner.id) || request.exclude.includes(owner.ref)) {
      continue;
    }
    const trusted = refused.size === 0 ? owner : withoutRefused(owner, refused);
    const token = servingToken(trusted, request, pool.nowMs) ?? servingToken(owner, request, pool.nowMs);
    if (!token) continue;
    choices.owners.push(owner);
    choices.tokens.set(owner.id, token);
    if (refused.has(token.id)) choices.distrusted.add(owner.id);
  }
  return choices;
}

function withoutRefused({ tokens }: PoolOwner, refused: ReadonlySet<number>): Pick<PoolOwner, 'tokens'> {
  return { tokens: tokens.filter(({ id }) => !refused.has(id)) };
}

function rankFor(pool: Pool, request: AllocationRequest, { owners, distrusted }: Choices) {
  return {
    nowMs: pool.nowMs,
    windowMs: pool.windowMs,
    need: request.need,
    deviation: request.deviation,
    reused: pool.runs.get(runOf(request)) ?? new Set<string>(),
    dueId: pool.nowMs < pool.pace.dueMs ? '' : longestClosed(owners),
    deprioritizeIdle: isBusy(owners),
    distrusted,
  };
}

/** Windows that end one after another are worth more than windows in phase. */
function longestClosed(owners: readonly PoolOwner[]): string {
  let found: { id: string; sinceMs: number } | undefined;
  for (const { id, window, budget } of owners) {
    const sinceMs = window.closedSinceMs;
    if (sinceMs === null || budget.openLeases > 0) continue;
    if (!found || sinceMs < found.sinceMs || (sinceMs === found.sinceMs && id < found.id)) {
      found = { id, sinceMs };
    }
  }
  return found?.id ?? '';
}

type Chosen = Pick<Allocation, 'owner' | 'token' | 'candidates'>;

function grant(pool: Pool, request: AllocationRequest, chosen: Chosen): Allocation {
  const { budget } = chosen.owner;
  if (budget.resetAtMs === null && budget.openLeases === 0) opened(pool.pace, pool.nowMs);
  const free = freeOf(budget);
  const need = debit(budget, request);
  const run = runOf(request);
  pool.runs.set(run, (pool.runs.get(run) ?? new Set()).add(chosen.owner.id));
  pool.promised.set(request.principalId, (pool.promised.get(request.principalId) ?? 0) + need);
  return { ...chosen, need, free };
}
