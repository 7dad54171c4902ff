import { execFile } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MIGRATION_NAMES } from '../src/pool/store/migrations/migrate.js';
import { openStore } from '../src/pool/store/open-store.js';
import { NotRun } from './run-experiment.js';
import { MAIN } from './server-process.js';

const run = promisify(execFile);
const ROOT = new URL('../..', import.meta.url).pathname;

/** A version of the pool: its server program and its store. */
export type Version = { main: string; openStore: typeof openStore };

export const CURRENT: Version = { main: MAIN, openStore };

/** The file of the newest migration, used to find the version before it. */
const NEWEST_MIGRATION = `src/pool/store/migrations/${MIGRATION_NAMES.at(-1)?.replace(/^\d+-/, '')}.ts`;

/** Builds the last version without the newest migration in a folder. */
export async function buildPreviousVersion(folder: string): Promise<Version> {
  const commit = await lastCommitWithout(NEWEST_MIGRATION);
  // `git archive` would leave out files that a release does not need.
  const env = { ...process.env, GIT_INDEX_FILE: join(folder, 'index') };
  await run('git', ['read-tree', commit], { cwd: ROOT, env });
  await run('git', ['checkout-index', '--all', `--prefix=${folder}/`], { cwd: ROOT, env });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder]);
  const built = join(folder, 'build/src/pool');
  const previous: Pick<Version, 'openStore'> = await import(join(built, 'store/open-store.js'));
  return { main: join(built, 'main.js'), openStore: previous.openStore };
}

async function lastCommitWithout(path: string): Promise<string> {
  const added = await git('log', '--diff-filter=A', '--format=%H', '-1', '--', path);
  const commit = added === '' ? '' : await git('rev-parse', '--verify', '--quiet', `${added}^`);
  if (commit === '') throw new NotRun("needs the repository's history");
  return commit;
}

const git = (...args: string[]): Promise<string> =>
  run('git', args, { cwd: ROOT }).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
