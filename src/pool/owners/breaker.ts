/**
 * Decides whether failures may be held against tokens. GitHub has answered false 401s to a tenth of all calls;
 * when many owners fail together, the fault is GitHub's (or the network's) and nobody is judged until it is over.
 */
export type Breaker = {
  state: 'closed' | 'open';
  /** Each owner's newest outcome. */
  recent: { [ownerId: string]: { failed: boolean; atMs: number } };
  /** Since when each failing owner has failed without a break. */
  failingSince: { [ownerId: string]: number };
  /** When anybody last did well. */
  wellAtMs: number;
  /** While open: when the next trial may run. */
  retryAtMs: number;
  /** How long the present or the last pause is. */
  pauseMs: number;
  closedSinceMs: number;
};

export type ProbeOutcome = { ownerId: string; failed: boolean };

export type BreakerRules = {
  /** Outcomes older than this say nothing of the present. */
  windowMs: number;
  /** Opens when at least so many distinct owners fail and they are at least this share of those seen. */
  minOwners: number;
  minShare: number;
  firstPauseMs: number;
  maxPauseMs: number;
  /** Nobody is removed while more than this share of the others fails, nor soon after the breaker was open. */
  calmShare: number;
  calmMs: number;
  /** Owners that fail for longer than this while others do well are dead, not part of an outage. */
  deadAfterMs: number;
  /** For how long somebody's success shows that GitHub works; idle owners are asked every half hour. */
  wellMs: number;
};

/**
 * A share of 20 %: in the worst incident known, 9 to 15 % of calls failed over the day and more at its peak,
 * while owners who leave one by one never reach it. Below it, three agreeing probes guard each token.
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

/** Owners that left while failing are forgotten after this long, so that the record does not grow for ever. */
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

/** Whether probes may run: always while closed; while open only a small trial after each pause. */
export function mayProbe(breaker: Breaker, nowMs: number): boolean {
  return breaker.state === 'closed' || nowMs >= breaker.retryAtMs;
}

/** The breaker after one round of probes, to be asked before any of them counts against a token. */
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
  // Half open: this round alone decides, so that what was seen during the outage does not open it anew.
  const next = { ...breaker, recent: trial, failingSince, wellAtMs };
  if (trialFails(breaker, round.outcomes, rules)) return opened(next, round.nowMs, rules);
  return { ...next, state: 'closed', retryAtMs: 0, closedSinceMs: round.nowMs };
}

/** A trial that fails, and an opening soon after a closing, mean the same trouble goes on: the pause doubles. */
function opened(breaker: Breaker, nowMs: number, rules: BreakerRules): Breaker {
  const goesOn = breaker.state === 'open' || nowMs - breaker.closedSinceMs < rules.windowMs;
  const pauseMs =
    goesOn && breaker.pauseMs > 0 ? Math.min(rules.maxPauseMs, breaker.pauseMs * 2) : rules.firstPauseMs;
  return { ...breaker, state: 'open', pauseMs, retryAtMs: nowMs + pauseMs };
}

/**
 * Whether an owner's token may be removed for good. Suspects are not leased, so waiting costs nothing: it takes a
 * breaker that has been closed for a while, and hardly anybody else failing.
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

/** Owners that did well before decide a trial, as those that failed may be dead; without such, all decide. */
function trialFails(before: Breaker, outcomes: readonly ProbeOutcome[], rules: BreakerRules): boolean {
  const wellBefore = outcomes.filter(({ ownerId }) => before.failingSince[ownerId] === undefined);
  const deciding = wellBefore.length > 0 ? wellBefore : outcomes;
  return deciding.filter(({ failed }) => failed).length / deciding.length >= rules.minShare;
}

/**
 * Counts owners, leaving out those that have failed for hours while somebody does well. With nobody doing well
 * all stay counted: a pool that GitHub refuses as a whole is never emptied.
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
