import {
  afterRound,
  BREAKER_RULES,
  type Breaker,
  type BreakerRules,
  closedBreaker,
  mayProbe,
  mayRemove,
} from './breaker.js';
import { dueOwners, type ProbedOwner, probeOwners, type DueOwner } from './probing.js';
import { HEALTH_RULES, type HealthRules, type RequestBudget, refilled } from './probe-schedule.js';
import type { HealthDeps } from './types.js';
import { clearSuspicion, applyProbeResults, hasFailed } from './probe-results.js';

/** What a prober remembers between rounds. Losing it costs some repeated probes and nothing else. */
export type ProberState = {
  requests: RequestBudget | undefined;
  /** Secondary limits of each owner in a row. */
  strikes: Map<string, number>;
  /** The breakers by API address, as of the last round in which this process held the lock. */
  breakers: Map<string, Breaker>;
  savedAtMs: Map<string, number>;
  heldUntilMs: number;
  /** When the probes of owners in use were last marked due. */
  markedDueAtMs: number;
  /** Suspects whose last probe said nothing, by token id: when to ask again. */
  retryAtMs: Map<number, number>;
};

export type ProberRules = { health: HealthRules; breaker: BreakerRules };
export const PROBER_RULES: ProberRules = { health: HEALTH_RULES, breaker: BREAKER_RULES };

export type Round = { probed: number; openBreakers: string[] };

const LOCK = 'prober';
/** While a breaker is open, so many owners are asked after each pause. */
const TRIAL_OWNERS = 5;
const TRIAL_WELL_OWNERS = 3;
/** A breaker that changes its state is saved at once, its figures only now and then. */
const SAVE_MS = 60_000;
/** One round asks at most so many per worker, so that all of it fits into the time of the lock. */
const PROBES_PER_WORKER = 4;

export function newProber(): ProberState {
  return {
    requests: undefined,
    strikes: new Map(),
    breakers: new Map(),
    savedAtMs: new Map(),
    heldUntilMs: 0,
    markedDueAtMs: 0,
    retryAtMs: new Map(),
  };
}

/**
 * One round: who is due is asked, within the request budget; the breakers judge the round as a whole; only then
 * is anything held against a token. Does nothing while another replica probes.
 */
export async function probeRound(
  deps: HealthDeps,
  state: ProberState,
  rules: ProberRules = PROBER_RULES,
): Promise<Round> {
  const { health } = rules;
  const none = { probed: 0, openBreakers: [] };
  if (!(await deps.store.locks.acquire(LOCK, deps.holder, health.lockMs))) return none;
  const nowMs = await deps.store.nowMs();
  // After a time without the lock another replica may know better.
  if (nowMs >= state.heldUntilMs) state.breakers.clear();
  state.heldUntilMs = nowMs + health.lockMs;
  const start = { left: health.concurrency * PROBES_PER_WORKER, atMs: nowMs };
  state.requests = refilled(state.requests ?? start, nowMs, health.probesPerMinute);
  const limit = Math.min(Math.floor(state.requests.left), health.concurrency * PROBES_PER_WORKER);
  if (limit < 1) return none;
  await probeOwnersInUse(deps, { state, health, nowMs });
  const units = await dueOwners(deps, { nowMs, limit, retryAtMs: state.retryAtMs });
  const breakers = await loadBreakers(deps, state, units);
  const asked = await chooseOwners(deps, { units, breakers, nowMs });
  state.requests.left -= asked.reduce((sum, unit) => sum + unit.tokens.length, 0);
  const probed = await probeOwners(deps, asked, health.concurrency);
  // Half a round would be judged wrongly.
  if (deps.ending?.aborted) return none;
  // Another replica may have taken over while GitHub kept us waiting: then its word counts and not ours.
  if (!(await deps.store.locks.acquire(LOCK, deps.holder, health.lockMs))) return none;
  await judge(deps, { probed, breakers, state }, rules);
  const openBreakers = [...breakers].filter(([, { state: now }]) => now === 'open').map(([apiUrl]) => apiUrl);
  return { probed: probed.reduce((sum, unit) => sum + unit.probes.length, 0), openBreakers };
}

/** Owners that were idle when last asked and have lent since are asked as often as others in use. */
async function probeOwnersInUse(
  deps: HealthDeps,
  { state, health, nowMs }: { state: ProberState; health: HealthRules; nowMs: number },
): Promise<void> {
  if (nowMs - state.markedDueAtMs < health.staleInUseMs / 3) return;
  state.markedDueAtMs = nowMs;
  const inTrouble = [...state.breakers].filter(([, { state: now }]) => now !== 'closed');
  await deps.store.owners.markProbesDue({
    probedBeforeMs: nowMs - health.staleInUseMs,
    exceptApiUrls: inTrouble.map(([apiUrl]) => apiUrl),
  });
}

/** Hands the lock over at once when a replica shuts down. */
export async function releaseProber(deps: HealthDeps): Promise<void> {
  await deps.store.locks.release(LOCK, deps.holder);
}

/** Leaves out owners of a GitHub that is in trouble, but for a small trial when its pause is over. */
async function chooseOwners(
  deps: HealthDeps,
  { units, breakers, nowMs }: { units: readonly DueOwner[]; breakers: Map<string, Breaker>; nowMs: number },
): Promise<DueOwner[]> {
  const chosen: DueOwner[] = [];
  for (const [apiUrl, breaker] of breakers) {
    const here = units.filter((unit) => unit.owner.apiUrl === apiUrl);
    const asked = breaker.state === 'closed' ? here : trialOf(here, breaker, nowMs);
    chosen.push(...asked);
    for (const { owner, tokens } of here.filter((unit) => !asked.includes(unit))) {
      for (const token of tokens) await clearSuspicion(deps, token);
      // Put back, or they would fill every round and starve the owners of other GitHubs.
      await deps.store.owners.scheduleProbe(owner.id, Math.max(breaker.retryAtMs, nowMs + 1000));
    }
  }
  return chosen;
}

/**
 * Mostly owners that did well when last asked: only they can show that the trouble is over, for those that failed
 * may be dead.
 */
function trialOf(units: readonly DueOwner[], breaker: Breaker, nowMs: number): DueOwner[] {
  if (!mayProbe(breaker, nowMs)) return [];
  const isFailing = ({ owner }: DueOwner) => breaker.failingSince[owner.id] !== undefined;
  const well = units.filter((unit) => !isFailing(unit)).slice(0, TRIAL_WELL_OWNERS);
  return [...well, ...units.filter(isFailing)].slice(0, TRIAL_OWNERS);
}

async function judge(
  deps: HealthDeps,
  { probed, breakers, state }: { probed: ProbedOwner[]; breakers: Map<string, Breaker>; state: ProberState },
  rules: ProberRules,
): Promise<void> {
  const nowMs = await deps.store.nowMs();
  for (const [apiUrl, before] of breakers) {
    const here = probed.filter((unit) => unit.owner.apiUrl === apiUrl);
    const outcomes = here
      .filter((unit) => unit.probes.length > 0)
      .map((unit) => ({ ownerId: unit.owner.id, failed: hasFailed(unit) }));
    const after = afterRound(before, { outcomes, nowMs }, rules.breaker);
    breakers.set(apiUrl, after);
    state.breakers.set(apiUrl, after);
    const isStale = nowMs - (state.savedAtMs.get(apiUrl) ?? 0) >= SAVE_MS;
    if (after.state !== before.state || (after !== before && isStale)) {
      await saveBreaker(deps, { apiUrl, before, after });
      state.savedAtMs.set(apiUrl, nowMs);
    }
    const mayJudge = before.state === 'closed' && after.state === 'closed';
    const context = {
      rules: rules.health,
      nowMs,
      mayJudge,
      mayRemove: (ownerId: string) => mayRemove(after, { ownerId, nowMs }, rules.breaker),
      strikes: state.strikes,
    };
    for (const unit of here) await applyProbeResults(deps, unit, context);
    rememberUndecided(state, { units: here, mayJudge, untilMs: nowMs + rules.health.retryMs });
  }
}

/** A suspect keeps its due time until it is judged; without this it would be asked in every round meanwhile. */
function rememberUndecided(
  state: ProberState,
  { units, mayJudge, untilMs }: { units: readonly ProbedOwner[]; mayJudge: boolean; untilMs: number },
): void {
  for (const { token, result } of units.flatMap((unit) => unit.probes)) {
    const isJudged = 'ok' in result || (mayJudge && 'refused' in result && result.refused === 'unauthorized');
    if (isJudged || token.nextProbeAtMs === null) state.retryAtMs.delete(token.id);
    else state.retryAtMs.set(token.id, untilMs);
  }
}

function settingOf(apiUrl: string): string {
  return `breaker ${apiUrl}`;
}

/** Breakers live in the store, so that a replica that takes over in an outage knows of it. */
async function loadBreakers(
  deps: HealthDeps,
  state: ProberState,
  units: readonly DueOwner[],
): Promise<Map<string, Breaker>> {
  const breakers = new Map<string, Breaker>();
  for (const apiUrl of new Set(units.map(({ owner }) => owner.apiUrl))) {
    const held = state.breakers.get(apiUrl);
    const saved = held ? undefined : await deps.store.settings.get(settingOf(apiUrl));
    const known = held ?? (saved === undefined ? closedBreaker() : (JSON.parse(saved) as Breaker));
    breakers.set(apiUrl, known);
  }
  return breakers;
}

async function saveBreaker(
  deps: HealthDeps,
  { apiUrl, before, after }: { apiUrl: string; before: Breaker; after: Breaker },
): Promise<void> {
  await deps.store.settings.set(settingOf(apiUrl), JSON.stringify(after));
  if (before.state === after.state) return;
  const failing = Object.values(after.recent).filter(({ failed }) => failed).length;
  const detail =
    after.state === 'open'
      ? `${failing} owners fail together at ${apiUrl}: nothing is held against their tokens until it is over`
      : `owners do well again at ${apiUrl}`;
  deps.log.warn({ action: `breaker.${after.state}` }, detail);
  await deps.store.audit.record({
    actor: 'prober',
    action: `breaker.${after.state}`,
    subject: apiUrl,
    detail,
  });
}
