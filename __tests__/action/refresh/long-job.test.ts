import { existsSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { folderOf } from '../../../testkit/refresh-folder.js';
import { aScene, REPOSITORY, type Scene } from './scene.js';

let scene: Scene;
beforeEach(async () => {
  // An hour of a token is four seconds here.
  scene = await aScene({ installationTokenMs: 4_000 });
  await scene.gitServer.createRepository(REPOSITORY);
});
afterEach(() => scene.dispose());

const COMMIT_AND_PUSH = 'git commit --quiet --allow-empty -m more && git push --quiet origin HEAD:main';

it('keeps pushing in a job that outlives its token, each time with a valid one', async () => {
  const job = await scene.job({
    env: {
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@b',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@b',
      PATH: process.env.PATH ?? '',
    },
  });
  const step = await scene.refresh(job, { ...scene.appInputs, 'refresh-before': '1' });
  expect(step.outcome).toBe('success');
  const folder = folderOf(step);

  const pushing = await job.run({
    script: `git clone --quiet ${scene.gitServer.url}/${REPOSITORY}.git w && cd w
for i in 1 2 3 4 5 6 7; do ${COMMIT_AND_PUSH}; sleep 1; done`,
  });
  const end = await job.finish();

  expect(pushing.lines.join('\n')).not.toContain('fatal');
  expect(pushing.outcome).toBe('success');
  const used = new Set(scene.gitServer.authorized().map(({ token }) => token));
  expect(used.size).toBeGreaterThanOrEqual(2);
  expect(scene.gitServer.authorized().every(({ status }) => status === 200)).toBe(true);
  expect(scene.mints()).toBeLessThanOrEqual(5);
  expect(end.posts.map(({ outcome }) => outcome)).toEqual(['success']);
  expect(end.orphans).toEqual([]);
  expect(existsSync(folder)).toBe(false);
  for (const token of used) expect(scene.github.isAlive(token ?? '')).toBe(false);
});
