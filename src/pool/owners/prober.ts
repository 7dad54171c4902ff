import {
  afterRound,
  BREAKER_RULES,
  type Breaker,
  type BreakerRules,
  closedBreaker,
  mayProbe,
  mayRemove,
} from './breaker.js';
import { applyProbeResults, clearSuspicion, hasFailed } from './probe-results.js';
import { type ProbeAllowance, refilled, SCHEDULE_RULES, type ScheduleRules } from './probe-schedule.js';
import { dueTargets, type ProbedOwner, type ProbeTarget, probeTargets } from './probing.js';
import type { UpkeepDeps } from './types.js';

/** A prober's state between rounds. Losing it only costs some repeated probes. */
export type ProberState = {
  allowance: ProbeAllowance | undefined;
  /** Secondary limits of each owner in a row. */
  strikes: Map<string, number>;
  /** The breakers by API address, as of the last round in which this process held the lock. */
  breakers: Map<string, Breaker>;
  savedAtMs: Map<string, number>;
  heldUntilMs: number;
  /** When the probes of owners in use were last marked due. */
  markedDueAtMs: number;
  /** When to probe suspects again whose last probe was inconclusive, by token id. */
  retryAtMs: Map<number, number>;
};

export type ProberRules = { schedule: ScheduleRules; breaker: BreakerRules };
export const PROBER_RULES: ProberRules = { schedule: SCHEDULE_RULES, breaker: BREAKER_RULES };

export type Round = { probed: number; openBreakers: string[] };

const LOCK = 'prober';
/** While a breaker is open, this many owners are probed after each pause. */
const TRIAL_OWNERS = 5;
const TRIAL_WELL_OWNERS = 3;
/** A breaker is saved at once when its state changes, and its figures this often. */
const SAVE_MS = 60_000;
/** Probes per worker and round at most, so that a round ends before its lock does. */
const PROBES_PER_WORKER = 4;

export function newProber(): ProberState {
  return {
    allowance: undefined,
    strikes: new Map(),
    breakers: new Map(),
    savedAtMs: new Map(),
    heldUntilMs: 0,
    markedDueAtMs: 0,
    retryAtMs: new Map(),
  };
}

/**
 * One round: probes due owners within the allowance of probes, updates the breakers with the whole round, and only then
 * counts failures against tokens. Does nothing while another replica probes.
 */
export async function probeRound(
  deps: UpkeepDeps,
  state: ProberState,
  rules: ProberRules = PROBER_RULES,
): Promise<Round> {
  const { schedule } = rules;
  const none = { probed: 0, openBreakers: [] };
  if (!(await deps.store.locks.acquire(LOCK, deps.holder, schedule.lockMs))) return none;
  const nowMs = await deps.store.nowMs();
  // Without the lock in between, another replica may have newer breakers.
  if (nowMs >= state.heldUntilMs) state.breakers.clear();
  state.heldUntilMs = nowMs + schedule.lockMs;
  const start = { left: schedule.concurrency * PROBES_PER_WORKER, atMs: nowMs };
  state.allowance = refilled(state.allowance ?? start, nowMs, schedule.probesPerMinute);
  const limit = Math.min(Math.floor(state.allowance.left), schedule.concurrency * PROBES_PER_WORKER);
  if (limit < 1) return none;
  await probeOwnersInUse(deps, { state, schedule, nowMs });
  const targets = await dueTargets(deps, { nowMs, limit, retryAtMs: state.retryAtMs });
  const breakers = await loadBreakers(deps, state, targets);
  const asked = await chooseTargets(deps, { targets, breakers, nowMs });
  state.allowance.left -= asked.reduce((sum, target) => sum + target.tokens.length, 0);
  const probed = await probeTargets(deps, asked, schedule.concurrency);
  // An interrupted round cannot be judged.
  if (deps.ending?.aborted) return none;
  // If another replica took over while GitHub kept this one waiting, its results count and not these.
  if (!(await deps.store.locks.acquire(LOCK, deps.holder, schedule.lockMs))) return none;
  await judge(deps, { probed, breakers, state }, rules);
  const openBreakers = [...breakers].filter(([, { state: now }]) => now === 'open').map(([apiUrl]) => apiUrl);
  return { probed: probed.reduce((sum, target) => sum + target.probes.length, 0), openBreakers };
}

/** Makes owners due that were idle at their last probe and have lent since. */
async function probeOwnersInUse(
  deps: UpkeepDeps,
  { state, schedule, nowMs }: { state: ProberState; schedule: ScheduleRules; nowMs: number },
): Promise<void> {
  if (nowMs - state.markedDueAtMs < schedule.staleInUseMs / 3) return;
  state.markedDueAtMs = nowMs;
  const notClosed = [...state.breakers].filter(([, { state: now }]) => now !== 'closed');
  await deps.store.owners.markProbesDue({
    probedBeforeMs: nowMs - schedule.staleInUseMs,
    exceptApiUrls: notClosed.map(([apiUrl]) => apiUrl),
  });
}

/** Hands the lock over at once when a replica shuts down. */
export async function releaseProber(deps: UpkeepDeps): Promise<void> {
  await deps.store.locks.release(LOCK, deps.holder);
}

/** Skips owners of a GitHub whose breaker is open, except for a small trial after each pause. */
async function chooseTargets(
  deps: UpkeepDeps,
  {
    targets,
    breakers,
    nowMs,
  }: { targets: readonly ProbeTarget[]; breakers: Map<string, Breaker>; nowMs: number },
): Promise<ProbeTarget[]> {
  const chosen: ProbeTarget[] = [];
  for (const [apiUrl, breaker] of breakers) {
    const here = targets.filter((target) => target.owner.apiUrl === apiUrl);
    const asked = breaker.state === 'closed' ? here : trialOf(here, breaker, nowMs);
    chosen.push(...asked);
    for (const { owner, tokens } of here.filter((target) => !asked.includes(target))) {
      for (const token of tokens) await clearSuspicion(deps, token);
      // Postponed, or they would fill every round and starve the owners of other GitHubs.
      await deps.store.owners.scheduleProbe(owner.id, Math.max(breaker.retryAtMs, nowMs + 1000));
    }
  }
  return chosen;
}

/**
 * Mostly owners whose last probe succeeded: only they can show that the outage is over, because the others may be dead.
 */
function trialOf(targets: readonly ProbeTarget[], breaker: Breaker, nowMs: number): ProbeTarget[] {
  if (!mayProbe(breaker, nowMs)) return [];
  const isFailing = ({ owner }: ProbeTarget) => breaker.failingSince[owner.id] !== undefined;
  const well = targets.filter((target) => !isFailing(target)).slice(0, TRIAL_WELL_OWNERS);
  return [...well, ...targets.filter(isFailing)].slice(0, TRIAL_OWNERS);
}

async function judge(
  deps: UpkeepDeps,
  { probed, breakers, state }: { probed: ProbedOwner[]; breakers: Map<string, Breaker>; state: ProberState },
  rules: ProberRules,
): Promise<void> {
  const nowMs = await deps.store.nowMs();
  for (const [apiUrl, before] of breakers) {
    const here = probed.filter((target) => target.owner.apiUrl === apiUrl);
    const outcomes = here
      .filter((target) => target.probes.length > 0)
      .map((target) => ({ ownerId: target.owner.id, failed: hasFailed(target) }));
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
      rules: rules.schedule,
      nowMs,
      mayJudge,
      mayRemove: (ownerId: string) => mayRemove(after, { ownerId, nowMs }, rules.breaker),
      strikes: state.strikes,
    };
    for (const owner of here) await applyProbeResults(deps, owner, context);
    scheduleUndecided(state, { probed: here, mayJudge, untilMs: nowMs + rules.schedule.retryMs });
  }
}

/** A suspect stays due until it is judged; without this it would be probed in every round until then. */
function scheduleUndecided(
  state: ProberState,
  { probed, mayJudge, untilMs }: { probed: readonly ProbedOwner[]; mayJudge: boolean; untilMs: number },
): void {
  for (const { token, result } of probed.flatMap((target) => target.probes)) {
    const isJudged = 'ok' in result || (mayJudge && 'refused' in result && result.refused === 'unauthorized');
    if (isJudged || token.nextProbeAtMs === null) state.retryAtMs.delete(token.id);
    else state.retryAtMs.set(token.id, untilMs);
  }
}

function settingOf(apiUrl: string): string {
  return `breaker ${apiUrl}`;
}

/** Breakers are stored, so that a replica that takes over during an outage knows about it. */
async function loadBreakers(
  deps: UpkeepDeps,
  state: ProberState,
  targets: readonly ProbeTarget[],
): Promise<Map<string, Breaker>> {
  const breakers = new Map<string, Breaker>();
  for (const apiUrl of new Set(targets.map(({ owner }) => owner.apiUrl))) {
    const held = state.breakers.get(apiUrl);
    const saved = held ? undefined : await deps.store.settings.get(settingOf(apiUrl));
    const known = held ?? (saved === undefined ? closedBreaker() : (JSON.parse(saved) as Breaker));
    breakers.set(apiUrl, known);
  }
  return breakers;
}

async function saveBreaker(
  deps: UpkeepDeps,
  { apiUrl, before, after }: { apiUrl: string; before: Breaker; after: Breaker },
): Promise<void> {
  await deps.store.settings.set(settingOf(apiUrl), JSON.stringify(after));
  if (before.state === after.state) return;
  const failing = Object.values(after.recent).filter(({ failed }) => failed).length;
  const detail =
    after.state === 'open'
      ? `${failing} owners fail together at ${apiUrl}: failures do not count against tokens until it is over`
      : `probes succeed again at ${apiUrl}`;
  deps.log.warn({ action: `breaker.${after.state}` }, detail);
  await deps.store.audit.record({
    actor: 'prober',
    action: `breaker.${after.state}`,
    subject: apiUrl,
    detail,
  });
}
