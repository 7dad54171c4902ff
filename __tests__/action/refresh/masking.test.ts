import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { folderOf, tokenIn } from '../../../testkit/refresh-folder.js';
import type { Job } from '../../../testkit/runner/types.js';
import { revokeToken } from './readers.js';
import { aScene, type Scene, until } from './scene.js';

let scene: Scene;
let job: Job;
let folder: string;
beforeEach(async () => {
  scene = await aScene();
  job = await scene.job();
  folder = folderOf(await scene.refresh(job, scene.appInputs));
});
afterEach(() => scene.dispose());

it('writes nothing to the output of a step during which a token is renewed', async () => {
  const step = job.run({
    script: `old=$(cat "$GITHUB_TOKEN_FILE")
echo ready
while [ "$(cat "$GITHUB_TOKEN_FILE")" = "$old" ]; do sleep 0.05; done
echo renewed`,
  });
  await job.waitForLine(/^ready$/);
  revokeToken(scene, folder);
  expect((await step).stdout).toBe('ready\nrenewed\n');
  job.expectNoLeak(tokenIn(folder));
});

it('lets a step mask a token that was obtained since, as documented', async () => {
  const first = revokeToken(scene, folder);
  await until(() => tokenIn(folder) !== first);
  const script =
    'echo "::add-mask::$(cat "$GITHUB_TOKEN_FILE")"; echo "the token is $(cat "$GITHUB_TOKEN_FILE")"';
  const step = await job.run({ script });
  expect(step.lines.join('\n')).toContain('the token is ***');
  job.expectNoLeak(tokenIn(folder));
});

it('masks all tokens minted so far in a later refresh-token step, and exports the current token', async () => {
  const first = revokeToken(scene, folder);
  await until(() => tokenIn(folder) !== first);

  const again = await scene.refresh(job, scene.appInputs, 'again');
  const next = await job.run({ script: 'env | grep ^GITHUB_TOKEN=; cat "$GITHUB_TOKEN_FILE"' });

  expect(again.outputs.token).toBe(tokenIn(folder));
  expect(folderOf(again)).toBe(folder);
  expect(next.rawLines.join('\n')).toContain(`GITHUB_TOKEN=${tokenIn(folder)}`);
  expect(job.isMasked(tokenIn(folder))).toBe(true);
  job.expectNoLeak(tokenIn(folder));
  const { posts } = await job.finish();
  expect(posts.map(({ outcome }) => outcome)).toEqual(['success', 'success']);
});
