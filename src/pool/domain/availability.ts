import { type AllocationRequest, leastFree } from './allocation.js';
import { freeOf } from './budget-state.js';
import { restingFor } from './complaints.js';
import { type Ledger, type LedgerOwner, servingToken } from './ledger.js';
import { NEVER_MS } from './rules.js';

/** A new owner is probed at once; by then its buckets should be known. */
const FIRST_PROBE_MS = 10_000;

/**
 * When an owner that could serve the request should have budget: at a reset, or earlier when a job that was promised
 * what is left should be done; never before the end of a cooldown. Null when no owner ever could.
 */
export function availableAt(ledger: Ledger, request: AllocationRequest): number | null {
  const { nowMs } = ledger;
  const couldServe = (owner: Pick<LedgerOwner, 'ref' | 'tokens'>) =>
    !request.exclude.includes(owner.ref) && servingToken(owner, request, nowMs) !== undefined;
  const able = ledger.owners.filter(
    (owner) => owner.budget.lendLimit >= leastFree(request) && couldServe(owner),
  );
  const resting = restingFor(ledger, request.principalId);
  const readyAt = (owner: LedgerOwner) =>
    Math.max(owner.cooldownUntilMs, resting.get(owner.id) ?? 0, freeAt(owner, request, nowMs));
  const atMs = able.reduce((soonest, owner) => Math.min(soonest, readyAt(owner)), NEVER_MS);
  if (atMs < NEVER_MS) return Math.max(nowMs, atMs);
  const isAwaited = ledger.unseen.some((owner) => owner.probedAtMs === null && couldServe(owner));
  return isAwaited ? nowMs + FIRST_PROBE_MS : null;
}

/** Why no owner could ever serve a request, as far as is known: for those who asked. */
export function whyImpossible(ledger: Ledger, request: AllocationRequest): string {
  const { label, minTtlMs } = request;
  const lending = [...ledger.owners, ...ledger.unseen];
  if (lending.length === 0) return 'no owner lends a token that works';
  if (!lending.some(({ tokens }) => tokens.some((token) => token.label === label))) {
    return label === ''
      ? 'no token that works is without a label'
      : `no token that works has the label "${label}"`;
  }
  const fitting = lending.filter((owner) => servingToken(owner, request, ledger.nowMs) !== undefined);
  if (fitting.length === 0) return `no token that fits lasts for ${Math.ceil(minTtlMs / 1000)} s`;
  const asked = fitting.filter(({ ref }) => !request.exclude.includes(ref));
  if (asked.length === 0) return 'the request excludes every owner that could';
  const refs = new Set(asked.map(({ ref }) => ref));
  const limits = ledger.owners.filter(({ ref }) => refs.has(ref)).map(({ budget }) => budget.lendLimit);
  if (limits.length === 0) return `no owner has a budget of ${ledger.bucket}`;
  return `no owner lends ${leastFree(request)} of ${ledger.bucket}; the most is ${Math.floor(limits.reduce((one, other) => Math.max(one, other)))}`;
}

function freeAt({ budget, leases }: LedgerOwner, request: AllocationRequest, nowMs: number): number {
  const least = leastFree(request);
  if (freeOf(budget) >= least) return nowMs;
  const resetMs = budget.resetAtMs ?? NEVER_MS;
  const endsMs = leases.map(({ expectedEndMs }) => expectedEndMs).filter((endMs) => endMs > nowMs);
  const firstEndMs = budget.lendRemaining >= least ? Math.min(NEVER_MS, ...endsMs) : NEVER_MS;
  if (Math.min(firstEndMs, resetMs) < NEVER_MS) return Math.min(firstEndMs, resetMs);
  // No window is open, and jobs past their expected end still hold what is left, until their leases end.
  return Math.min(NEVER_MS, ...leases.map(({ endsAtMs }) => endsAtMs));
}
