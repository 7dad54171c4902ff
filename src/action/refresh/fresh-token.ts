import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SourceFailure } from '../sources/types.js';
import { systemErrorCode } from '../system-error.js';
import { readPrivateFile, replacePrivateFile, storageFault } from '../tools/private-files.js';
import {
  clearErased,
  type Folder,
  isErased,
  publish,
  readCached,
  removeFile,
  type TokenCache,
  tokenFileFault,
} from './folder.js';
import { isFresh, remainingLifeMs } from './life.js';
import { type Lock, takeLock } from './lock.js';
import { type Cause, nextCredentials, type TokenSource } from './renewal.js';
import { type Clock, type Credentials, FILES } from './types.js';

export type FreshTokenDeps = {
  readonly source: TokenSource;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  /** One line for people, without secrets. */
  readonly say: (line: string) => void;
  /** Restarts the keeper if it was killed. Called under the lock, so that many readers start only one. */
  readonly ensureKeeper: () => void;
};

/** How long a reader waits for another one's renewal. */
const MAX_WAIT_MS = 20_000;
/** After a failure only the keeper retries within this time, so that many readers make one request. */
const HOLD_OFF_MS = 5_000;

/**
 * The token that a reader should use now. A fresh one takes no lock and no request; otherwise one reader renews while
 * the others wait. If that fails, the cached token is returned until it expires.
 */
export async function freshToken(deps: FreshTokenDeps, cache: TokenCache): Promise<Credentials> {
  const cached = usableCredentials(deps, cache.folder);
  if (cached !== null) return cached;
  const erased = isErased(cache.folder);
  return renewToken(deps, cache, erased ? 'rejected' : 'due');
}

/** `insist`: credentials to replace even though they are still fresh. */
type RenewTarget = TokenCache & { readonly insist?: Credentials };

/** Renews under the lock, unless another process just did. The keeper sets `insist` to renew early. */
export async function renewToken(
  deps: FreshTokenDeps,
  cache: RenewTarget,
  cause: Cause,
): Promise<Credentials> {
  try {
    return await renewAlone(deps, cache, cause);
  } catch (error) {
    // A full disk prevents even taking the lock.
    if (systemErrorCode(error) === '') throw error;
    return oldToken(deps, cache.folder, storageFault(error), error);
  }
}

async function renewAlone(deps: FreshTokenDeps, cache: RenewTarget, cause: Cause): Promise<Credentials> {
  const { folder, insist } = cache;
  const isDone = () => renewedMeanwhile(deps, folder, insist) !== null;
  const waitEndsMs = deps.clock.monotonicMs() + MAX_WAIT_MS;
  const giveUp = () => isDone() || deps.clock.monotonicMs() > waitEndsMs || isHeldOff(deps, cache);
  const lock = await takeLock(
    { monotonicMs: deps.clock.monotonicMs, sleep: deps.sleep },
    folder.path,
    giveUp,
  );
  const done = renewedMeanwhile(deps, folder, insist);
  if (done !== null || lock === null) {
    lock?.release();
    return done ?? oldToken(deps, folder, lastFailure(folder));
  }
  try {
    if (isHeldOff(deps, cache)) return oldToken(deps, folder, lastFailure(folder));
    return await renewUnderLock(deps, cache, { lock, cause, isInsisted: insist !== undefined });
  } finally {
    lock.release();
  }
}

/** Cached credentials that are fresh and were not rejected. */
function usableCredentials(deps: FreshTokenDeps, folder: Folder): Credentials | null {
  const read = readCached(folder);
  if (read.state !== 'ok' || isErased(folder)) return null;
  if (tokenFileFault(folder, read.credentials.token) !== null) return null;
  return isFresh(read.credentials.life, deps.clock) ? read.credentials : null;
}

/** Credentials that another process renewed while we waited. */
function renewedMeanwhile(
  deps: FreshTokenDeps,
  folder: Folder,
  insist: Credentials | undefined,
): Credentials | null {
  const found = usableCredentials(deps, folder);
  if (found === null || insist === undefined) return found;
  const isOther = found.token !== insist.token || found.lease_expires_at !== insist.lease_expires_at;
  return isOther ? found : null;
}

async function renewUnderLock(
  deps: FreshTokenDeps,
  cache: TokenCache,
  work: { readonly lock: Lock; readonly cause: Cause; readonly isInsisted: boolean },
): Promise<Credentials> {
  const { folder, settings } = cache;
  const read = readCached(folder);
  if (read.state === 'refused')
    deps.say(`refused ${FILES.credentials}: it ${read.why}; getting a new token.`);
  const current = read.state === 'ok' ? read.credentials : null;
  const currentIsUsable = current !== null && remainingLifeMs(current.life, deps.clock) > 0;
  try {
    deps.ensureKeeper();
    if (current !== null) repair(deps, cache, current);
    const repaired = work.isInsisted ? null : usableCredentials(deps, folder);
    if (repaired !== null) return repaired;
    const cause = await confirmed(deps, current, work.cause);
    if (cause === 'unfounded' && current !== null) return keepAccepted(deps, folder, current);
    const situation = { current, cause: cause === 'unfounded' ? 'due' : cause, currentIsUsable } as const;
    const next = await nextCredentials(deps, settings, situation);
    // Checked right before the write: this process may have been suspended at any point until here.
    if (!work.lock.isHeld()) return await yieldToNewHolder(deps, cache);
    publishNew(deps, cache, next);
    return next;
  } catch (error) {
    if (!(error instanceof SourceFailure) && systemErrorCode(error) === '') throw error;
    return noteFailure(deps, cache, error);
  }
}

/** Rewrites the token file, the only one that readers in sh use, if a step emptied or replaced it. */
function repair(deps: FreshTokenDeps, cache: TokenCache, current: Credentials): void {
  const fault = tokenFileFault(cache.folder, current.token);
  if (fault === null) return;
  deps.say(`refused ${FILES.token}: it ${fault}; rewriting it.`);
  publish(cache, current, deps.clock);
}

/** Uses the new holder's token. Ours stays in the ledger, so post gives it back. */
function yieldToNewHolder(deps: FreshTokenDeps, cache: TokenCache): Promise<Credentials> {
  deps.say('this process was suspended for too long, and another one is renewing instead.');
  return freshToken(deps, cache);
}

/** Checks with GitHub that a token is really dead: git may be refused for lack of access, too. */
async function confirmed(
  deps: FreshTokenDeps,
  current: Credentials | null,
  cause: Cause,
): Promise<Cause | 'unfounded'> {
  if (cause !== 'rejected' || current === null) return cause;
  const reading = await deps.source.readBudget(current.token);
  const isAlive = reading.state === 'known' || reading.state === 'unlimited';
  return isAlive && isFresh(current.life, deps.clock) ? 'unfounded' : cause;
}

function keepAccepted(deps: FreshTokenDeps, folder: Folder, current: Credentials): Credentials {
  clearErased(folder);
  deps.say('git was refused, but GitHub accepts the token, so it is kept. Check what it may access.');
  return current;
}

function publishNew(deps: FreshTokenDeps, cache: TokenCache, next: Credentials): void {
  const { folder } = cache;
  publish(cache, next, deps.clock);
  clearErased(folder);
  removeFile(join(folder.path, FILES.failure));
}

type Failure = { readonly message: string; readonly untilMonotonicMs: number };

function noteFailure(deps: FreshTokenDeps, cache: TokenCache, error: unknown): Credentials {
  const message = error instanceof SourceFailure ? error.message : storageFault(error);
  const holdOffMs = Math.min(HOLD_OFF_MS, cache.settings.refreshBeforeMs / 4);
  const failure: Failure = { message, untilMonotonicMs: deps.clock.monotonicMs() + holdOffMs };
  try {
    replacePrivateFile(join(cache.folder.path, FILES.failure), JSON.stringify(failure));
  } catch {
    // With a full disk there is no shared hold-off: each reader tries for itself.
  }
  return oldToken(deps, cache.folder, message, error);
}

function readFailure(folder: Folder): Failure | null {
  const path = join(folder.path, FILES.failure);
  const read = existsSync(path) ? readPrivateFile(path) : null;
  try {
    return read?.state === 'ok' ? (JSON.parse(read.text) as Failure) : null;
  } catch {
    return null;
  }
}

function lastFailure(folder: Folder): string {
  return readFailure(folder)?.message ?? 'another process is still renewing it.';
}

function isHeldOff(deps: FreshTokenDeps, cache: RenewTarget): boolean {
  if (cache.insist !== undefined) return false;
  return (readFailure(cache.folder)?.untilMonotonicMs ?? 0) > deps.clock.monotonicMs();
}

/** The cached token until it expires; after that, throws. */
function oldToken(deps: FreshTokenDeps, folder: Folder, message: string, cause?: unknown): Credentials {
  const read = readCached(folder);
  if (read.state === 'ok' && remainingLifeMs(read.credentials.life, deps.clock) > 0) {
    deps.say(`no new token: ${message} The current one stays in use until it expires.`);
    return read.credentials;
  }
  if (cause instanceof SourceFailure) throw cause;
  throw new SourceFailure('exhausted', `There is no token: ${message}`, { cause });
}
