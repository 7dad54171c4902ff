import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { folderOf, keeperPid, tokenIn } from '../../../testkit/refresh-folder.js';
import type { StageResult } from '../../../testkit/runner/types.js';
import { ask } from './readers.js';
import { aScene, REPOSITORY, type Scene } from './scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await aScene();
});
afterEach(() => scene.dispose());

function messages(step: StageResult): string {
  return step.annotations.map(({ level, message }) => `${level}: ${message}`).join('\n');
}

function aPat(login = 'ada'): string {
  return scene.github.addToken(scene.github.addUser({ login }), { kind: 'pat_fine' }).token;
}

it('says that an App lacks the permissions asked for', async () => {
  const app = scene.github.addApp();
  scene.github.addInstallation(app, { repositories: [REPOSITORY], permissions: { contents: 'read' } });

  const step = await scene.refresh(await scene.job(), {
    'client-id': app.clientId,
    'private-key': app.privateKey,
    permissions: 'contents:write',
    required: 'true',
  });

  expect(step.outcome).toBe('failure');
  expect(messages(step)).toContain(
    'GitHub minted no token for the App (status 422). Ask only for repositories and permissions that the',
  );
});

it('continues without a login when GitHub does not return it', async () => {
  scene.github.setFault({ match: { path: '/user' }, effect: { kind: 'status', status: 500 } });

  const step = await scene.refresh(await scene.job(), { token: aPat() });

  expect([step.outcome, step.outputs.login]).toEqual(['success', '']);
  expect(step.lines).toContainEqual(
    expect.stringMatching(/^git pushes to .+ as an unknown identity \(personal access token\)\.$/),
  );
});

it('ignores a login that is not valid', async () => {
  const body = { login: 'ada\n::error::forged' };
  scene.github.setFault({ match: { path: '/user' }, effect: { kind: 'status', status: 200, body } });

  const step = await scene.refresh(await scene.job(), { token: aPat() });

  expect([step.outputs.login, messages(step)]).toEqual(['', '']);
});

it('keeps a given token that git rejected but GitHub accepts, and uses no other source', async () => {
  const token = aPat();
  const folder = folderOf(await scene.refresh(await scene.job(), { ...scene.appInputs, token }));
  process.kill(keeperPid(folder), 'SIGKILL');
  writeFileSync(join(folder, 'erase-request'), '');

  const answer = await ask(folder);

  expect(answer).toMatchObject({ code: 0, stdout: `${token}\n` });
  expect(answer.stderr).toContain('git was refused, but GitHub accepts the token, so it is kept.');
  expect(scene.mints()).toBe(0);
});

it('cleans up although nothing is left in the workspace', async () => {
  const job = await scene.job();
  const folder = folderOf(await scene.refresh(job, scene.appInputs));
  const token = tokenIn(folder);
  for (const name of readdirSync(job.workspace)) rmSync(join(job.workspace, name), { recursive: true });

  const { posts, orphans } = await job.finish();

  expect(posts[0]).toMatchObject({ outcome: 'success', annotations: [] });
  expect([scene.github.isAlive(token), orphans]).toEqual([false, []]);
});
