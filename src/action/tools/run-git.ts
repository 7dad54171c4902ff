import { spawnSync } from 'node:child_process';

/** Runs git as a step of the job would; null when there is no git, or it has nothing to say. */
export type RunGit = (args: readonly string[]) => string | null;

const TIMEOUT_MS = 5_000;

export function gitIn(env: NodeJS.ProcessEnv): RunGit {
  return (args) => {
    const cwd = env.GITHUB_WORKSPACE;
    if (!cwd) return null;
    const options = { cwd, env, encoding: 'utf8', timeout: TIMEOUT_MS, windowsHide: true } as const;
    const ended = spawnSync('git', args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    return ended.status === 0 ? ended.stdout : null;
  };
}
