import { PROBED_BUCKETS } from '../domain/buckets.js';
import type { Budget, Owner } from '../store/records.js';

/** How often and how much the prober asks. All of it may be set, so that tests can shrink an hour. */
export type HealthRules = {
  /** Requests per minute that probing may spend over all owners, and how many may be under way at once. */
  probesPerMinute: number;
  concurrency: number;
  /** A lock outlives every probe of a round; a prober that dies hands over after this long. */
  lockMs: number;
  tickMs: number;
  /** Owners in use are looked at again after this; jobs' reports keep the figures between. */
  staleInUseMs: number;
  staleIdleMs: number;
  /** An owner counts as in use for this long after a lease. */
  inUseMs: number;
  suspendedMs: number;
  /** A suspicion needs so many agreeing probes over at least this time to become a removal. */
  agreeingProbes: number;
  agreementMs: number;
  /** The first wait after a secondary limit without `retry-after`, doubled each time up to the last. */
  firstCooldownMs: number;
  maxCooldownMs: number;
  /** Asked again after a call that got no usable answer. */
  retryMs: number;
  /** Buckets whose figures are kept; GitHub lists a dozen more. */
  buckets: readonly string[];
};

export const HEALTH_RULES: HealthRules = {
  probesPerMinute: 120,
  concurrency: 4,
  lockMs: 90_000,
  tickMs: 2_000,
  staleInUseMs: 3 * 60_000,
  staleIdleMs: 30 * 60_000,
  inUseMs: 15 * 60_000,
  suspendedMs: 6 * 3_600_000,
  agreeingProbes: 3,
  agreementMs: 10 * 60_000,
  firstCooldownMs: 60_000,
  maxCooldownMs: 3_600_000,
  retryMs: 60_000,
  buckets: PROBED_BUCKETS,
};

/** Spreads times by up to a fifth, so that owners that came together do not stay together. */
export function jittered(ms: number, random: () => number): number {
  return Math.round(ms * (0.9 + 0.2 * random()));
}

/**
 * When an owner that answered well is looked at next: soon while in use, seldom while idle, and not before its
 * reset once the core budget is spent, since until then there is nothing to learn.
 */
export function nextProbeAtMs(
  seen: { owner: Owner; budgets: readonly Budget[]; nowMs: number },
  rules: HealthRules,
  random: () => number,
): number {
  const { owner, nowMs } = seen;
  const core = seen.budgets.find((budget) => budget.bucket === 'core');
  if (core && core.resetAtMs !== null && core.resetAtMs > nowMs && core.lendRemaining <= 0) {
    return core.resetAtMs + Math.round(1000 + 9000 * random());
  }
  const inUse =
    !owner.paused && owner.lastLeasedAtMs !== null && owner.lastLeasedAtMs > nowMs - rules.inUseMs;
  return nowMs + jittered(inUse ? rules.staleInUseMs : rules.staleIdleMs, random);
}

/**
 * When a suspect is asked again: a third of the way, then when enough time has passed for a removal, and seldom
 * where a removal has to wait because others fail too.
 */
export function nextSuspectProbeAtMs(
  suspicion: { suspicions: number; nowMs: number },
  rules: HealthRules,
  random: () => number,
): number {
  const shareOfAgreement = suspicion.suspicions <= 1 ? 0.35 : suspicion.suspicions === 2 ? 0.75 : 1.5;
  return suspicion.nowMs + Math.round(rules.agreementMs * (shareOfAgreement + 0.05 * random()));
}

/** How long an owner rests after its n-th secondary limit in a row: as GitHub says, else doubling from a minute. */
export function cooldownMs(
  limited: { retryAfterSeconds: number | null; strikes: number },
  rules: HealthRules,
): number {
  if (limited.retryAfterSeconds !== null) return Math.max(1000, limited.retryAfterSeconds * 1000);
  return Math.min(rules.maxCooldownMs, rules.firstCooldownMs * 2 ** Math.min(20, limited.strikes - 1));
}

/** A budget of requests that refills with time; never holds more than one minute's worth. */
export type RequestBudget = { left: number; atMs: number };

export function refilled(budget: RequestBudget, nowMs: number, perMinute: number): RequestBudget {
  const gained = (Math.max(0, nowMs - budget.atMs) / 60_000) * perMinute;
  return { left: Math.min(perMinute, budget.left + gained), atMs: nowMs };
}
