import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Runs git in the workspace's repository; null if there is no repository or git fails. */
export type RunGit = (args: readonly string[]) => string | null;

const TIMEOUT_MS = 5_000;

export function gitIn(env: NodeJS.ProcessEnv): RunGit {
  return (args) => {
    const cwd = env.GITHUB_WORKSPACE;
    // Checked first, because git takes time to start.
    if (!cwd || !existsSync(join(cwd, '.git'))) return null;
    const options = { cwd, env, encoding: 'utf8', timeout: TIMEOUT_MS, windowsHide: true } as const;
    const ended = spawnSync('git', args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    return ended.status === 0 ? ended.stdout : null;
  };
}
