/** Arithmetic of one owner's budget in one bucket. No clock and no database: the figures come as arguments. */

/** Later than any time that counts, and still an exact number in both databases. */
export const NEVER_MS = Number.MAX_SAFE_INTEGER;

/** A closed window ranks as if so many leases were open: ordinary leases then open windows one by one. */
export const CLOSED_COUNTS_AS = 16;
/** Spreads bursts over owners that are otherwise alike. */
export const OPEN_LEASES_OFFSET = 4;
/** How many deviations are kept back against jobs that need more than usual. */
export const CAUTION = 2;

/** What the pool's owner may change; windows are shorter in tests and benches. */
export type Rules = {
  /** The share of every budget that stays with its owner unless the owner chose another. */
  reserve: number;
  /** GitHub's window for most buckets. */
  windowMs: number;
};

/** GitHub counts searches by the minute and everything else by the hour. */
export function windowMsOf(bucket: string, rules: Rules): number {
  return bucket === 'search' || bucket === 'code_search' ? rules.windowMs / 60 : rules.windowMs;
}

export type OpenLease = {
  id: string;
  token_id: number;
  need: number;
  deviation: number;
  granted_at_ms: number;
  expected_end_ms: number;
  ends_at_ms: number;
  requests_spent: number | null;
  /** By how much its reports have lowered the budget. */
  lowered: number;
  outcome: string | null;
};

/** The window as it is known, rolled over when its reset has passed. */
export type Window = {
  limit: number;
  remaining: number;
  resetAtMs: number | null;
  closedSinceMs: number | null;
  seenAtMs: number;
  probedRemaining: number | null;
};

/** A passed reset makes a full, closed window: GitHub opens the next one at the first call. */
export function rolled(window: Window, nowMs: number): Window {
  if (window.resetAtMs === null || window.resetAtMs > nowMs) return window;
  return {
    ...window,
    remaining: window.limit,
    resetAtMs: null,
    closedSinceMs: window.resetAtMs,
    probedRemaining: null,
  };
}

/** Since when spending is not yet part of `remaining`. */
export function countedUntilMs(window: Pick<Window, 'closedSinceMs' | 'seenAtMs'>): number {
  return Math.max(window.closedSinceMs ?? 0, window.seenAtMs);
}

/** The share of a lease's need that is still to come after a moment, 1 at its start and 0 at its expected end. */
export function shareAfter(
  lease: Pick<OpenLease, 'granted_at_ms' | 'expected_end_ms'>,
  momentMs: number,
): number {
  const lengthMs = lease.expected_end_ms - lease.granted_at_ms;
  if (lengthMs <= 0) return lease.granted_at_ms >= momentMs ? 1 : 0;
  return Math.max(0, Math.min(1, (lease.expected_end_ms - momentMs) / lengthMs));
}

export type Promises = { promised: number; variance: number; openLeases: number };

/** What open leases may still spend beyond what was observed. */
export function promisedBy(leases: readonly OpenLease[], sinceMs: number): Promises {
  let promised = 0;
  let variance = 0;
  for (const lease of leases) {
    const share = shareAfter(lease, sinceMs);
    promised += lease.need * share;
    variance += (lease.deviation * share) ** 2;
  }
  return { promised, variance, openLeases: leases.length };
}

export type Lendable = { lendLimit: number; lendRemaining: number };

/** What may be lent after the owner's reserve. */
export function lendable(window: Pick<Window, 'limit' | 'remaining'>, reserve: number): Lendable {
  return {
    lendLimit: window.limit * (1 - reserve),
    lendRemaining: Math.max(0, window.remaining - window.limit * reserve),
  };
}

export type Standing = Lendable & Promises & { resetAtMs: number | null };

/** Requests that can still be promised, less a caution for jobs that stray from their mean. */
export function headroom(standing: Standing, deviation: number): number {
  const caution = CAUTION * Math.sqrt(standing.variance + deviation ** 2);
  return standing.lendRemaining - standing.promised - caution;
}

/** Open leases as the order counts them. */
export function crowd(standing: Pick<Standing, 'openLeases' | 'resetAtMs'>): number {
  return standing.resetAtMs === null && standing.openLeases === 0 ? CLOSED_COUNTS_AS : standing.openLeases;
}

/** The part of an owner's score that time does not change: what the claim's index is sorted by. */
export function staticScore(standing: Standing): number {
  if (standing.lendLimit <= 0) return -1;
  return headroom(standing, 0) / standing.lendLimit / (OPEN_LEASES_OFFSET + crowd(standing));
}

/** Steps of headroom to each doubling of it. */
const STEPS_PER_DOUBLING = 4;

/** Owners with about the same headroom share a step: an index of steps seldom changes, one of headroom with every lease. */
export function roomStep(standing: Standing): number {
  const room = headroom(standing, 0);
  return room < 1 ? 0 : 1 + Math.floor(STEPS_PER_DOUBLING * Math.log2(room));
}

/** No owner of a step has as much headroom as this; a little more than the step is wide, because steps are rounded. */
export function roomAbove(step: number): number {
  return 1.001 * 2 ** (step / STEPS_PER_DOUBLING);
}

/** Owners whose windows end together share a slot; closed windows share one of their own. */
export function slotOf(resetAtMs: number | null, windowMs: number): number {
  return resetAtMs === null ? -1 : Math.floor(resetAtMs / slotMs(windowMs));
}

export function slotMs(windowMs: number): number {
  return Math.max(1, Math.floor(windowMs / 60));
}
