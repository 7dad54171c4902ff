import { PROBED_BUCKETS } from '../domain/probed-buckets.js';
import type { Budget, Owner } from '../store/records.js';

/** How often the prober probes. Tests set shorter times. */
export type ScheduleRules = {
  /** Requests per minute for probing all owners, and how many run at once. */
  probesPerMinute: number;
  concurrency: number;
  /** Longer than a round; another replica takes over this long after a prober dies. */
  lockMs: number;
  tickMs: number;
  /** When owners in use are probed again; jobs' reports update the figures in between. */
  staleInUseMs: number;
  staleIdleMs: number;
  /** An owner counts as in use for this long after a lease. */
  inUseMs: number;
  suspendedMs: number;
  /** A token is removed after this many agreeing probes over at least this time. */
  agreeingProbes: number;
  agreementMs: number;
  /** The cooldown after a secondary limit without `retry-after`, doubled each time up to the maximum. */
  firstCooldownMs: number;
  maxCooldownMs: number;
  /** When to retry after a call without a usable answer. */
  retryMs: number;
  /** Buckets whose figures are stored; GitHub lists a dozen more. */
  buckets: readonly string[];
};

export const SCHEDULE_RULES: ScheduleRules = {
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

/** Varies a time by up to 10 % either way, so that owners added together are not always probed together. */
export function jittered(ms: number, random: () => number): number {
  return Math.round(ms * (0.9 + 0.2 * random()));
}

/**
 * When to probe an owner after a success: soon while in use, rarely while idle, and after the reset if its core budget
 * is spent, because nothing changes before.
 */
export function nextProbeAtMs(
  seen: { owner: Owner; budgets: readonly Budget[]; nowMs: number },
  rules: ScheduleRules,
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
 * When to probe a suspect again: after a third of the required time, then when enough has passed for a removal, and
 * rarely where a removal waits because other owners fail too.
 */
export function nextSuspectProbeAtMs(
  suspicion: { suspicions: number; nowMs: number },
  rules: ScheduleRules,
  random: () => number,
): number {
  const shareOfAgreement = suspicion.suspicions <= 1 ? 0.35 : suspicion.suspicions === 2 ? 0.75 : 1.5;
  return suspicion.nowMs + Math.round(rules.agreementMs * (shareOfAgreement + 0.05 * random()));
}

/** How long an owner rests after its n-th secondary limit in a row: as long as GitHub says, else doubling each time. */
export function cooldownMs(
  limited: { retryAfterSeconds: number | null; strikes: number },
  rules: ScheduleRules,
): number {
  if (limited.retryAfterSeconds !== null) return Math.max(1000, limited.retryAfterSeconds * 1000);
  return Math.min(rules.maxCooldownMs, rules.firstCooldownMs * 2 ** Math.min(20, limited.strikes - 1));
}

/** A token bucket of requests: refills with time, and holds one minute's worth at most. */
export type ProbeAllowance = { left: number; atMs: number };

export function refilled(allowance: ProbeAllowance, nowMs: number, perMinute: number): ProbeAllowance {
  const gained = (Math.max(0, nowMs - allowance.atMs) / 60_000) * perMinute;
  return { left: Math.min(perMinute, allowance.left + gained), atMs: nowMs };
}
