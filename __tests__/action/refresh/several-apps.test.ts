import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { App, Installation } from '../../../testkit/github/types.js';
import { folderOf, tokenIn } from '../../../testkit/refresh-folder.js';
import { ask } from './readers.js';
import { aScene, REPOSITORY, type Scene, until } from './scene.js';

let scene: Scene;
let listed: { app: App; installation: Installation }[];
beforeEach(async () => {
  // The keeper checks short-lived tokens more often.
  scene = await aScene({ installationTokenMs: 40_000 });
  listed = [1, 2, 3].map(() => {
    const app = scene.github.addApp();
    return { app, installation: scene.github.addInstallation(app, { repositories: [REPOSITORY] }) };
  });
});
afterEach(() => scene.dispose());

const apps = () =>
  JSON.stringify(listed.map(({ app }) => ({ client_id: app.clientId, private_key: app.privateKey })));

async function ownerIn(folder: string): Promise<string> {
  const { owner } = JSON.parse((await ask(folder, '--json')).stdout);
  return owner;
}

function spend(owner: string, requests: number): void {
  const found = listed.find(({ installation }) => owner === `installation-${installation.id}`);
  if (found) scene.github.spend(found.installation.owner, 'core', requests);
}

it('moves to another App when the budget runs low, and revokes every token at the end', async () => {
  const job = await scene.job();
  const step = await scene.refresh(job, { apps: apps(), 'refresh-before': '1', 'min-remaining': '1000' });
  const folder = folderOf(step);
  const [first, owner] = [tokenIn(folder), await ownerIn(folder)];
  expect(step.outputs.source).toBe('apps');

  spend(owner, 4_500);
  const second = await until(() => tokenIn(folder) !== first && tokenIn(folder));

  expect(await ownerIn(folder)).not.toBe(owner);
  expect(scene.github.isAlive(second)).toBe(true);
  await job.finish();
  expect([first, second].map((token) => scene.github.isAlive(token))).toEqual([false, false]);
});

it('keeps its App while no other has more budget, and leaves no minted token behind', async () => {
  const job = await scene.job();
  const step = await scene.refresh(job, { apps: apps(), 'refresh-before': '1', 'min-remaining': '1000' });
  const first = tokenIn(folderOf(step));

  for (const { installation } of listed) scene.github.spend(installation.owner, 'core', 5_000);
  // Its own App and the two others were tried.
  await until(() => scene.mints() >= 1 + 3);
  const revoked = () => scene.github.requests.filter(({ method }) => method === 'DELETE').length;
  await until(() => revoked() >= 3);

  expect(tokenIn(folderOf(step))).toBe(first);
  expect(scene.github.isAlive(first)).toBe(true);
});

it('mints again before expiry', async () => {
  await scene.dispose();
  scene = await aScene({ installationTokenMs: 3_000 });
  listed = [];
  const app = scene.github.addApp();
  listed.push({ app, installation: scene.github.addInstallation(app, { repositories: [REPOSITORY] }) });
  const step = await scene.refresh(await scene.job(), { apps: apps(), 'refresh-before': '1' });
  const first = tokenIn(folderOf(step));

  const next = await until(() => tokenIn(folderOf(step)) !== first && tokenIn(folderOf(step)));

  expect(scene.github.isAlive(next)).toBe(true);
});

it('fails when no App can be used, and goes on with GITHUB_TOKEN where required is false', async () => {
  for (const { installation } of listed) scene.github.removeInstallation(installation);
  const failed = await scene.refresh(await scene.job(), { apps: apps() });
  const fallback = await scene.refresh(await scene.job(), { apps: apps(), required: 'false' });

  expect([failed.outcome, fallback.outcome]).toEqual(['failure', 'success']);
  expect(fallback.outputs).toMatchObject({ source: 'fallback', token: scene.githubToken });
});
