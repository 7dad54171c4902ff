import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { folderOf, keeperPid, tokenIn } from '../../../testkit/refresh-folder.js';
import type { Job } from '../../../testkit/runner/types.js';
import { revokeToken } from './readers.js';
import { aScene, REPOSITORY, type Scene, until } from './scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await aScene();
  await scene.gitServer.createRepository(REPOSITORY);
});
afterEach(() => scene.dispose());

const hostOf = (url: string) => new URL(url).host;

/** What a program such as git-lfs gets when it asks git for an identity. */
async function filled(job: Job): Promise<{ username: string; password: string }> {
  const question = `protocol=http\\nhost=${hostOf(scene.gitServer.url)}\\n\\n`;
  const step = await job.run({ script: `printf '${question}' | git credential fill > answer` });
  expect(step.outcome).toBe('success');
  const lines = readFileSync(join(job.workspace, 'answer'), 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

async function requestLfs(identity: { username: string; password: string }): Promise<number> {
  const basic = Buffer.from(`${identity.username}:${identity.password}`).toString('base64');
  const url = `${scene.gitServer.url}/${REPOSITORY}.git/info/lfs/objects/batch`;
  await fetch(url, { method: 'POST', headers: { authorization: `Basic ${basic}` } });
  return scene.gitServer.authorized().at(-1)?.status ?? 0;
}

it('serves programs like git-lfs, which get credentials from git and send them themselves', async () => {
  const job = await scene.job({ env: { PATH: process.env.PATH ?? '' } });
  const folder = folderOf(await scene.refresh(job, scene.appInputs));

  const first = await filled(job);
  const accepted = await requestLfs(first);
  const spoilt = revokeToken(scene, folder);
  const refused = await requestLfs(first);
  const next = await filled(job);

  expect([first.username, first.password]).toEqual(['x-access-token', spoilt]);
  expect([accepted, refused, await requestLfs(next)]).toEqual([200, 401, 200]);
  expect(next.password).toBe(tokenIn(folder));
});

it('renews when such a program reports a rejection to git', async () => {
  const job = await scene.job({ env: { PATH: process.env.PATH ?? '' } });
  const folder = folderOf(await scene.refresh(job, scene.appInputs));
  const first = tokenIn(folder);
  scene.github.revokeToken(first);
  await filled(job);

  const rejected = await job.run({ script: '{ cat answer; echo; } | git credential reject' });
  const next = await filled(job);

  expect(rejected.outcome).toBe('success');
  expect(next.password).not.toBe(first);
});

it("answers in a container, with the folder at another path and without the job's Node", async () => {
  const nodePath = join(scene.gitServer.root, 'node');
  await copyFile(process.execPath, nodePath);
  const job = await scene.job({ nodePath, env: { PATH: process.env.PATH ?? '' } });
  const folder = folderOf(await scene.refresh(job, scene.appInputs));
  process.kill(keeperPid(folder), 'SIGKILL');
  const token = tokenIn(folder);
  const mount = join(job.root, 'runner temp of the container');
  await mkdir(mount);
  const moved = join(mount, basename(folder));
  cpSync(folder, moved, { recursive: true, preserveTimestamps: true });
  rmSync(folder, { recursive: true });
  rmSync(nodePath);
  // The container action's fixed path, which a test cannot create.
  const config = readFileSync(join(moved, 'git.config'), 'utf8').replaceAll('/github/runner_temp', mount);
  writeFileSync(join(moved, 'git.config'), config);
  // Even a token that should be renewed is better than none.
  writeFileSync(join(moved, 'erase-request'), '');

  const step = await job.run({
    script: `printf 'protocol=http\\nhost=${hostOf(scene.gitServer.url)}\\n\\n' | git credential fill > answer`,
    env: { GIT_CONFIG_VALUE_0: join(moved, 'git.config') },
  });

  expect(step.outcome).toBe('success');
  expect(readFileSync(join(job.workspace, 'answer'), 'utf8')).toContain(`password=${token}\n`);
});

it('renews in the git call itself when the token is about to expire and there is no keeper', async () => {
  await scene.dispose();
  scene = await aScene({ installationTokenMs: 3_000 });
  await scene.gitServer.createRepository(REPOSITORY);
  const job = await scene.job({ env: { PATH: process.env.PATH ?? '' } });
  const folder = folderOf(await scene.refresh(job, { ...scene.appInputs, 'refresh-before': '1' }));
  process.kill(keeperPid(folder), 'SIGKILL');
  const first = tokenIn(folder);
  await until(() => !scene.github.isAlive(first));

  const step = await job.run({ script: `git ls-remote ${scene.gitServer.url}/${REPOSITORY}.git` });

  expect(step.outcome).toBe('success');
  expect(scene.gitServer.authorized().map(({ token }) => token)).not.toContain(first);
  expect(scene.gitServer.authorized().every(({ status }) => status === 200)).toBe(true);
});

it.each([
  ['host=ghe.example:8443', true],
  ['host=GHE.Example:8443', true],
  ['host=ghe.example', false],
  ['host=ghe.example:443', false],
  ['host=xghe.example:8443', false],
])('answers for an enterprise server on a port when git asks for %s: %s', async (host, isOurs) => {
  const job = await scene.job({ serverUrl: 'https://ghe.example:8443' });
  const folder = folderOf(await scene.refresh(job, scene.appInputs));

  await job.run({
    script: `printf 'protocol=https\\n${host}\\n\\n' | "${folder}/git-credential" get > "${job.root}/answer"`,
  });

  const expected = isOurs ? `username=x-access-token\npassword=${tokenIn(folder)}\n` : '';
  expect(readFileSync(join(job.root, 'answer'), 'utf8')).toBe(expected);
});

it("lets a step's own GIT_CONFIG_COUNT take precedence", async () => {
  const job = await scene.job({ env: { PATH: process.env.PATH ?? '' } });
  await scene.refresh(job, scene.appInputs);
  const own = Buffer.from(`x-access-token:${scene.githubToken}`).toString('base64');

  const step = await job.run({
    script: `git ls-remote ${scene.gitServer.url}/${REPOSITORY}.git`,
    env: {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `http.${scene.gitServer.url}/.extraheader`,
      GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${own}`,
    },
  });

  expect(step.outcome).toBe('success');
  const sent = scene.gitServer.authorized();
  expect(new Set(sent.map(({ token }) => token))).toEqual(new Set([scene.githubToken]));
});

it.each([
  ['-1', {}, 'GIT_CONFIG_COUNT is not a usable number'],
  ['1.5', {}, 'GIT_CONFIG_COUNT is not a usable number'],
  ['2', { GIT_CONFIG_KEY_0: 'a.b', GIT_CONFIG_VALUE_0: 'c' }, 'GIT_CONFIG_KEY_1 is not set'],
  ['1', { GIT_CONFIG_KEY_0: 'a.b' }, 'GIT_CONFIG_VALUE_0 is not set'],
])('says what is wrong with a GIT_CONFIG_COUNT of %s, and has git work again', async (count, pairs, why) => {
  const jobEnv: Record<string, string> = { GIT_CONFIG_COUNT: count };
  Object.assign(jobEnv, pairs);
  const job = await scene.job({ env: { PATH: process.env.PATH ?? '' }, jobEnv });

  const step = await scene.refresh(job, scene.appInputs);
  const next = await job.run({ script: `git ls-remote ${scene.gitServer.url}/${REPOSITORY}.git` });

  expect(step.annotations.map(({ message }) => message).join()).toContain(why);
  expect(next.outcome).toBe('success');
});

it('keeps an entry with which a later step replaced ours', async () => {
  const job = await scene.job();
  await scene.refresh(job, scene.appInputs);
  const theirs = ['KEY_0=their.choice', 'VALUE_0=kept', 'COUNT=1'].map((pair) => `GIT_CONFIG_${pair}`);
  await job.run({ script: theirs.map((pair) => `echo ${pair} >> "$GITHUB_ENV"`).join('\n') });

  await job.finish();

  expect(job.env).toMatchObject({
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'their.choice',
    GIT_CONFIG_VALUE_0: 'kept',
  });
});

it('does not change git when there is no token', async () => {
  const job = await scene.job();
  scene.github.setFault({ match: { path: /access_tokens/ }, effect: { kind: 'status', status: 422 } });

  const step = await scene.refresh(job, { ...scene.appInputs, required: 'true' });
  await job.finish();

  expect(step.outcome).toBe('failure');
  expect(Object.keys(job.env).filter((name) => name.startsWith('GIT_'))).toEqual([]);
});
