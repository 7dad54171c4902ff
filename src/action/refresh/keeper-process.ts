import { join } from 'node:path';
import type { Environment } from '../runner/types.js';
import { readPrivateFile, replacePrivateFile } from '../tools/private-files.js';
import type { Folder } from './folder.js';
import { identify, livenessOf } from './process-identity.js';
import { FILES, type ProcessIdentity, type RefreshSettings } from './types.js';

/**
 * Starts the keeper on its own: no pipe of the step, or the runner would wait for it, and the runner's mark
 * (`RUNNER_TRACKING_ID`) kept, so that the runner ends it should everything else fail.
 */
export function startKeeper(env: Environment, folder: Folder, settings: RefreshSettings): void {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const child = spawn(settings.nodePath, [settings.bundles.keeper, '--folder', folder.path], {
    // Not the workspace: it may be deleted or unmounted while the job goes on.
    cwd: folder.path,
    detached: true,
    // It writes its log itself: what node prints of a crash may quote a secret.
    stdio: 'ignore',
    windowsHide: true,
    env: keeperEnvironment(env),
  });
  // Without a listener a failed start would end this process; post finds no keeper and says so.
  child.on('error', () => undefined);
  child.unref();
  if (child.pid !== undefined) noteKeeper(folder, child.pid);
}

/** What the network needs, and the runner's mark; the job's other variables are none of the keeper's business. */
function keeperEnvironment(env: Environment): NodeJS.ProcessEnv {
  const wanted =
    /^(path|home|tmp|temp|tmpdir|systemroot|userprofile|runner_tracking_id|runner_temp|runner_debug|node_extra_ca_certs|ssl_cert_(file|dir)|(https?|all|no)_proxy)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => wanted.test(name)));
}

function noteKeeper(folder: Folder, pid: number): void {
  const identity = identify(pid);
  if (identity !== null) replacePrivateFile(join(folder.path, FILES.keeper), JSON.stringify(identity));
}

/** The keeper that was started last, whatever has become of it. */
export function findKeeper(folder: Folder): ProcessIdentity | null {
  const read = readPrivateFile(join(folder.path, FILES.keeper));
  try {
    return read.state === 'ok' ? (JSON.parse(read.text) as ProcessIdentity) : null;
  } catch {
    return null;
  }
}

export function isKeeperAlive(folder: Folder): boolean {
  const keeper = findKeeper(folder);
  const liveness = keeper === null ? 'gone' : livenessOf(keeper);
  return liveness !== 'gone' && liveness !== 'elsewhere';
}
