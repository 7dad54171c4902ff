import type { Budgets, UpstreamResult } from '../github/types.js';
import type { Owner, Token } from '../store/records.js';
import type { UpkeepDeps } from './types.js';

/** An owner to probe, with the tokens to probe it with, one after the other. */
export type ProbeTarget = { owner: Owner; tokens: Token[] };

/** `askedAtMs`: its figures are at least as old as that, however long the answer and the round take. */
export type Probe = { token: Token; result: UpstreamResult<Budgets>; askedAtMs: number };
export type ProbedOwner = { owner: Owner; probes: Probe[] };

/** Tokens of one owner share a budget; more than this many wait for the next round. */
const MAX_TOKENS_PER_OWNER = 5;

/**
 * The owners to probe now, for at most `limit` requests: suspects first, then owners by due time. Suspects get half of
 * the requests, so that a pool with many of them still probes healthy owners.
 */
export async function dueTargets(
  deps: UpkeepDeps,
  round: { nowMs: number; limit: number; retryAtMs: ReadonlyMap<number, number> },
): Promise<ProbeTarget[]> {
  const { nowMs, limit } = round;
  const { owners, tokens } = deps.store;
  const targets = new Map<string, ProbeTarget>();
  for (const token of await tokens.dueForProbe(Math.ceil(limit / 2))) {
    if ((round.retryAtMs.get(token.id) ?? 0) > nowMs) continue;
    const owner = targets.get(token.ownerId)?.owner ?? (await owners.find(token.ownerId));
    if (owner && mayProbe(owner, nowMs) && isAlive(token, nowMs)) addTo(targets, owner, [token]);
  }
  for (const owner of await owners.dueForProbe(limit)) {
    if (!mayProbe(owner, nowMs)) {
      await owners.scheduleProbe(owner.id, owner.cooldownUntilMs + Math.round(5000 * deps.random()));
      continue;
    }
    const own = await tokens.ofOwner(owner.id);
    for (const token of own.filter((one) => hasEnded(one, nowMs))) await retire(deps, owner, token);
    const active = own.filter((token) => token.status === 'active' && isAlive(token, nowMs));
    addTo(targets, owner, active);
  }
  return withinLimit([...targets.values()], limit);
}

/** `/rate_limit` counts against secondary limits too, so owners that rest after one are not probed. */
function mayProbe(owner: Owner, nowMs: number): boolean {
  return owner.status !== 'removed' && owner.cooldownUntilMs <= nowMs;
}

function isAlive(token: Token, nowMs: number): boolean {
  return token.expiresAtMs === null || token.expiresAtMs > nowMs;
}

/** Expired for good: installations get new tokens automatically, and a refresh token can renew one. */
function hasEnded(token: Token, nowMs: number): boolean {
  if (token.status === 'dead' || token.kind === 'installation' || isAlive(token, nowMs)) return false;
  const canRefresh = token.hasRefreshToken && (token.refreshExpiresAtMs ?? Number.POSITIVE_INFINITY) > nowMs;
  return !canRefresh;
}

async function retire(deps: UpkeepDeps, owner: Owner, token: Token): Promise<void> {
  await deps.store.tokens.setStatus(token.id, 'dead');
  const detail = `token ${token.id} has expired; its owner can add a new one`;
  deps.log.info({ owner: owner.ref, action: 'token.expired' }, detail);
  await deps.store.audit.record({ actor: 'prober', action: 'token.expired', subject: owner.ref, detail });
}

function addTo(targets: Map<string, ProbeTarget>, owner: Owner, tokens: readonly Token[]): void {
  const target = targets.get(owner.id) ?? { owner, tokens: [] };
  const known = new Set(target.tokens.map(({ id }) => id));
  const fresh = tokens.filter(({ id }) => !known.has(id));
  target.tokens = [...target.tokens, ...fresh].slice(0, MAX_TOKENS_PER_OWNER);
  targets.set(owner.id, target);
}

function withinLimit(targets: readonly ProbeTarget[], limit: number): ProbeTarget[] {
  let left = limit;
  return targets.filter((target) => {
    left -= target.tokens.length;
    return left >= 0;
  });
}

/** Probes owners in parallel up to `concurrency`, and the tokens of each owner in turn. */
export async function probeTargets(
  deps: UpkeepDeps,
  targets: readonly ProbeTarget[],
  concurrency: number,
): Promise<ProbedOwner[]> {
  const queue = [...targets];
  const probed: ProbedOwner[] = [];
  const worker = async (): Promise<void> => {
    for (let target = queue.shift(); target && !deps.ending?.aborted; target = queue.shift()) {
      const probes: Probe[] = [];
      for (const token of target.tokens) {
        const probe = await probeToken(deps, target.owner, token);
        if (probe) probes.push(probe);
      }
      probed.push({ owner: target.owner, probes });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return probed;
}

async function probeToken(deps: UpkeepDeps, owner: Owner, token: Token): Promise<Probe | undefined> {
  const open = await deps.store.tokens.open(token.id);
  // Removed since the round began.
  if (!open) return undefined;
  const askedAtMs = await deps.store.nowMs();
  const result = await orEnding(deps, deps.upstream(owner.apiUrl).rateLimit(open.token));
  if (!result) return undefined;
  if (!('ok' in result)) return { token, result, askedAtMs };
  return { token, result: { ok: inPoolTime(result.ok, await deps.store.nowMs()) }, askedAtMs };
}

/** A GitHub that does not answer must not keep the process from ending. */
async function orEnding<T>({ ending }: UpkeepDeps, call: Promise<T>): Promise<T | undefined> {
  if (!ending) return call;
  const over = Promise.withResolvers<undefined>();
  const end = (): void => over.resolve(undefined);
  ending.addEventListener('abort', end);
  if (ending.aborted) end();
  try {
    return await Promise.race([call, over.promise]);
  } finally {
    ending.removeEventListener('abort', end);
  }
}

/** Smaller differences are ignored: GitHub's `Date` has whole seconds, and answers take time. */
const AGREEMENT_MS = 120_000;

/**
 * Converts resets from GitHub's clock to the pool's. On a machine whose clock is an hour ahead, every window would
 * otherwise seem to be over, and every budget full.
 */
function inPoolTime(budgets: Budgets, nowMs: number): Budgets {
  const aheadMs = budgets.answeredAtMs === null ? 0 : nowMs - budgets.answeredAtMs;
  if (Math.abs(aheadMs) <= AGREEMENT_MS) return budgets;
  const buckets = budgets.buckets.map((seen) => ({ ...seen, resetAtMs: seen.resetAtMs + aheadMs }));
  return { ...budgets, buckets };
}
