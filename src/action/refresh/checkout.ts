import type { Environment } from '../runner/types.js';
import type { Server } from './server.js';

/**
 * Whether actions/checkout left a header for the server in the repository of the workspace, in its own file (up to
 * v5) or in one that is included (from v6 on). Asks git, which follows the includes; never reads the header itself.
 */
export function hasPersistedHeader(env: Environment, server: Server): boolean {
  const workspace = env.GITHUB_WORKSPACE;
  if (!workspace) return false;
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const found = spawnSync(
    'git',
    ['-C', workspace, 'config', '--includes', '--name-only', '--get-regexp', '^http\\..*\\.extraheader$'],
    // Without what the job's variables add: only what is on disk counts as persisted.
    {
      encoding: 'utf8',
      timeout: 3_000,
      env: { ...env, GIT_CONFIG_COUNT: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  // No git, no repository, or none that git trusts: then there is nothing to tell.
  if (found.status !== 0) return false;
  const names = found.stdout.toLowerCase().split('\n');
  return names.some((name) => name.startsWith(`http.${server.url}/`));
}
