import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SourceFailure } from '../sources/types.js';
import { codeOf, readPrivateFile, replacePrivateFile, storageFault } from '../tools/private-files.js';
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
  /** Starts the keeper anew if it was killed. Called under the lock, so that a crowd starts one. */
  readonly revive: () => void;
};

/** No reader waits longer for another one's renewal; the sources have a deadline of their own. */
const PATIENCE_MS = 20_000;
/** After a failure nobody but the keeper tries again for so long, so that a crowd of readers is one request. */
const HOLD_OFF_MS = 5_000;

/**
 * The token that a reader should use now. A fresh one costs no lock and no request; else one reader renews and all
 * others wait for it. When renewing fails, the old token is given as long as it lives.
 */
export async function freshToken(deps: FreshTokenDeps, cache: TokenCache): Promise<Credentials> {
  const cached = usable(deps, cache.folder);
  if (cached !== null) return cached;
  const erased = isErased(cache.folder);
  return renewToken(deps, cache, erased ? 'rejected' : 'due');
}

/** What is wanted; `insist`: the credentials that are to be replaced although they are fresh. */
type Renewal = TokenCache & { readonly insist?: Credentials };

/** Renews under the lock, unless another process just did. The keeper renews ahead with `insist`. */
export async function renewToken(deps: FreshTokenDeps, cache: Renewal, cause: Cause): Promise<Credentials> {
  try {
    return await renewAlone(deps, cache, cause);
  } catch (error) {
    // On a full disk there is not even a lock to be had.
    if (codeOf(error) === '') throw error;
    return oldToken(deps, cache.folder, storageFault(error), error);
  }
}

async function renewAlone(deps: FreshTokenDeps, cache: Renewal, cause: Cause): Promise<Credentials> {
  const { folder, insist } = cache;
  const isDone = () => answered(deps, folder, insist) !== null;
  const patienceEndsMs = deps.clock.monotonicMs() + PATIENCE_MS;
  const giveUp = () => isDone() || deps.clock.monotonicMs() > patienceEndsMs || isHeldOff(deps, cache);
  const lock = await takeLock(
    { monotonicMs: deps.clock.monotonicMs, sleep: deps.sleep },
    folder.path,
    giveUp,
  );
  const done = answered(deps, folder, insist);
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

/** Fresh credentials that nobody complained about. */
function usable(deps: FreshTokenDeps, folder: Folder): Credentials | null {
  const read = readCached(folder);
  if (read.state !== 'ok' || isErased(folder)) return null;
  if (tokenFileFault(folder, read.credentials.token) !== null) return null;
  return isFresh(read.credentials.life, deps.clock) ? read.credentials : null;
}

/** What another process may have done while we waited. */
function answered(deps: FreshTokenDeps, folder: Folder, insist: Credentials | undefined): Credentials | null {
  const found = usable(deps, folder);
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
    deps.say(`refused ${FILES.credentials}: it ${read.why}; getting a token anew.`);
  const current = read.state === 'ok' ? read.credentials : null;
  const currentLives = current !== null && remainingLifeMs(current.life, deps.clock) > 0;
  try {
    deps.revive();
    if (current !== null) repair(deps, cache, current);
    const repaired = work.isInsisted ? null : usable(deps, folder);
    if (repaired !== null) return repaired;
    const cause = await confirmed(deps, current, work.cause);
    if (cause === 'unfounded' && current !== null) return keepAccepted(deps, folder, current);
    const situation = { current, cause: cause === 'unfounded' ? 'due' : cause, currentLives } as const;
    const next = await nextCredentials(deps, settings, situation);
    // Right before the write, because this process may have been frozen anywhere up to here.
    if (!work.lock.isHeld()) return await yieldToNewHolder(deps, cache);
    settle(deps, cache, next);
    return next;
  } catch (error) {
    if (!(error instanceof SourceFailure) && codeOf(error) === '') throw error;
    return noteFailure(deps, cache, error);
  }
}

/** Readers in sh know the bare token file only: a later step may have emptied or replaced it. */
function repair(deps: FreshTokenDeps, cache: TokenCache, current: Credentials): void {
  const fault = tokenFileFault(cache.folder, current.token);
  if (fault === null) return;
  deps.say(`refused ${FILES.token}: it ${fault}; writing it anew.`);
  publish(cache, current, deps.clock);
}

/** We were frozen and another process took over: what we got stays in the ledger for post, theirs counts. */
function yieldToNewHolder(deps: FreshTokenDeps, cache: TokenCache): Promise<Credentials> {
  deps.say('this process was stopped for too long and another one renews in its place.');
  return freshToken(deps, cache);
}

/** One refusal that git saw may be an accident; GitHub itself is asked before it is reported to the pool. */
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
  deps.say('git was refused, but GitHub accepts the token: it is kept. Check what it may access.');
  return current;
}

function settle(deps: FreshTokenDeps, cache: TokenCache, next: Credentials): void {
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
    // On a full disk each reader finds out by itself.
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
  return readFailure(folder)?.message ?? 'another process has been renewing it for too long.';
}

function isHeldOff(deps: FreshTokenDeps, cache: Renewal): boolean {
  if (cache.insist !== undefined) return false;
  return (readFailure(cache.folder)?.untilMonotonicMs ?? 0) > deps.clock.monotonicMs();
}

/** The cached token while it lives; else the failure is the caller's. */
function oldToken(deps: FreshTokenDeps, folder: Folder, message: string, cause?: unknown): Credentials {
  const read = readCached(folder);
  if (read.state === 'ok' && remainingLifeMs(read.credentials.life, deps.clock) > 0) {
    deps.say(`no new token: ${message} The old one stays in use while it lives.`);
    return read.credentials;
  }
  if (cause instanceof SourceFailure) throw cause;
  throw new SourceFailure('exhausted', `There is no token: ${message}`, { cause });
}
