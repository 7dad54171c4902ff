import type { BudgetReading, TokenSourceName } from '../sources/types.js';
import { remainingLifeMs } from './life.js';
import type { Cause } from './renewal.js';
import type { Clock, Credentials } from './types.js';

/** What the keeper needs; everything it does to the world is here, so that a test can own its time. */
export type KeeperDeps = {
  readonly clock: Clock;
  /** Resolves after the time, or earlier when something happened in the folder or the keeper is told to end. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: (line: string) => void;
  /** Why the keeper has nothing more to do: the job, its folder or its time is over. Null while it has. */
  readonly endReason: () => string | null;
  readonly cached: () => Credentials | null;
  readonly isErased: () => boolean;
  /** Returns what is cached afterwards, which is `current` itself where nothing better was to be had. */
  readonly renew: (cause: Cause, current: Credentials | null) => Promise<Credentials | null>;
  readonly readBudget: (token: string) => Promise<BudgetReading>;
};

export type KeeperPlan = {
  readonly minRemaining: number | null;
  readonly bucket: string;
  /** The sources that have another owner's budget to offer when that of the present token runs low. */
  readonly swaps: readonly TokenSourceName[];
  /** GITHUB_TOKEN is in use although something better is configured: try these again now and then. */
  readonly retriesFallback: boolean;
  /** The longest sleep; bounds how long a keeper outlives its job. */
  readonly tickMs: number;
};

type Progress = {
  failures: number;
  retryAtMs: number;
  watchAtMs: number;
  /** Of the lease: half-way between when it was got and its end. */
  leaseAtMs: number;
  watched: number;
  current: Credentials | null;
};

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;
const SHORTEST_RETRY_MS = 100;
const FALLBACK_RETRY_WATCHES = 5;
const MOST_DOUBLINGS = 4;

/** Keeps the cached token usable until there is a reason to end, which it returns. Never throws. */
export async function keep(deps: KeeperDeps, plan: KeeperPlan): Promise<string> {
  const progress: Progress = {
    failures: 0,
    retryAtMs: 0,
    watchAtMs: deps.clock.monotonicMs() + watchEveryMs(deps.cached()),
    leaseAtMs: Number.POSITIVE_INFINITY,
    watched: 0,
    current: null,
  };
  for (;;) {
    const reason = deps.endReason();
    if (reason !== null) return reason;
    follow(deps, progress);
    const cause = dueCause(deps, progress);
    if (cause !== null) await renew(deps, progress, cause);
    else if (deps.clock.monotonicMs() >= progress.watchAtMs) await watch(deps, plan, progress);
    await deps.sleep(Math.min(plan.tickMs, sleepMs(deps, progress)));
  }
}

/** Takes note of credentials that an reader renewed in the meantime. */
function follow(deps: KeeperDeps, progress: Progress): void {
  const cached = deps.cached();
  const isSame = cached?.token === progress.current?.token;
  if (isSame && cached?.lease_expires_at === progress.current?.lease_expires_at) return;
  progress.current = cached;
  progress.failures = 0;
  progress.retryAtMs = 0;
  const leaseEndsAtMs = cached?.lease?.leaseExpiresAtMs;
  const leaseLeftMs = typeof leaseEndsAtMs === 'number' ? leaseEndsAtMs - deps.clock.wallMs() : null;
  progress.leaseAtMs =
    leaseLeftMs === null ? Number.POSITIVE_INFINITY : deps.clock.monotonicMs() + Math.max(0, leaseLeftMs / 2);
}

/** How early a token is renewed: before any reader would want to, with room for several tries. */
export function leadMs(life: Credentials['life']): number {
  if (life.livesMs === null) return 0;
  const { refreshBeforeMs, livesMs } = life;
  return Math.min(2 * refreshBeforeMs, refreshBeforeMs + (livesMs - refreshBeforeMs) * 0.2);
}

const LONGEST_WATCH_MS = 60_000;
const SHORTEST_WATCH_MS = 1_000;

/** Between two looks at the budget: a minute, and less only for a token that lives less than an hour. */
function watchEveryMs(current: Credentials | null): number {
  const livesMs = current?.life.livesMs ?? Number.POSITIVE_INFINITY;
  return Math.min(LONGEST_WATCH_MS, Math.max(SHORTEST_WATCH_MS, livesMs / 60));
}

function dueCause(deps: KeeperDeps, progress: Progress): Cause | null {
  const { current } = progress;
  const nowMs = deps.clock.monotonicMs();
  if (nowMs < progress.retryAtMs) return null;
  if (current === null) return 'due';
  if (deps.isErased()) return 'rejected';
  const isDue = remainingLifeMs(current.life, deps.clock) <= leadMs(current.life);
  return isDue || nowMs >= progress.leaseAtMs ? 'due' : null;
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
  follow(deps, progress);
  if (!isDone) postpone(deps, progress);
}

function lifeText(credentials: Credentials | null): string {
  return credentials?.expires_at ? `good until ${credentials.expires_at}` : 'with no known expiry';
}

/** Waits longer each time, but never past a third of what is left: so three tries at least fit before the end. */
function postpone(deps: KeeperDeps, progress: Progress): void {
  const leftMs = progress.current === null ? 0 : remainingLifeMs(progress.current.life, deps.clock);
  const backoffMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** progress.failures);
  const waitMs = leftMs > 0 ? Math.min(backoffMs, Math.max(SHORTEST_RETRY_MS, leftMs / 4)) : backoffMs;
  progress.failures += 1;
  progress.retryAtMs = deps.clock.monotonicMs() + waitMs;
}

async function watch(deps: KeeperDeps, plan: KeeperPlan, progress: Progress): Promise<void> {
  const { current } = progress;
  progress.watchAtMs = deps.clock.monotonicMs() + watchEveryMs(current);
  progress.watched += 1;
  if (current === null || deps.clock.monotonicMs() < progress.retryAtMs) return;
  const cause = await complaint(deps, plan, current);
  if (cause === 'spent' && !isSwapDue(progress, current)) return;
  if (cause !== null) return renew(deps, progress, cause);
  const isFallback = current.source === 'fallback' && plan.retriesFallback;
  if (isFallback && progress.watched % FALLBACK_RETRY_WATCHES === 0) await renew(deps, progress, 'fallback');
}

/**
 * A pool answers from what it knows. Without one every try mints tokens to look at budgets with, so that less and less
 * often is tried while all of them are low.
 */
function isSwapDue({ watched, failures }: Progress, { source }: Credentials): boolean {
  return source === 'pool' || watched % 2 ** Math.min(failures, MOST_DOUBLINGS) === 0;
}

/** What GitHub says against the token, if anything. A refusal counts when it is repeated: GitHub has erred before. */
async function complaint(deps: KeeperDeps, plan: KeeperPlan, current: Credentials): Promise<Cause | null> {
  const reading = await deps.readBudget(current.token);
  if (reading.state === 'unauthorized') {
    const second = await deps.readBudget(current.token);
    return second.state === 'unauthorized' ? 'rejected' : null;
  }
  if (reading.state !== 'known' || !plan.swaps.includes(current.source)) return null;
  const budget = reading.buckets.get(plan.bucket);
  if (budget === undefined) return null;
  const floor = plan.minRemaining ?? Math.max(50, budget.limit / 100);
  return budget.remaining < floor ? 'spent' : null;
}

function sleepMs(deps: KeeperDeps, progress: Progress): number {
  const nowMs = deps.clock.monotonicMs();
  const { current } = progress;
  const untilDueMs = current === null ? 0 : remainingLifeMs(current.life, deps.clock) - leadMs(current.life);
  const dueAtMs = Math.max(progress.retryAtMs, Math.min(nowMs + untilDueMs, progress.leaseAtMs));
  return Math.max(20, Math.min(dueAtMs, progress.watchAtMs) - nowMs);
}
