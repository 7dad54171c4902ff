import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type PoolProcess, startPool } from '../../demo/pool-process.js';
import { git } from '../../testkit/git/git.js';
import type { App } from '../../testkit/github/types.js';
import type { JobOptions } from '../../testkit/runner/types.js';
import { REPOSITORY, type Scene } from '../action/refresh/scene.js';
import { serveWithin } from '../pool/serve-within.js';

/** A PATH with git, without the machine's configuration. */
export const PERSON = { PATH: process.env.PATH ?? '', GIT_CONFIG_NOSYSTEM: '1' };

/** A pool with two contributors, and a key. */
export async function aLendingPool(
  scene: Scene,
  folder: string,
): Promise<{ pool: PoolProcess; key: string }> {
  const pool = await startPool({
    serve: serveWithin,
    folder,
    githubApiUrl: scene.github.apiUrl,
    githubServerUrl: scene.github.serverUrl,
    env: { OIDC_ISSUER: scene.github.issuer },
  });
  for (const login of ['ada', 'bob']) {
    const { token } = scene.github.addToken(scene.github.addUser({ login }), { kind: 'oauth' });
    await pool.command(['token', 'add'], token);
  }
  const made = await pool.command(['key', 'create', '--name', 'ci', '--json']);
  return { pool, key: JSON.parse(made).key };
}

/** The OIDC identity of a job that the pool's policy `ours` admits. */
export async function anAdmittedJob(
  scene: Scene,
  pool: PoolProcess,
): Promise<NonNullable<JobOptions['oidc']>> {
  await pool.command(['policy', 'add', '--name', 'ours', '--repository-id', '4711']);
  return scene.github.addJobIdentity({
    repository: REPOSITORY,
    repository_id: '4711',
    repository_owner: 'octo-org',
    repository_owner_id: '99',
    ref: 'refs/heads/main',
    event_name: 'push',
    sub: `repo:${REPOSITORY}:ref:refs/heads/main`,
  });
}

/** An App that may write to the job's repository, and is installed on the named accounts as well. */
export function anAppThatWrites(scene: Scene, ...logins: string[]): App {
  const permissions = { contents: 'write', issues: 'write', metadata: 'read' } as const;
  const app = scene.github.addApp({ permissions });
  const account = scene.github.addUser({ login: 'acme', type: 'Organization' });
  scene.github.addInstallation(app, { account, repositories: [REPOSITORY], permissions });
  for (const login of logins) {
    const other = scene.github.addUser({ login, type: 'Organization' });
    scene.github.addInstallation(app, { account: other, permissions });
  }
  return app;
}

/** The job's repository with one commit that holds these scripts. */
export async function aRepository(scene: Scene, folder: string, scripts: readonly string[]): Promise<void> {
  await scene.gitServer.createRepository(REPOSITORY);
  const work = join(folder, 'work');
  await git(folder, ['clone', '--quiet', join(scene.gitServer.root, `${REPOSITORY}.git`), 'work']);
  for (const script of scripts) writeScript(join(work, script), 'echo built > build.txt');
  await git(work, ['add', '--all']);
  await git(work, ['commit', '--quiet', '--message', 'first']);
  await git(work, ['push', '--quiet', 'origin', 'HEAD:main']);
}

/** An executable script of sh at `path`. */
export function writeScript(path: string, body: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}
