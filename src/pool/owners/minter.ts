import type { AppCredentials, UpstreamResult } from '../github/types.js';
import type { AppRecord, Token } from '../store/records.js';
import {
  discoverInstallations,
  type KnownInstallation,
  type KnownInstallations,
  knownInstallations,
  originOf,
  saveProblem,
} from './installations.js';
import type { UpkeepDeps } from './types.js';

export type MinterRules = {
  tickMs: number;
  lockMs: number;
  /** How often GitHub is asked where an App is installed. */
  discoverMs: number;
  /** A token that expires sooner is replaced; jobs keep the old one, which GitHub accepts until its end. */
  mintAheadMs: number;
  /** Mints per round at most, so that those of a large pool spread out. */
  mintsPerRound: number;
  /** App user tokens are refreshed this long before they expire, while jobs use them this much later. */
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
 * Minted tokens go to any job of the pool, so they get the least that GitHub allows: they can read what is public and
 * the names of the repositories that the App is installed on, but none of their code.
 */
const PERMISSIONS = { metadata: 'read' } as const;

const LOCK = 'minter';

/** A minter's state between rounds: when to retry failed mints, by owner. */
export type MinterState = { retryAtMs: Map<string, number>; failures: Map<string, number> };

export function newMinter(): MinterState {
  return { retryAtMs: new Map(), failures: new Map() };
}

const FIRST_RETRY_MS = 30_000;
const MAX_RETRY_MS = 15 * 60_000;

/**
 * One round: discovers installations when due, and mints where a token is missing or about to expire. Returns how many
 * were minted. Does nothing while another replica mints.
 */
export async function mintRound(
  deps: UpkeepDeps,
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
      // Extended before each call, so that a slow round never overlaps with another replica's.
      if (!(await deps.store.locks.acquire(LOCK, deps.holder, rules.lockMs))) return minted;
      if (await mint(deps, { app, credentials, installation, state })) minted += 1;
    }
  }
  return minted;
}

export async function releaseMinter(deps: UpkeepDeps): Promise<void> {
  await deps.store.locks.release(LOCK, deps.holder);
}

async function currentInstallations(
  deps: UpkeepDeps,
  { app, credentials }: { app: AppRecord; credentials: AppCredentials },
  rules: MinterRules,
): Promise<KnownInstallations> {
  const known = await knownInstallations(deps, app);
  const isFresh = (await deps.store.nowMs()) - known.checkedAtMs < rules.discoverMs;
  return isFresh ? known : discoverInstallations(deps, app, credentials);
}

type Due = { app: AppRecord; installation: KnownInstallation; state: MinterState };

async function isDue(
  deps: UpkeepDeps,
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

/** Installations found together would always need new tokens together: each adds its own lead, up to a fifth. */
function staggered({ installationId }: KnownInstallation, aheadMs: number): number {
  return aheadMs * (1 + 0.2 * ((installationId % 17) / 16));
}

async function mint(deps: UpkeepDeps, due: Due & { credentials: AppCredentials }): Promise<boolean> {
  const { app, credentials, installation, state } = due;
  const { installationId, ownerId } = installation;
  const permissions = { ...PERMISSIONS };
  const result = await deps
    .upstream(app.apiUrl)
    .mintInstallationToken(credentials, installationId, permissions);
  if (!('ok' in result)) {
    const why = reasonOf(result);
    if ('refused' in result) await recordRefusal(deps, due, why);
    await backOff(deps, { ...due, retryAfterSeconds: 'refused' in result ? result.retryAfterSeconds : null });
    deps.log.warn({ app: app.name, installation: installationId }, `no token could be minted: ${why}`);
    return false;
  }
  const { token, expiresAtMs } = result.ok;
  // It replaces the previous token of the same owner, kind, label and origin.
  await deps.store.tokens.put({
    ownerId,
    token,
    kind: 'installation',
    scopes: Object.entries(permissions).map(([name, level]) => `${name}:${level}`),
    expiresAtMs,
    origin: originOf(app),
  });
  if (installation.problem) await saveProblem(deps, app, { installationId, problem: undefined });
  state.retryAtMs.delete(ownerId);
  state.failures.delete(ownerId);
  await deps.store.owners.scheduleProbe(ownerId, 0);
  return true;
}

/** Shown in the operator's lists and on the page. Being unreachable is GitHub's problem, not the installation's. */
async function recordRefusal(deps: UpkeepDeps, { app, installation }: Due, reason: string): Promise<void> {
  const { installationId, problem } = installation;
  if (problem?.reason === reason) return;
  const sinceMs = problem?.sinceMs ?? (await deps.store.nowMs());
  await saveProblem(deps, app, { installationId, problem: { reason, sinceMs } });
}

function reasonOf(result: Exclude<UpstreamResult<unknown>, { ok: unknown }>): string {
  if (!('refused' in result)) return result.unreachable;
  const { refused, said } = result;
  return `GitHub refuses (${refused}${said === undefined ? '' : `: ${said}`})`;
}

async function backOff(deps: UpkeepDeps, due: Due & { retryAfterSeconds: number | null }): Promise<void> {
  const { state, installation, retryAfterSeconds } = due;
  const failures = (state.failures.get(installation.ownerId) ?? 0) + 1;
  state.failures.set(installation.ownerId, failures);
  const ownMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(10, failures - 1));
  const waitMs = Math.max(ownMs, (retryAfterSeconds ?? 0) * 1000);
  state.retryAtMs.set(installation.ownerId, (await deps.store.nowMs()) + waitMs);
}
