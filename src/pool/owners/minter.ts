import type { AppCredentials, UpstreamResult } from '../github/types.js';
import type { AppRecord, Token } from '../store/records.js';
import {
  discoverInstallations,
  type KnownInstallation,
  type KnownInstallations,
  knownInstallations,
  noteProblem,
  originOf,
} from './installations.js';
import type { HealthDeps } from './types.js';

export type MinterRules = {
  tickMs: number;
  lockMs: number;
  /** How often GitHub is asked where an App is installed. */
  discoverMs: number;
  /** A token with less than this left is replaced; its jobs keep the old one, which lives on at GitHub. */
  mintAheadMs: number;
  /** At most so many mints per round: a pool of many installations spreads out by itself. */
  mintsPerRound: number;
  /** App user tokens are refreshed this long before their end, or as late as the second while jobs use them. */
  refreshAheadMs: number;
  refreshLatestMs: number;
};

export const MINTER_RULES: MinterRules = {
  tickMs: 15_000,
  lockMs: 120_000,
  discoverMs: 10 * 60_000,
  mintAheadMs: 25 * 60_000,
  mintsPerRound: 10,
  refreshAheadMs: 30 * 60_000,
  refreshLatestMs: 10 * 60_000,
};

/**
 * Minted tokens go to whoever asks the pool, so they get the least that GitHub gives: they read what is public,
 * and the names of the repositories that the App is installed on, but no code of theirs.
 */
const PERMISSIONS = { metadata: 'read' } as const;

const LOCK = 'minter';

/** What a minter remembers between rounds: when to try again where GitHub would not mint, by owner. */
export type MinterState = { retryAtMs: Map<string, number>; failures: Map<string, number> };

export function newMinter(): MinterState {
  return { retryAtMs: new Map(), failures: new Map() };
}

const FIRST_RETRY_MS = 30_000;
const MAX_RETRY_MS = 15 * 60_000;

/**
 * One round: discovers installations when it is time, and mints where a token is missing or near its end.
 * Returns how many tokens were minted. Does nothing while another replica mints.
 */
export async function mintRound(
  deps: HealthDeps,
  state: MinterState,
  rules: MinterRules = MINTER_RULES,
): Promise<number> {
  if (!(await deps.store.locks.acquire(LOCK, deps.holder, rules.lockMs))) return 0;
  let minted = 0;
  for (const app of await deps.store.apps.list()) {
    const privateKey = await deps.store.apps.openKey(app.id);
    if (privateKey === undefined) continue;
    const credentials = { appId: String(app.appId), privateKey };
    const known = await currentInstallations(deps, { app, credentials }, rules);
    for (const installation of known.installations) {
      if (minted >= rules.mintsPerRound || deps.ending?.aborted) return minted;
      if (!(await isDue(deps, { app, installation, state }, rules))) continue;
      // Prolonged before each call, so that a slow round never overlaps with another replica's.
      if (!(await deps.store.locks.acquire(LOCK, deps.holder, rules.lockMs))) return minted;
      if (await mint(deps, { app, credentials, installation, state })) minted += 1;
    }
  }
  return minted;
}

export async function releaseMinter(deps: HealthDeps): Promise<void> {
  await deps.store.locks.release(LOCK, deps.holder);
}

async function currentInstallations(
  deps: HealthDeps,
  { app, credentials }: { app: AppRecord; credentials: AppCredentials },
  rules: MinterRules,
): Promise<KnownInstallations> {
  const known = await knownInstallations(deps, app);
  const isFresh = (await deps.store.nowMs()) - known.checkedAtMs < rules.discoverMs;
  return isFresh ? known : discoverInstallations(deps, app, credentials);
}

type Due = { app: AppRecord; installation: KnownInstallation; state: MinterState };

async function isDue(
  deps: HealthDeps,
  { app, installation, state }: Due,
  rules: MinterRules,
): Promise<boolean> {
  if (installation.suspended || installation.missingSinceMs !== null) return false;
  const nowMs = await deps.store.nowMs();
  if ((state.retryAtMs.get(installation.ownerId) ?? 0) > nowMs) return false;
  const owner = await deps.store.owners.find(installation.ownerId);
  if (!owner || owner.status === 'removed' || owner.paused) return false;
  const tokens = await deps.store.tokens.ofOwner(owner.id);
  const minted = tokens.filter((token) => token.origin === originOf(app) && token.status === 'active');
  return !minted.some((token) => livesPast(token, nowMs + staggered(installation, rules.mintAheadMs)));
}

function livesPast(token: Token, untilMs: number): boolean {
  return token.expiresAtMs === null || token.expiresAtMs > untilMs;
}

/** Installations found together would need new tokens together for ever: each has its own lead, up to a fifth more. */
function staggered({ installationId }: KnownInstallation, aheadMs: number): number {
  return aheadMs * (1 + 0.2 * ((installationId % 17) / 16));
}

async function mint(deps: HealthDeps, due: Due & { credentials: AppCredentials }): Promise<boolean> {
  const { app, credentials, installation, state } = due;
  const { installationId, ownerId } = installation;
  const permissions = { ...PERMISSIONS };
  const result = await deps
    .upstream(app.apiUrl)
    .mintInstallationToken(credentials, installationId, permissions);
  if (!('ok' in result)) {
    const why = reasonOf(result);
    if ('refused' in result) await noteRefusal(deps, due, why);
    await backOff(deps, { ...due, retryAfterSeconds: 'refused' in result ? result.retryAfterSeconds : null });
    deps.log.warn({ app: app.name, installation: installationId }, `no token could be minted: ${why}`);
    return false;
  }
  const { token, expiresAtMs } = result.ok;
  // Stored under the same owner, kind, label and origin, it takes the place of the one before it.
  await deps.store.tokens.put({
    ownerId,
    token,
    kind: 'installation',
    scopes: Object.entries(permissions).map(([name, level]) => `${name}:${level}`),
    expiresAtMs,
    origin: originOf(app),
  });
  if (installation.problem) await noteProblem(deps, app, { installationId, problem: undefined });
  state.retryAtMs.delete(ownerId);
  state.failures.delete(ownerId);
  await deps.store.owners.scheduleProbe(ownerId, 0);
  return true;
}

/** Kept for the operator's lists and the page; that GitHub could not be reached is no property of an installation. */
async function noteRefusal(deps: HealthDeps, { app, installation }: Due, reason: string): Promise<void> {
  const { installationId, problem } = installation;
  if (problem?.reason === reason) return;
  const sinceMs = problem?.sinceMs ?? (await deps.store.nowMs());
  await noteProblem(deps, app, { installationId, problem: { reason, sinceMs } });
}

function reasonOf(result: Exclude<UpstreamResult<unknown>, { ok: unknown }>): string {
  if (!('refused' in result)) return result.unreachable;
  const { refused, said } = result;
  return `GitHub refuses (${refused}${said === undefined ? '' : `: ${said}`})`;
}

async function backOff(deps: HealthDeps, due: Due & { retryAfterSeconds: number | null }): Promise<void> {
  const { state, installation, retryAfterSeconds } = due;
  const failures = (state.failures.get(installation.ownerId) ?? 0) + 1;
  state.failures.set(installation.ownerId, failures);
  const ownMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(10, failures - 1));
  const waitMs = Math.max(ownMs, (retryAfterSeconds ?? 0) * 1000);
  state.retryAtMs.set(installation.ownerId, (await deps.store.nowMs()) + waitMs);
}
