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
/** Changes of these files are a reason to look at once. */
const NOTABLE: readonly string[] = [FILES.erased, FILES.token, FILES.credentials];

/** The keeper's life: follows one folder until the job is over. Returns why it ended. */
export async function runKeeper(deps: CommandDeps, folder: Folder): Promise<string> {
  const settings = readSettings(folder);
  if ('fault' in settings) return settings.fault;
  const alarm = createAlarm(deps, folder);
  const keeperDeps = keeperDepsOf(deps, folder, settings);
  try {
    return await keep({ ...keeperDeps, sleep: alarm.sleep }, planOf(settings));
  } finally {
    alarm.close();
  }
}

function planOf({ minRemaining, request }: RefreshSettings): KeeperPlan {
  return {
    minRemaining,
    bucket: request.bucket,
    swaps: request.candidates.length > 1 ? ['pool', 'apps', 'tokens'] : ['pool'],
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
      // Without credentials there is nothing to replace: whatever another process wrote will do.
      if (current === null) return freshToken(tokenDeps, { folder, settings });
      return renewToken(tokenDeps, { folder, settings, insist: current }, cause);
    },
    readBudget: (token) => tokenDeps.source.readBudget(token),
  };
}

function createEndReason(deps: CommandDeps, folder: Folder, settings: RefreshSettings): () => string | null {
  const inode = inodeOf(folder);
  return () => {
    if (deps.signal.aborted) return 'told to end';
    if (inodeOf(folder) !== inode || inode === null) return 'the folder is gone';
    if (settings.worker !== null && livenessOf(settings.worker) === 'gone') {
      // Nobody else will clean up after a worker that was killed.
      rmSync(folder.path, { recursive: true, force: true });
      return 'the job is gone';
    }
    const ageMs = systemClock.monotonicMs() - settings.startedAtMonotonicMs;
    return ageMs > settings.maxLifetimeMs ? 'max-lifetime is over' : null;
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
    // Somebody deleted it: the lines that follow go nowhere.
  }
}

/** Sleep that ends early when something happens in the folder or the keeper is told to end. */
function createAlarm(deps: CommandDeps, folder: Folder) {
  let wake = () => {};
  const ring = () => wake();
  const watcher = watch(folder.path, { persistent: false }, (_event, name) => {
    if (name === null || NOTABLE.includes(name)) ring();
  });
  // Without notices the ticks are enough.
  watcher.on('error', () => undefined);
  deps.signal.addEventListener('abort', ring);
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
