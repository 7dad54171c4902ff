import { join } from 'node:path';
import type { Environment } from '../runner/types.js';
import { readPrivateFile, replacePrivateFile } from '../tools/private-files.js';
import type { Folder } from './folder.js';
import { identify, livenessOf } from './process-identity.js';
import { FILES, type ProcessIdentity, type RefreshSettings } from './types.js';

/**
 * Starts the keeper as a detached process. It inherits none of the step's pipes, or the runner would wait for it, and
 * keeps `RUNNER_TRACKING_ID`, so that the runner kills it at the end of the job if all else fails.
 */
export function startKeeper(env: Environment, folder: Folder, settings: RefreshSettings): void {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const child = spawn(settings.nodePath, [settings.bundles.keeper, '--folder', folder.path], {
    // Not the workspace, which may be deleted or unmounted during the job.
    cwd: folder.path,
    detached: true,
    // It writes its own log: Node's crash output may quote a secret.
    stdio: 'ignore',
    windowsHide: true,
    env: keeperEnvironment(env),
  });
  // Without a listener a failed start would crash this process. Post reports that no keeper was running.
  child.on('error', () => undefined);
  child.unref();
  if (child.pid !== undefined) noteKeeper(folder, child.pid);
}

/** Only what the keeper needs: paths, proxies, certificates, and the runner's tracking id. */
function keeperEnvironment(env: Environment): NodeJS.ProcessEnv {
  const wanted =
    /^(path|home|tmp|temp|tmpdir|systemroot|userprofile|runner_tracking_id|runner_temp|runner_debug|node_extra_ca_certs|ssl_cert_(file|dir)|(https?|all|no)_proxy)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => wanted.test(name)));
}

function noteKeeper(folder: Folder, pid: number): void {
  const identity = identify(pid);
  if (identity !== null) replacePrivateFile(join(folder.path, FILES.keeper), JSON.stringify(identity));
}

/** The keeper started last, alive or not. */
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
