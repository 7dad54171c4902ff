import { rmSync, statSync, truncateSync, watch } from 'node:fs';
import { join } from 'node:path';
import { type Folder, isErased, readCached, readSettings, tokenFileFault } from './folder.js';
import { freshToken, renewToken } from './fresh-token.js';
import { type KeeperDeps, type KeeperPlan, keep } from './keeper.js';
import { systemClock } from './life.js';
import { livenessOf } from './process-identity.js';
import { type CommandDeps, freshTokenDepsOf } from './token-command.js';
import { type Credentials, FILES, type RefreshSettings } from './types.js';

const TICK_MS = 2_000;
const MAX_LOG_BYTES = 256 * 1024;
/** A change of one of these files wakes the keeper. */
const NOTABLE: readonly string[] = [FILES.erased, FILES.token, FILES.credentials];

/** Keeps one folder's token fresh until the job is over; returns why it stopped. */
export async function runKeeper(deps: CommandDeps, folder: Folder): Promise<string> {
  const settings = readSettings(folder);
  if ('fault' in settings) return settings.fault;
  const waker = createWaker(deps, folder);
  const keeperDeps = keeperDepsOf(deps, folder, settings);
  try {
    return await keep({ ...keeperDeps, sleep: waker.sleep }, planOf(settings));
  } finally {
    waker.close();
  }
}

function planOf({ minRemaining, request }: RefreshSettings): KeeperPlan {
  return {
    minRemaining,
    bucket: request.bucket,
    swappableSources: request.candidates.length > 1 ? ['pool', 'apps', 'tokens'] : ['pool'],
    retriesFallback: request.missingCredentials === null,
    tickMs: TICK_MS,
  };
}

function keeperDepsOf(
  deps: CommandDeps,
  folder: Folder,
  settings: RefreshSettings,
): Omit<KeeperDeps, 'sleep'> {
  const tokenDeps = freshTokenDepsOf(deps, folder, settings);
  const endReason = createEndReason(deps, folder, settings);
  const cached = () => {
    const read = readCached(folder);
    if (read.state !== 'ok' || tokenFileFault(folder, read.credentials.token) !== null) return null;
    return read.credentials;
  };
  return {
    clock: systemClock,
    log: deps.say,
    endReason,
    cached,
    isErased: () => isErased(folder),
    renew(cause, current: Credentials | null) {
      boundLog(folder);
      // With nothing to replace, whatever another process wrote will do.
      if (current === null) return freshToken(tokenDeps, { folder, settings });
      return renewToken(tokenDeps, { folder, settings, insist: current }, cause);
    },
    readBudget: (token) => tokenDeps.source.readBudget(token),
  };
}

function createEndReason(deps: CommandDeps, folder: Folder, settings: RefreshSettings): () => string | null {
  const inode = inodeOf(folder);
  return () => {
    if (deps.signal.aborted) return 'asked to stop';
    if (inodeOf(folder) !== inode || inode === null) return 'the folder is gone';
    if (settings.worker !== null && livenessOf(settings.worker) === 'gone') {
      // The worker was killed, so post will not run.
      rmSync(folder.path, { recursive: true, force: true });
      return 'the job has ended';
    }
    const ageMs = systemClock.monotonicMs() - settings.startedAtMonotonicMs;
    return ageMs > settings.maxLifetimeMs ? 'max-lifetime has passed' : null;
  };
}

function inodeOf(folder: Folder): number | null {
  try {
    return statSync(folder.path).ino;
  } catch {
    return null;
  }
}

function boundLog(folder: Folder): void {
  const path = join(folder.path, FILES.log);
  try {
    if (statSync(path).size > MAX_LOG_BYTES) truncateSync(path);
  } catch {
    // Deleted by a step; `appendLog` creates it again.
  }
}

/** A sleep that ends early when a watched file changes or the keeper is asked to stop. */
function createWaker(deps: CommandDeps, folder: Folder) {
  let wake = () => {};
  const onWake = () => wake();
  const watcher = watch(folder.path, { persistent: false }, (_event, name) => {
    if (name === null || NOTABLE.includes(name)) onWake();
  });
  // Without change events, polling at each tick is enough.
  watcher.on('error', () => undefined);
  deps.signal.addEventListener('abort', onWake);
  return {
    sleep: (ms: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (deps.signal.aborted) wake();
      }),
    close: () => watcher.close(),
  };
}
