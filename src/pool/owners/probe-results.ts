import type { Budgets } from '../github/types.js';
import type { Owner, Token } from '../store/records.js';
import {
  cooldownMs,
  jittered,
  nextProbeAtMs,
  nextSuspectProbeAtMs,
  type ScheduleRules,
} from './probe-schedule.js';
import type { Probe, ProbedOwner } from './probing.js';
import { writingScopes } from './scopes.js';
import type { UpkeepDeps } from './types.js';

/** What the results of a round are judged by. */
export type ProbeContext = {
  rules: ScheduleRules;
  nowMs: number;
  /** False while many owners fail together: then no failure counts against a token. */
  mayJudge: boolean;
  /** Whether this owner's tokens may be removed for good. */
  mayRemove: (ownerId: string) => boolean;
  /** Secondary limits of each owner in a row. */
  strikes: Map<string, number>;
};

/** A GHES with rate limits disabled reports no figures; this stands for no limit. */
const UNLIMITED = 1_000_000;
const HOUR_MS = 3_600_000;

/** Whether an owner's probes count as a failure for the breaker: refused tokens or accounts, or no answer. */
export function hasFailed(probed: ProbedOwner): boolean {
  return probed.probes.length > 0 && !probed.probes.some((probe) => 'ok' in probe.result || isSpent(probe));
}

function isSpent({ result }: Probe): boolean {
  return 'refused' in result && result.refused === 'exhausted';
}

/** Applies the results of an owner's probes and schedules its next one. */
export async function applyProbeResults(
  deps: UpkeepDeps,
  probed: ProbedOwner,
  context: ProbeContext,
): Promise<void> {
  const nextTimes: number[] = [];
  for (const probe of probed.probes)
    nextTimes.push(await applyProbe(deps, { owner: probed.owner, ...probe }, context));
  const idleMs = context.nowMs + jittered(context.rules.staleIdleMs, deps.random);
  await deps.store.owners.probed(probed.owner.id, nextTimes.length > 0 ? Math.min(...nextTimes) : idleMs);
}

type OneResult = Probe & { owner: Owner };

/** Applies one result and returns when to probe the owner next. */
async function applyProbe(
  deps: UpkeepDeps,
  { owner, token, result, askedAtMs }: OneResult,
  context: ProbeContext,
): Promise<number> {
  const { nowMs, rules } = context;
  const soon = nowMs + jittered(rules.retryMs, deps.random);
  if ('ok' in result) return applyAnswer(deps, { owner, token, budgets: result.ok, askedAtMs }, context);
  if ('unreachable' in result) return soon;
  if (result.refused === 'secondary_limited') return rest(deps, { owner, ...result }, context);
  if (result.refused === 'exhausted')
    return nowMs + Math.max(rules.retryMs, (result.retryAfterSeconds ?? 60) * 1000);
  if (!context.mayJudge) {
    await clearSuspicion(deps, token);
    return soon;
  }
  if (result.refused === 'unauthorized') {
    await suspect(deps, { owner, token }, context);
    return nowMs + jittered(rules.staleIdleMs, deps.random);
  }
  if (owner.status === 'active') {
    await deps.store.owners.setStatus(owner.id, 'suspended');
    await record(deps, { action: 'owner.suspended', owner, detail: 'GitHub refuses the account (403)' });
  }
  return nowMs + jittered(rules.suspendedMs, deps.random);
}

async function applyAnswer(
  deps: UpkeepDeps,
  { owner, token, budgets, askedAtMs }: Omit<OneResult, 'result'> & { budgets: Budgets },
  context: ProbeContext,
): Promise<number> {
  const { store, random } = deps;
  context.strikes.delete(owner.id);
  for (const seen of figuresOf(budgets, context)) {
    const { limit, remaining, resetAtMs } = seen;
    await store.budgets.observe(owner.id, seen.bucket, { limit, remaining, resetAtMs, seenAtMs: askedAtMs });
  }
  await clearSuspicion(deps, token);
  if (token.status === 'suspect') {
    await record(deps, {
      action: 'token.cleared',
      owner,
      detail: `token ${token.id}: GitHub accepts it again`,
    });
  }
  if (owner.status === 'suspended') {
    await store.owners.setStatus(owner.id, 'active');
    await record(deps, { action: 'owner.reinstated', owner, detail: 'GitHub accepts the account again' });
  }
  // In this order, because storing the expiry makes the token active again.
  await learnExpiry(deps, token, budgets.expiresAtMs);
  await checkScopes(deps, { owner, token, scopes: budgets.scopes });
  const now = { owner, budgets: await store.budgets.ofOwner(owner.id), nowMs: context.nowMs };
  return nextProbeAtMs(now, context.rules, random);
}

function figuresOf(budgets: Budgets, { rules, nowMs }: ProbeContext) {
  const wanted = budgets.buckets.filter(({ bucket }) => rules.buckets.includes(bucket));
  if (budgets.buckets.length > 0) return wanted;
  const [limit, remaining, resetAtMs] = [UNLIMITED, UNLIMITED, nowMs + HOUR_MS];
  return rules.buckets.map((bucket) => ({ bucket, limit, remaining, resetAtMs }));
}

/** A token that was added without asking GitHub may turn out to be able to write: it must not be lent to every job. */
async function checkScopes(
  deps: UpkeepDeps,
  { owner, token, scopes }: { owner: Owner; token: Token; scopes: readonly string[] | null },
): Promise<void> {
  if (scopes === null || token.kind === 'app_user' || sameSet(scopes, token.scopes)) return;
  const writing = writingScopes(scopes);
  await deps.store.tokens.setScopes(token.id, scopes, writing.length > 0);
  if (writing.length === 0 || token.label !== '') return;
  await deps.store.tokens.setStatus(token.id, 'dead');
  const detail = `token ${token.id} can write (${writing.join(', ')}); add it under a label such as push`;
  await record(deps, { action: 'token.refused', owner, detail });
}

/** A token that was added without asking GitHub may expire; it must not be granted for longer than that. */
async function learnExpiry(deps: UpkeepDeps, token: Token, expiresAtMs: number | null): Promise<void> {
  if (expiresAtMs === null || token.expiresAtMs !== null || token.hasRefreshToken) return;
  const open = await deps.store.tokens.open(token.id);
  if (open) await deps.store.tokens.replaceSecrets(token.id, { token: open.token, expiresAtMs });
}

function sameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((scope) => others.includes(scope));
}

/** The whole owner rests: its other tokens must not be used to get around the limit. */
async function rest(
  deps: UpkeepDeps,
  { owner, retryAfterSeconds }: { owner: Owner; retryAfterSeconds: number | null },
  context: ProbeContext,
): Promise<number> {
  const strikes = (context.strikes.get(owner.id) ?? 0) + 1;
  context.strikes.set(owner.id, strikes);
  const untilMs = context.nowMs + cooldownMs({ retryAfterSeconds, strikes }, context.rules);
  await deps.store.owners.coolDown(owner.id, { untilMs, reason: 'secondary limit' });
  return untilMs + jittered(1000, deps.random);
}

/** While many owners fail together no token is suspected, neither by probes nor by jobs' reports. */
export async function clearSuspicion(deps: UpkeepDeps, token: Token): Promise<void> {
  const isDoubted = token.status === 'suspect' || token.nextProbeAtMs !== null;
  if (isDoubted) await deps.store.tokens.clearSuspicion(token.id);
}

async function suspect(
  deps: UpkeepDeps,
  { owner, token }: { owner: Owner; token: Token },
  { rules, nowMs, mayRemove }: ProbeContext,
): Promise<void> {
  const nextAtMs = nextSuspectProbeAtMs({ suspicions: token.suspicions + 1, nowMs }, rules, deps.random);
  const { suspicions, sinceMs } = await deps.store.tokens.suspect(token.id, nextAtMs);
  if (suspicions === 1) {
    await record(deps, {
      action: 'token.suspect',
      owner,
      detail: `token ${token.id}: GitHub refuses it (401)`,
    });
  }
  if (suspicions < rules.agreeingProbes || nowMs - sinceMs < rules.agreementMs || !mayRemove(owner.id))
    return;
  await deps.store.tokens.setStatus(token.id, 'dead');
  const minutes = Math.round((nowMs - sinceMs) / 60_000);
  const detail = `token ${token.id}: refused by ${suspicions} probes over ${minutes} minutes`;
  await record(deps, { action: 'token.dead', owner, detail });
}

async function record(
  deps: UpkeepDeps,
  { action, owner, detail }: { action: string; owner: Owner; detail: string },
): Promise<void> {
  deps.log.info({ owner: owner.ref, action }, detail);
  await deps.store.audit.record({ actor: 'prober', action, subject: owner.ref, detail });
}
