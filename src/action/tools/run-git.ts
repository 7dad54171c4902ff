import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Runs git in the repository of the workspace; null when there is neither, or git has nothing to say. */
export type RunGit = (args: readonly string[]) => string | null;

const TIMEOUT_MS = 5_000;

export function gitIn(env: NodeJS.ProcessEnv): RunGit {
  return (args) => {
    const cwd = env.GITHUB_WORKSPACE;
    // Without a repository there is nothing to find out, and git takes time to start.
    if (!cwd || !existsSync(join(cwd, '.git'))) return null;
    const options = { cwd, env, encoding: 'utf8', timeout: TIMEOUT_MS, windowsHide: true } as const;
    const ended = spawnSync('git', args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    return ended.status === 0 ? ended.stdout : null;
  };
}
