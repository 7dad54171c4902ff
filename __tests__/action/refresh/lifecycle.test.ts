import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { folderOf, keeperPid, tokenIn } from '../../../testkit/refresh-folder.js';
import { ask, revokeToken } from './readers.js';
import { aScene, type Scene, until } from './scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await aScene();
});
afterEach(() => scene.dispose());

function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

it('ends the keeper, revokes every token of the job and deletes every file', async () => {
  const job = await scene.job();
  const folder = folderOf(await scene.refresh(job, scene.appInputs));
  const keeper = keeperPid(folder);
  const first = revokeToken(scene, folder);
  await until(() => tokenIn(folder) !== first);
  const second = tokenIn(folder);

  const end = await job.finish();

  expect(end.posts[0]).toMatchObject({ outcome: 'success', annotations: [] });
  expect([isRunning(keeper), existsSync(folder), scene.github.isAlive(second)]).toEqual([
    false,
    false,
    false,
  ]);
  expect(end.orphans).toEqual([]);
});

it('shows the log of the keeper in debug mode, without a token in it', async () => {
  const job = await scene.job({ debug: true });
  const folder = folderOf(await scene.refresh(job, scene.appInputs));
  const first = revokeToken(scene, folder);
  await until(() => tokenIn(folder) !== first);
  const second = tokenIn(folder);

  const { posts } = await job.finish();

  const shown = posts[0]?.rawLines.filter((line) => /Z a new token \(rejected\)/.test(line));
  expect(shown).toHaveLength(1);
  expect(posts[0]?.rawLines.filter((line) => !line.includes('add-mask')).join()).not.toContain(second);
});

it('cleans up after a keeper that was killed and one that was stopped', async () => {
  const killed = await scene.job();
  const stopped = await scene.job();
  const folders = [
    folderOf(await scene.refresh(killed, scene.appInputs)),
    folderOf(await scene.refresh(stopped, scene.appInputs)),
  ] as const;
  process.kill(keeperPid(folders[0]), 'SIGKILL');
  const frozen = keeperPid(folders[1]);
  process.kill(frozen, 'SIGSTOP');

  const ends = [await killed.finish(), await stopped.finish()];

  expect(ends.map(({ posts }) => posts[0]?.outcome)).toEqual(['success', 'success']);
  expect([...folders.map(existsSync), isRunning(frozen)]).toEqual([false, false, false]);
});

it('ends with a worker that was killed, and leaves nothing behind', async () => {
  const job = await scene.job();
  const folder = folderOf(await scene.refresh(job, scene.appInputs));
  const keeper = keeperPid(folder);

  await job.killWorker();

  await until(() => !isRunning(keeper) && !existsSync(folder));
});

it('ends when its folder is gone; post then does nothing and does not fail', async () => {
  const job = await scene.job();
  const folder = folderOf(await scene.refresh(job, scene.appInputs));
  const keeper = keeperPid(folder);
  await job.run({ script: 'echo work > file' });

  // The keeper may be writing to it now.
  rmSync(folder, { recursive: true, maxRetries: 5, retryDelay: 20 });
  for (const name of readdirSync(job.workspace)) rmSync(join(job.workspace, name), { recursive: true });
  await until(() => !isRunning(keeper));
  const { posts } = await job.finish();

  expect(posts[0]?.outcome).toBe('success');
});

it('ends at max-lifetime, after which tokens are renewed on demand', async () => {
  const job = await scene.job();
  const folder = folderOf(await scene.refresh(job, { ...scene.appInputs, 'max-lifetime': '1' }));
  const keeper = keeperPid(folder);
  await until(() => !isRunning(keeper));
  const first = revokeToken(scene, folder);

  const answer = await ask(folder);

  expect(answer.code).toBe(0);
  expect(answer.stdout.trim()).not.toBe(first);
});

it('leaves nothing behind when it is cancelled while GitHub is silent', async () => {
  const job = await scene.job();
  scene.github.setFault({ match: { path: /access_tokens/ }, effect: { kind: 'silence' } });
  const step = scene.refresh(job, scene.appInputs);
  await until(() => scene.mints() > 0);

  await job.cancel();
  const { outcome } = await step;
  const end = await job.finish();

  expect(outcome).toBe('cancelled');
  expect(end.posts.every(({ outcome }) => outcome === 'success')).toBe(true);
  expect(end.orphans).toEqual([]);
});

it('gives a step with other settings a folder of its own', async () => {
  const job = await scene.job();
  const one = await scene.refresh(job, scene.appInputs, 'one');
  const two = await scene.refresh(job, { token: scene.githubToken, 'export-env': '' }, 'two');

  expect(folderOf(two)).not.toBe(folderOf(one));
  expect(job.env.GITHUB_TOKEN_FILE).toBe(one.outputs['token-file']);
  await job.finish();
  expect(readdirSync(job.temp).filter((name) => name.startsWith('fetch-token-'))).toEqual([]);
  expect(existsSync(join(folderOf(one)))).toBe(false);
});
