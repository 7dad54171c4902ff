import type { BudgetReading, TokenSourceName } from '../sources/types.js';
import { remainingLifeMs } from './life.js';
import type { Cause } from './renewal.js';
import type { Clock, Credentials } from './types.js';

/** Everything impure that the keeper does, so that tests control its time. */
export type KeeperDeps = {
  readonly clock: Clock;
  /** Resolves after the time, or earlier when the folder changes or the keeper is asked to stop. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: (line: string) => void;
  /** Why the keeper should stop; null while it should go on. */
  readonly endReason: () => string | null;
  readonly cached: () => Credentials | null;
  readonly isErased: () => boolean;
  /** Returns what is cached afterwards: `current` itself if nothing better was available. */
  readonly renew: (cause: Cause, current: Credentials | null) => Promise<Credentials | null>;
  readonly readBudget: (token: string) => Promise<BudgetReading>;
};

export type KeeperPlan = {
  readonly minRemaining: number | null;
  readonly bucket: string;
  /** The sources that can offer another owner's budget when the current one runs low. */
  readonly swappableSources: readonly TokenSourceName[];
  /** Whether to retry the configured sources now and then while GITHUB_TOKEN is in use. */
  readonly retriesFallback: boolean;
  /** The longest sleep; bounds how long the keeper outlives its job. */
  readonly tickMs: number;
};

type Progress = {
  failures: number;
  retryAtMs: number;
  checkAtMs: number;
  /** When to renew the lease: halfway to its expiry. */
  renewLeaseAtMs: number;
  checks: number;
  current: Credentials | null;
};

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;
const SHORTEST_RETRY_MS = 100;
const FALLBACK_RETRY_CHECKS = 5;
const MOST_DOUBLINGS = 4;

/** Keeps the cached token usable until there is a reason to stop, which it returns. Never throws. */
export async function keep(deps: KeeperDeps, plan: KeeperPlan): Promise<string> {
  const progress: Progress = {
    failures: 0,
    retryAtMs: 0,
    checkAtMs: deps.clock.monotonicMs() + checkEveryMs(deps.cached()),
    renewLeaseAtMs: Number.POSITIVE_INFINITY,
    checks: 0,
    current: null,
  };
  for (;;) {
    const reason = deps.endReason();
    if (reason !== null) return reason;
    adoptCached(deps, progress);
    const cause = dueCause(deps, progress);
    if (cause !== null) await renew(deps, progress, cause);
    else if (deps.clock.monotonicMs() >= progress.checkAtMs) await checkBudget(deps, plan, progress);
    await deps.sleep(Math.min(plan.tickMs, sleepMs(deps, progress)));
  }
}

/** Picks up credentials that a reader renewed in the meantime. */
function adoptCached(deps: KeeperDeps, progress: Progress): void {
  const cached = deps.cached();
  const isSame = cached?.token === progress.current?.token;
  if (isSame && cached?.lease_expires_at === progress.current?.lease_expires_at) return;
  progress.current = cached;
  progress.failures = 0;
  progress.retryAtMs = 0;
  const leaseEndsAtMs = cached?.lease?.leaseExpiresAtMs;
  const leaseLeftMs = typeof leaseEndsAtMs === 'number' ? leaseEndsAtMs - deps.clock.wallMs() : null;
  progress.renewLeaseAtMs =
    leaseLeftMs === null ? Number.POSITIVE_INFINITY : deps.clock.monotonicMs() + Math.max(0, leaseLeftMs / 2);
}

/** How long before expiry to renew: earlier than any reader would, with time for several tries. */
function leadMs(life: Credentials['life']): number {
  if (life.lifetimeMs === null) return 0;
  const { refreshBeforeMs, lifetimeMs } = life;
  return Math.min(2 * refreshBeforeMs, refreshBeforeMs + (lifetimeMs - refreshBeforeMs) * 0.2);
}

const LONGEST_CHECK_MS = 60_000;
const SHORTEST_CHECK_MS = 1_000;

/** Interval of budget checks: a minute, or less for a token that lives less than an hour. */
function checkEveryMs(current: Credentials | null): number {
  const lifetimeMs = current?.life.lifetimeMs ?? Number.POSITIVE_INFINITY;
  return Math.min(LONGEST_CHECK_MS, Math.max(SHORTEST_CHECK_MS, lifetimeMs / 60));
}

function dueCause(deps: KeeperDeps, progress: Progress): Cause | null {
  const { current } = progress;
  const nowMs = deps.clock.monotonicMs();
  if (nowMs < progress.retryAtMs) return null;
  if (current === null) return 'due';
  if (deps.isErased()) return 'rejected';
  const isDue = remainingLifeMs(current.life, deps.clock) <= leadMs(current.life);
  return isDue || nowMs >= progress.renewLeaseAtMs ? 'due' : null;
}

async function renew(deps: KeeperDeps, progress: Progress, cause: Cause): Promise<void> {
  const before = progress.current;
  let after: Credentials | null = before;
  try {
    after = await deps.renew(cause, before);
  } catch (error) {
    deps.log(`no new token (${cause}): ${error instanceof Error ? error.message : 'unknown reason'}`);
  }
  const isNew = after !== null && after.token !== before?.token;
  if (isNew) deps.log(`a new token (${cause}), ${lifeText(after)}`);
  const isDone = isNew || (after !== null && after.lease_expires_at !== before?.lease_expires_at);
  adoptCached(deps, progress);
  if (!isDone) postpone(deps, progress);
}

function lifeText(credentials: Credentials | null): string {
  return credentials?.expires_at ? `good until ${credentials.expires_at}` : 'with no known expiry';
}

/** Backs off, but by no more than a quarter of the remaining life, so that at least three tries fit before expiry. */
function postpone(deps: KeeperDeps, progress: Progress): void {
  const leftMs = progress.current === null ? 0 : remainingLifeMs(progress.current.life, deps.clock);
  const backoffMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** progress.failures);
  const waitMs = leftMs > 0 ? Math.min(backoffMs, Math.max(SHORTEST_RETRY_MS, leftMs / 4)) : backoffMs;
  progress.failures += 1;
  progress.retryAtMs = deps.clock.monotonicMs() + waitMs;
}

async function checkBudget(deps: KeeperDeps, plan: KeeperPlan, progress: Progress): Promise<void> {
  const { current } = progress;
  progress.checkAtMs = deps.clock.monotonicMs() + checkEveryMs(current);
  progress.checks += 1;
  if (current === null || deps.clock.monotonicMs() < progress.retryAtMs) return;
  const cause = await causeFromBudget(deps, plan, current);
  if (cause === 'spent' && !isSwapDue(progress, current)) return;
  if (cause !== null) return renew(deps, progress, cause);
  const isFallback = current.source === 'fallback' && plan.retriesFallback;
  if (isFallback && progress.checks % FALLBACK_RETRY_CHECKS === 0) await renew(deps, progress, 'fallback');
}

/**
 * A pool knows its budgets. Without one, each try mints tokens just to read theirs, so tries become rarer while all
 * budgets are low.
 */
function isSwapDue({ checks, failures }: Progress, { source }: Credentials): boolean {
  return source === 'pool' || checks % 2 ** Math.min(failures, MOST_DOUBLINGS) === 0;
}

/** Why GitHub's answer calls for another token, or null. A 401 must be repeated: GitHub's can be transient. */
async function causeFromBudget(
  deps: KeeperDeps,
  plan: KeeperPlan,
  current: Credentials,
): Promise<Cause | null> {
  const reading = await deps.readBudget(current.token);
  if (reading.state === 'unauthorized') {
    const second = await deps.readBudget(current.token);
    return second.state === 'unauthorized' ? 'rejected' : null;
  }
  if (reading.state !== 'known' || !plan.swappableSources.includes(current.source)) return null;
  const budget = reading.buckets.get(plan.bucket);
  if (budget === undefined) return null;
  const floor = plan.minRemaining ?? Math.max(50, budget.limit / 100);
  return budget.remaining < floor ? 'spent' : null;
}

function sleepMs(deps: KeeperDeps, progress: Progress): number {
  const nowMs = deps.clock.monotonicMs();
  const { current } = progress;
  const untilDueMs = current === null ? 0 : remainingLifeMs(current.life, deps.clock) - leadMs(current.life);
  const dueAtMs = Math.max(progress.retryAtMs, Math.min(nowMs + untilDueMs, progress.renewLeaseAtMs));
  return Math.max(20, Math.min(dueAtMs, progress.checkAtMs) - nowMs);
}
