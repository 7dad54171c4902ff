import { type BudgetState, budgetState } from './budget-state.js';
import type { Complaint } from './complaints.js';
import type { BucketFacts, LeaseFacts, LendableToken, OwnerFacts, RunFacts } from './facts.js';
import { type Pace, paceOf } from './pace.js';
import { windowMsOf } from './probed-buckets.js';
import { DEFAULT_LIMIT, NEVER_MS, type Rules } from './rules.js';
import { assumedWindow, rolled, type Window } from './window.js';

/** An owner whose budget of the bucket is known. */
export type LedgerOwner = Omit<OwnerFacts, 'window' | 'reserve'> & { window: Window; budget: BudgetState };

/** An owner with the token that it would lend for a request. */
export type ServingOwner = { id: string; budget: BudgetState; owner: LedgerOwner; token: LendableToken };

/** A bucket's owners in memory: the claims of a transaction choose from them and debit them. */
export type Ledger = {
  bucket: string;
  nowMs: number;
  windowMs: number;
  owners: LedgerOwner[];
  /** Cache: the owners that can serve each kind of request. */
  serving: Map<string, ServingOwner[]>;
  /** Owners of whose budget in this bucket nothing is known yet. */
  unseen: OwnerFacts[];
  pace: Pace;
  /** Owners that lend to each run. */
  runs: Map<string, Set<string>>;
  complaints: readonly Complaint[];
  typicalLimit: number;
};

export const runOf = ({ runId, repository }: { runId: string; repository: string }): string =>
  `${runId} ${repository}`;

/** The ledger of a bucket, from its facts as of now. */
export function ledgerAt(facts: BucketFacts, rules: Rules, nowMs: number): Ledger {
  const { bucket, complaints } = facts;
  const windowMs = windowMsOf(bucket, rules);
  const owners: LedgerOwner[] = [];
  const unseen: OwnerFacts[] = [];
  for (const owner of facts.owners) {
    const known = owner.window ?? assumedWindow(bucket, owner.createdAtMs);
    if (!known) {
      unseen.push(owner);
      continue;
    }
    const window = rolled(known, nowMs);
    const leases = unexpired(owner.leases, nowMs);
    const budget = budgetState(window, owner.reserve ?? rules.reserve, leases);
    owners.push({ ...owner, window, leases, budget });
  }
  const usable = owners.filter(({ cooldownUntilMs }) => cooldownUntilMs <= nowMs);
  return {
    bucket,
    nowMs,
    windowMs,
    owners,
    serving: new Map(),
    unseen,
    pace: paceOf(usable, windowMs),
    runs: runsOf(facts.runs),
    complaints,
    typicalLimit: typicalLimit(usable),
  };
}

/** Leases that are not past their end. */
function unexpired(leases: LeaseFacts[], nowMs: number): LeaseFacts[] {
  const hasEnded = ({ endsAtMs }: LeaseFacts) => endsAtMs <= nowMs;
  return leases.some(hasEnded) ? leases.filter((lease) => !hasEnded(lease)) : leases;
}

function runsOf(lendings: readonly RunFacts[]): Map<string, Set<string>> {
  const runs = new Map<string, Set<string>>();
  for (const lending of lendings) {
    const run = runOf(lending);
    runs.set(run, (runs.get(run) ?? new Set()).add(lending.ownerId));
  }
  return runs;
}

function typicalLimit(owners: readonly LedgerOwner[]): number {
  const lending = owners.filter(({ budget }) => budget.lendLimit > 0);
  if (lending.length === 0) return DEFAULT_LIMIT;
  return lending.reduce((sum, { budget }) => sum + budget.lendLimit, 0) / lending.length;
}

export type TokenRequirement = { label: string; legacyFormats: boolean; minTtlMs: number };

/** The token that an owner lends for a request: of those that fit, the one that expires last. */
export function servingToken(
  { tokens }: Pick<OwnerFacts, 'tokens'>,
  { label, legacyFormats, minTtlMs }: TokenRequirement,
  nowMs: number,
): LendableToken | undefined {
  let best: LendableToken | undefined;
  for (const token of tokens) {
    if (token.label !== label || (legacyFormats && !token.isLegacyFormat)) continue;
    const untilMs = token.expiresAtMs ?? NEVER_MS;
    if (untilMs < nowMs + minTtlMs) continue;
    const bestMs = best && (best.expiresAtMs ?? NEVER_MS);
    if (bestMs === undefined || untilMs > bestMs || (untilMs === bestMs && token.id > (best?.id ?? 0))) {
      best = token;
    }
  }
  return best;
}
