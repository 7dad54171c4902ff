/**
 * A circuit breaker: decides whether failures count against tokens. GitHub has had incidents with false 401s for a tenth
 * of all calls; when many owners fail together, GitHub or the network is at fault, and no token is judged until it ends.
 */
export type Breaker = {
  state: 'closed' | 'open';
  /** Each owner's newest outcome. */
  recent: { [ownerId: string]: { failed: boolean; atMs: number } };
  /** Since when each failing owner has failed without a success. */
  failingSince: { [ownerId: string]: number };
  /** When a probe of any owner last succeeded. */
  wellAtMs: number;
  /** While open: when the next trial round may run. */
  retryAtMs: number;
  /** The length of the current or last pause. */
  pauseMs: number;
  closedSinceMs: number;
};

export type ProbeOutcome = { ownerId: string; failed: boolean };

export type BreakerRules = {
  /** Older outcomes are ignored. */
  windowMs: number;
  /** Opens when at least this many owners fail, and at least this share of those probed. */
  minOwners: number;
  minShare: number;
  firstPauseMs: number;
  maxPauseMs: number;
  /** No token is removed while more than this share of other owners fails, nor this soon after the breaker was open. */
  calmShare: number;
  calmMs: number;
  /** Owners that fail for longer than this while others succeed are dead, not part of an outage. */
  deadAfterMs: number;
  /** For how long a success of any owner shows that GitHub works; idle owners are probed every half hour. */
  wellMs: number;
};

/**
 * A share of 20 %: in the worst known incident 9 to 15 % of calls failed over the day, and more at its peak, while
 * owners who leave one by one never reach it. Below it, each token is still guarded by three agreeing probes.
 */
export const BREAKER_RULES: BreakerRules = {
  windowMs: 10 * 60_000,
  minOwners: 3,
  minShare: 0.2,
  firstPauseMs: 2 * 60_000,
  maxPauseMs: 30 * 60_000,
  calmShare: 0.1,
  calmMs: 10 * 60_000,
  deadAfterMs: 6 * 3_600_000,
  wellMs: 3_600_000,
};

/** Owners that left while failing are dropped after this time, so that the record does not grow forever. */
const FORGET_FAILING_MS = 7 * 86_400_000;

export function closedBreaker(): Breaker {
  return {
    state: 'closed',
    recent: {},
    failingSince: {},
    wellAtMs: 0,
    retryAtMs: 0,
    pauseMs: 0,
    closedSinceMs: 0,
  };
}

/** Whether probes may run: always while closed, and while open only a small trial after each pause. */
export function mayProbe(breaker: Breaker, nowMs: number): boolean {
  return breaker.state === 'closed' || nowMs >= breaker.retryAtMs;
}

/** The breaker after a round of probes, computed before any of them counts against a token. */
export function afterRound(
  breaker: Breaker,
  round: { outcomes: readonly ProbeOutcome[]; nowMs: number },
  rules: BreakerRules = BREAKER_RULES,
): Breaker {
  if (round.outcomes.length === 0) return breaker;
  const failingSince = failingAfter(breaker, round);
  const wellAtMs = round.outcomes.some(({ failed }) => !failed) ? round.nowMs : breaker.wellAtMs;
  const trial = Object.fromEntries(
    round.outcomes.map(({ ownerId, failed }) => [ownerId, { failed, atMs: round.nowMs }]),
  );
  if (breaker.state === 'closed') {
    const recent = { ...within(breaker.recent, round.nowMs - rules.windowMs), ...trial };
    const next = { ...breaker, recent, failingSince, wellAtMs };
    return failsTogether(next, round.nowMs, rules) ? opened(next, round.nowMs, rules) : next;
  }
  // Half open: this round alone decides, so that outcomes from the outage do not open it again.
  const next = { ...breaker, recent: trial, failingSince, wellAtMs };
  if (trialFails(breaker, round.outcomes, rules)) return opened(next, round.nowMs, rules);
  return { ...next, state: 'closed', retryAtMs: 0, closedSinceMs: round.nowMs };
}

/** After a failed trial, or when it opens again soon after closing, the outage continues: the pause doubles. */
function opened(breaker: Breaker, nowMs: number, rules: BreakerRules): Breaker {
  const isSameOutage = breaker.state === 'open' || nowMs - breaker.closedSinceMs < rules.windowMs;
  const pauseMs =
    isSameOutage && breaker.pauseMs > 0
      ? Math.min(rules.maxPauseMs, breaker.pauseMs * 2)
      : rules.firstPauseMs;
  return { ...breaker, state: 'open', pauseMs, retryAtMs: nowMs + pauseMs };
}

/**
 * Whether an owner's token may be removed for good: the breaker must have been closed for a while, with hardly any other
 * owner failing. Suspects are not leased, so waiting costs nothing.
 */
export function mayRemove(
  breaker: Breaker,
  { ownerId, nowMs }: { ownerId: string; nowMs: number },
  rules: BreakerRules = BREAKER_RULES,
): boolean {
  if (breaker.state === 'open' || nowMs - breaker.closedSinceMs < rules.calmMs) return false;
  const { [ownerId]: _own, ...others } = breaker.recent;
  const { failed, seen } = counted({ ...breaker, recent: others }, nowMs, rules);
  return failed === 0 || failed / Math.max(1, seen) < rules.calmShare;
}

function failsTogether(breaker: Breaker, nowMs: number, rules: BreakerRules): boolean {
  const { failed, seen } = counted(breaker, nowMs, rules);
  return failed >= rules.minOwners && failed / seen >= rules.minShare;
}

/** Owners that succeeded before decide a trial, because the others may be dead; if there are none, all decide. */
function trialFails(before: Breaker, outcomes: readonly ProbeOutcome[], rules: BreakerRules): boolean {
  const wellBefore = outcomes.filter(({ ownerId }) => before.failingSince[ownerId] === undefined);
  const deciding = wellBefore.length > 0 ? wellBefore : outcomes;
  return deciding.filter(({ failed }) => failed).length / deciding.length >= rules.minShare;
}

/**
 * Counts owners, except those that have failed for hours while others succeed. If no owner succeeds, all are counted, so a
 * pool that GitHub refuses as a whole is never emptied.
 */
function counted(breaker: Breaker, nowMs: number, rules: BreakerRules): { failed: number; seen: number } {
  const entries = Object.entries(breaker.recent);
  const anyWell = nowMs - breaker.wellAtMs <= rules.wellMs;
  const dead = (ownerId: string) => (breaker.failingSince[ownerId] ?? nowMs) <= nowMs - rules.deadAfterMs;
  const counting = entries.filter(([ownerId, { failed }]) => !(failed && anyWell && dead(ownerId)));
  return { failed: counting.filter(([, { failed }]) => failed).length, seen: counting.length };
}

function failingAfter(
  breaker: Breaker,
  round: { outcomes: readonly ProbeOutcome[]; nowMs: number },
): Breaker['failingSince'] {
  const recentMs = round.nowMs - FORGET_FAILING_MS;
  const since = new Map(Object.entries(breaker.failingSince).filter(([, atMs]) => atMs >= recentMs));
  for (const { ownerId, failed } of round.outcomes) {
    if (!failed) since.delete(ownerId);
    else if (!since.has(ownerId)) since.set(ownerId, round.nowMs);
  }
  return Object.fromEntries(since);
}

function within(recent: Breaker['recent'], sinceMs: number): Breaker['recent'] {
  return Object.fromEntries(Object.entries(recent).filter(([, { atMs }]) => atMs >= sinceMs));
}
