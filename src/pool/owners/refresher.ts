import type { OAuthClient, OAuthTokens } from '../github/types.js';
import type { Token } from '../store/records.js';
import { MINTER_RULES, type MinterRules } from './minter.js';
import type { UpkeepDeps } from './types.js';

/** Longer than the call to GitHub and all tries to store its answer. */
const LOCK_MS = 5 * 60_000;
const STORE_TRIES = 6;
const FIRST_STORE_WAIT_MS = 500;

/**
 * Refreshes App user tokens (`ghu_`) that are about to expire, and returns how many. GitHub invalidates the old pair when
 * it issues the new one, so a pair in use is kept as long as possible, only one process may refresh it, and the new pair
 * is stored before anything else is done.
 *
 * One risk remains: if the process dies or GitHub's answer is lost before the new pair is stored, the pair is gone. The
 * next refresh is then refused, the token is marked dead, and its owner has to sign in again.
 */
export async function refreshRound(deps: UpkeepDeps, rules: MinterRules = MINTER_RULES): Promise<number> {
  if (!deps.oauth) return 0;
  const nowMs = await deps.store.nowMs();
  let refreshed = 0;
  for (const token of await deps.store.tokens.expiringBefore(nowMs + rules.refreshAheadMs, ['app_user'])) {
    if (deps.ending?.aborted) break;
    if (!token.hasRefreshToken || !(await mayRefresh(deps, { token, nowMs }, rules))) continue;
    if (await refreshOne(deps, { client: deps.oauth, tokenId: token.id }, rules)) refreshed += 1;
  }
  return refreshed;
}

/** A refresh invalidates the token that jobs hold, so it waits for open leases, but not until it is too late. */
async function mayRefresh(
  deps: UpkeepDeps,
  { token, nowMs }: { token: Token; nowMs: number },
  rules: MinterRules,
): Promise<boolean> {
  if (token.expiresAtMs === null) return false;
  if (token.refreshExpiresAtMs !== null && token.refreshExpiresAtMs <= nowMs) return false;
  if (token.expiresAtMs <= nowMs + rules.refreshLatestMs) return true;
  const budgets = await deps.store.budgets.ofOwner(token.ownerId);
  return budgets.every((budget) => budget.openLeases === 0);
}

type Task = { client: OAuthClient; tokenId: number };

async function refreshOne(deps: UpkeepDeps, task: Task, rules: MinterRules): Promise<boolean> {
  const lock = `refresh ${task.tokenId}`;
  if (!(await deps.store.locks.acquire(lock, deps.holder, LOCK_MS))) return false;
  try {
    return await refreshLocked(deps, task, rules);
  } finally {
    await deps.store.locks.release(lock, deps.holder);
  }
}

async function refreshLocked(
  deps: UpkeepDeps,
  { client, tokenId }: Task,
  rules: MinterRules,
): Promise<boolean> {
  const { tokens, owners } = deps.store;
  // Read again under the lock: another replica may have refreshed it since it was listed.
  const token = await tokens.find(tokenId);
  const owner = token && (await owners.find(token.ownerId));
  const isDue = token?.expiresAtMs && token.expiresAtMs <= (await deps.store.nowMs()) + rules.refreshAheadMs;
  const open = isDue && token.status === 'active' ? await tokens.open(tokenId) : undefined;
  // The pool's one OAuth client belongs to its own GitHub; tokens of another are only watched.
  if (!token || !owner || !open?.refreshToken || owner.apiUrl !== deps.apiUrl) return false;
  const result = await deps.upstream(owner.apiUrl).refreshUserToken(client, open.refreshToken);
  if ('ok' in result) {
    await storePair(deps, tokenId, result.ok);
    await owners.scheduleProbe(owner.id, 0);
    return true;
  }
  if ('refused' in result && result.refused === 'unauthorized') {
    await tokens.setStatus(tokenId, 'dead');
    const detail = `token ${tokenId}: GitHub no longer accepts its refresh token; its owner has to sign in again`;
    deps.log.warn({ owner: owner.ref }, detail);
    await deps.store.audit.record({ actor: 'refresher', action: 'token.dead', subject: owner.ref, detail });
    return false;
  }
  const why = 'refused' in result ? `GitHub refuses (${result.refused})` : result.unreachable;
  deps.log.warn({ owner: owner.ref }, `token ${tokenId} could not be refreshed: ${why}; it will be retried`);
  return false;
}

/** Retries for a while when the database is down: the only copy of the new pair is in memory. */
async function storePair(deps: UpkeepDeps, tokenId: number, pair: OAuthTokens): Promise<void> {
  const fresh = {
    token: pair.token,
    expiresAtMs: pair.expiresAtMs,
    ...(pair.refreshToken === null ? {} : { refreshToken: pair.refreshToken }),
    refreshExpiresAtMs: pair.refreshTokenExpiresAtMs,
  };
  for (let tries = 1; ; tries += 1) {
    try {
      return await deps.store.tokens.replaceSecrets(tokenId, fresh);
    } catch (error) {
      if (tries >= STORE_TRIES) throw error;
      await deps.sleep(FIRST_STORE_WAIT_MS * 2 ** (tries - 1), AbortSignal.timeout(60_000));
    }
  }
}
