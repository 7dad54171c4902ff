import type { Folder } from './folder.js';
import { findKeeper, isKeeperAlive } from './start-keeper.js';
import { livenessOf } from './process-identity.js';

/**
 * Stops the keeper and waits until it is gone: SIGTERM first, then SIGKILL, because a suspended process does not react
 * to the first. `none`: no keeper was running.
 */
export async function stopKeeper(
  deps: { readonly sleep: (ms: number) => Promise<void> },
  folder: Folder,
): Promise<'none' | 'stopped' | 'survived'> {
  const keeper = findKeeper(folder);
  if (keeper === null || !isKeeperAlive(folder)) return 'none';
  for (const [signal, graceMs] of [
    ['SIGTERM', 1000],
    ['SIGKILL', 1000],
  ] as const) {
    signalQuietly(keeper.pid, signal);
    for (let waitedMs = 0; waitedMs < graceMs; waitedMs += 20) {
      if (livenessOf(keeper) === 'gone') return 'stopped';
      await deps.sleep(20);
    }
  }
  return 'survived';
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It exited just now.
  }
}
