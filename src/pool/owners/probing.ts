import type { Budgets, UpstreamResult } from '../github/types.js';
import type { Owner, Token } from '../store/records.js';
import type { HealthDeps } from './types.js';

/** One owner's tokens that are to be asked about, one after the other. */
export type DueOwner = { owner: Owner; tokens: Token[] };

export type Probe = { token: Token; result: UpstreamResult<Budgets> };
export type ProbedOwner = { owner: Owner; probes: Probe[] };

/** Several tokens of one owner tell the same budget; past so many the rest wait for the next round. */
const MAX_TOKENS_PER_OWNER = 5;

/**
 * Who is due, at most `limit` requests' worth: suspects whose time has come, then owners by due time. Suspects get
 * half of it, so that a pool with many of them still hears from owners that do well.
 */
export async function dueOwners(
  deps: HealthDeps,
  round: { nowMs: number; limit: number; retryAtMs: ReadonlyMap<number, number> },
): Promise<DueOwner[]> {
  const { nowMs, limit } = round;
  const { owners, tokens } = deps.store;
  const units = new Map<string, DueOwner>();
  for (const token of await tokens.dueForProbe(Math.ceil(limit / 2))) {
    if ((round.retryAtMs.get(token.id) ?? 0) > nowMs) continue;
    const owner = units.get(token.ownerId)?.owner ?? (await owners.find(token.ownerId));
    if (owner && mayBeAsked(owner, nowMs) && isAlive(token, nowMs)) addTo(units, owner, [token]);
  }
  for (const owner of await owners.dueForProbe(limit)) {
    if (!mayBeAsked(owner, nowMs)) {
      await owners.scheduleProbe(owner.id, owner.cooldownUntilMs + Math.round(5000 * deps.random()));
      continue;
    }
    const own = await tokens.ofOwner(owner.id);
    for (const token of own.filter((one) => hasEnded(one, nowMs))) await retire(deps, owner, token);
    const active = own.filter((token) => token.status === 'active' && isAlive(token, nowMs));
    addTo(units, owner, active);
  }
  return withinLimit([...units.values()], limit);
}

/** `/rate_limit` counts against secondary limits too, so an owner that rests after one is left alone. */
function mayBeAsked(owner: Owner, nowMs: number): boolean {
  return owner.status !== 'removed' && owner.cooldownUntilMs <= nowMs;
}

function isAlive(token: Token, nowMs: number): boolean {
  return token.expiresAtMs === null || token.expiresAtMs > nowMs;
}

/** Expired for good: installations get new tokens by themselves, and a refresh token may still bring one back. */
function hasEnded(token: Token, nowMs: number): boolean {
  if (token.status === 'dead' || token.kind === 'installation' || isAlive(token, nowMs)) return false;
  const canRefresh = token.hasRefreshToken && (token.refreshExpiresAtMs ?? Number.POSITIVE_INFINITY) > nowMs;
  return !canRefresh;
}

async function retire(deps: HealthDeps, owner: Owner, token: Token): Promise<void> {
  await deps.store.tokens.setStatus(token.id, 'dead');
  const detail = `token ${token.id} has expired; its owner can add a new one`;
  deps.log.info({ owner: owner.ref, action: 'token.expired' }, detail);
  await deps.store.audit.record({ actor: 'prober', action: 'token.expired', subject: owner.ref, detail });
}

function addTo(units: Map<string, DueOwner>, owner: Owner, tokens: readonly Token[]): void {
  const unit = units.get(owner.id) ?? { owner, tokens: [] };
  const known = new Set(unit.tokens.map(({ id }) => id));
  const fresh = tokens.filter(({ id }) => !known.has(id));
  unit.tokens = [...unit.tokens, ...fresh].slice(0, MAX_TOKENS_PER_OWNER);
  units.set(owner.id, unit);
}

function withinLimit(units: readonly DueOwner[], limit: number): DueOwner[] {
  let left = limit;
  return units.filter((unit) => {
    left -= unit.tokens.length;
    return left >= 0;
  });
}

/** Asks GitHub about every unit: owners side by side up to the bound, the tokens of one owner in turn. */
export async function probeOwners(
  deps: HealthDeps,
  units: readonly DueOwner[],
  concurrency: number,
): Promise<ProbedOwner[]> {
  const queue = [...units];
  const probed: ProbedOwner[] = [];
  const worker = async (): Promise<void> => {
    for (let unit = queue.shift(); unit && !deps.ending?.aborted; unit = queue.shift()) {
      const probes: Probe[] = [];
      for (const token of unit.tokens) {
        const probe = await probeToken(deps, unit.owner, token);
        if (probe) probes.push(probe);
      }
      probed.push({ owner: unit.owner, probes });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return probed;
}

async function probeToken(deps: HealthDeps, owner: Owner, token: Token): Promise<Probe | undefined> {
  const open = await deps.store.tokens.open(token.id);
  // Gone since the round began: removed by its owner, for instance.
  if (!open) return undefined;
  const result = await orEnding(deps, deps.upstream(owner.apiUrl).rateLimit(open.token));
  return result && { token, result };
}

/** A GitHub that keeps silent must not keep a process from ending. */
async function orEnding<T>({ ending }: HealthDeps, call: Promise<T>): Promise<T | undefined> {
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
