import { debit, freeOf } from './budget-state.js';
import { refusedTo, restingFor } from './complaints.js';
import type { Estimate } from './demand.js';
import type { LendableToken } from './facts.js';
import {
  type Ledger,
  type LedgerOwner,
  runOf,
  type ServingOwner,
  servingToken,
  type TokenRequirement,
} from './ledger.js';
import { recordOpening } from './pace.js';
import { allowsOneMore, type QuotaUse } from './quota.js';
import { hasLeast, isBusy, type Ranked, rank } from './ranking.js';

/** A request for leases, as far as the choice of owners goes. */
export type AllocationRequest = TokenRequirement &
  Estimate & {
    principalId: string;
    runId: string;
    repository: string;
    /** Leases wanted, each of another owner. */
    count: number;
    quotaPerHour: number | null;
    minRemaining: number;
    /** References of owners not to choose. */
    exclude: readonly string[];
  };

/** An owner chosen and debited for one lease. */
export type Allocation = {
  owner: LedgerOwner;
  token: LendableToken;
  /** What the lease is promised: its need, or less if less was free. */
  need: number;
  /** What was free before the debit. */
  free: number;
  /** The best candidates before the debit, best first. */
  candidates: Ranked<ServingOwner>[];
};

export type AllocationResult = {
  allocations: Allocation[];
  /** Whether the principal's quota stopped it. */
  isOverQuota: boolean;
};

/** Candidates kept with a lease, to explain the choice. */
const EXPLAINED_CANDIDATES = 5;

/**
 * Chooses owners for the leases of a request, one after another: the one that ranks first, debited before the next choice.
 * Leases of one request have distinct owners; so do those of one run while enough owners have headroom.
 */
export function allocate(ledger: Ledger, request: AllocationRequest, quotaUse: QuotaUse): AllocationResult {
  const distrusted = refusedTo(ledger, request.principalId);
  const serving = choicesFor(ledger, request, distrusted);
  const least = leastFree(request);
  const taken = new Set<ServingOwner>();
  const allocations: Allocation[] = [];
  while (allocations.length < request.count) {
    const wanted = { need: request.need, typicalLimit: ledger.typicalLimit };
    if (!allowsOneMore(request.quotaPerHour, quotaUse, wanted)) {
      return { allocations, isOverQuota: true };
    }
    const choices = serving.filter((choice) => hasLeast(choice, least) && !taken.has(choice));
    const job = { ...rankingRequest(ledger, request, choices), distrusted: ownersOf(choices, distrusted) };
    const candidates = rank(choices, job, EXPLAINED_CANDIDATES);
    const [best] = candidates;
    if (!best) break;
    const allocation = grant(ledger, request, { ...best.candidate, candidates });
    allocations.push(allocation);
    taken.add(best.candidate);
    quotaUse.leases += 1;
    quotaUse.promised += allocation.need;
  }
  return { allocations, isOverQuota: false };
}

/**
 * An owner for a running job when no owner has anything free: the one with the most left, even if promised to others.
 * A job that would fail now goes before one that may need its promise later.
 */
export function overcommit(ledger: Ledger, request: AllocationRequest): Allocation | undefined {
  const [fullest] = choicesFor(ledger, request, refusedTo(ledger, request.principalId))
    .filter(({ budget }) => budget.lendRemaining >= leastFree(request))
    .sort(
      (one, other) => other.budget.lendRemaining - one.budget.lendRemaining || (one.id < other.id ? -1 : 1),
    );
  if (!fullest) return undefined;
  const free = fullest.budget.lendRemaining;
  const need = Math.min(request.need, free);
  return { ...grant(ledger, request, { ...fullest, candidates: [] }), need, free };
}

export const leastFree = ({ minRemaining }: Pick<AllocationRequest, 'minRemaining'>): number =>
  Math.max(1, minRemaining);

/** The owners that may serve a request: neither resting nor excluded, and with a token that fits. */
function choicesFor(
  ledger: Ledger,
  request: AllocationRequest,
  distrusted: ReadonlySet<number>,
): ServingOwner[] {
  const resting = restingFor(ledger, request.principalId);
  const isAll = resting.size === 0 && request.exclude.length === 0;
  const serving = isAll
    ? servingOwners(ledger, request)
    : servingOwners(ledger, request).filter(
        ({ owner }) => !resting.has(owner.id) && !request.exclude.includes(owner.ref),
      );
  if (distrusted.size === 0) return serving;
  return serving.map((choice) => {
    if (!distrusted.has(choice.token.id)) return choice;
    const tokens = choice.owner.tokens.filter(({ id }) => !distrusted.has(id));
    return { ...choice, token: servingToken({ tokens }, request, ledger.nowMs) ?? choice.token };
  });
}

/** Owners that can serve such a request, with the token of each; cached per kind of request. */
function servingOwners(ledger: Ledger, request: AllocationRequest): ServingOwner[] {
  const { label, legacyFormats, minTtlMs } = request;
  const kind = `${label} ${legacyFormats} ${minTtlMs}`;
  const known = ledger.serving.get(kind);
  if (known) return known;
  const serving: ServingOwner[] = [];
  for (const owner of ledger.owners) {
    if (owner.cooldownUntilMs > ledger.nowMs) continue;
    const token = servingToken(owner, request, ledger.nowMs);
    if (token) serving.push({ id: owner.id, budget: owner.budget, owner, token });
  }
  ledger.serving.set(kind, serving);
  return serving;
}

function rankingRequest(ledger: Ledger, request: AllocationRequest, choices: readonly ServingOwner[]) {
  return {
    nowMs: ledger.nowMs,
    windowMs: ledger.windowMs,
    need: request.need,
    deviation: request.deviation,
    reused: ledger.runs.get(runOf(request)) ?? new Set<string>(),
    dueId: ledger.nowMs < ledger.pace.dueMs ? '' : longestClosed(choices),
    deprioritizeIdle: isBusy(choices),
  };
}

function ownersOf(choices: readonly ServingOwner[], tokenIds: ReadonlySet<number>): Set<string> {
  if (tokenIds.size === 0) return new Set();
  return new Set(choices.filter(({ token }) => tokenIds.has(token.id)).map(({ id }) => id));
}

/** The idle owner whose window has been closed the longest. Opened in this order, windows end spread over the hour. */
function longestClosed(choices: readonly ServingOwner[]): string {
  let found: { id: string; sinceMs: number } | undefined;
  for (const { id, owner, budget } of choices) {
    const sinceMs = owner.window.closedSinceMs;
    if (sinceMs === null || budget.openLeases > 0) continue;
    if (!found || sinceMs < found.sinceMs || (sinceMs === found.sinceMs && id < found.id)) {
      found = { id, sinceMs };
    }
  }
  return found?.id ?? '';
}

type Chosen = Pick<Allocation, 'owner' | 'token' | 'candidates'>;

function grant(ledger: Ledger, request: AllocationRequest, { owner, token, candidates }: Chosen): Allocation {
  const { budget } = owner;
  if (budget.resetAtMs === null && budget.openLeases === 0) recordOpening(ledger.pace, ledger.nowMs);
  const free = freeOf(budget);
  const need = debit(budget, request);
  const run = runOf(request);
  ledger.runs.set(run, (ledger.runs.get(run) ?? new Set()).add(owner.id));
  return { owner, token, candidates, need, free };
}
