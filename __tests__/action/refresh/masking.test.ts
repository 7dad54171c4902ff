import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { halfMasks } from '../../../src/action/refresh/announce.js';
import type { Job, StageResult } from '../../../testkit/runner/types.js';
import { spoilToken } from './asking.js';
import { aScene, folderOf, type Scene, tokenIn, until } from './scene.js';

let scene: Scene;
let job: Job;
let folder: string;
beforeEach(async () => {
  scene = await aScene();
  job = await scene.job();
  folder = folderOf(await scene.refresh(job, scene.appInputs));
});
afterEach(() => scene.dispose());

/** Prints the token, in forms that are common, as soon as it is another one than at the step's begin. */
const PRINT_NEXT = `old=$(cat "$GITHUB_TOKEN_FILE")
echo ready
while [ "$(cat "$GITHUB_TOKEN_FILE")" = "$old" ]; do sleep 0.05; done
new=$(cat "$GITHUB_TOKEN_FILE")
echo "the token is $new"
printf 'x-access-token:%s' "$new" | base64 -w0
echo
echo "$new" | base64 -w0
`;

async function stepWhileRenewed(script: string): Promise<StageResult> {
  const step = job.run({ script, shell: 'bash' });
  await job.waitForLine(/ready/);
  spoilToken(scene, folder);
  return step;
}

it('hides a token that was minted while a step runs, even when that step prints the file', async () => {
  const step = await stepWhileRenewed(PRINT_NEXT);

  expect(step.outcome).toBe('success');
  expect(step.rawLines.join('\n')).toContain(`the token is ${tokenIn(folder)}`);
  expect(step.lines.join('\n')).toContain('the token is ');
  job.expectNoLeak(tokenIn(folder));
});

it('gives nothing away to a step that has switched commands off', async () => {
  await stepWhileRenewed(`echo "::stop-commands::a-long-enough-word"
${PRINT_NEXT.replaceAll(/^(echo "the|printf|echo "\$new).*$/gm, 'true')}`);

  const token = tokenIn(folder);
  const shown = halfMasks(token).filter((part) => job.log.includes(part));
  const notShown = shown.reduce((rest, part) => rest.replaceAll(part, ''), token);
  expect(shown.length).toBeGreaterThan(0);
  expect(notShown.length).toBeGreaterThan(100);
  expect(job.log).not.toContain(token);
});

it('hides a token that was minted between two steps as soon as the next one runs', async () => {
  const first = spoilToken(scene, folder);
  await until(() => tokenIn(folder) !== first && existsSync(join(folder, 'unmasked')));

  await job.run({ script: `while [ -e ${folder}/unmasked ]; do sleep 0.05; done; cat "$GITHUB_TOKEN_FILE"` });

  expect(job.rawLog).toContain(tokenIn(folder));
  job.expectNoLeak(tokenIn(folder));
});

it('writes no mask where something else than the runner reads', async () => {
  const step = job.run({
    script: `{ echo ready >&2; ${PRINT_NEXT.replace('echo ready', '')} } | cat > all`,
    shell: 'bash',
  });
  await job.waitForLine(/ready$/);
  spoilToken(scene, folder);
  await step;

  const file = await job.run({ script: 'grep -c add-mask all || true' });
  expect(file.stdout.trim()).toBe('0');
});

it('masks everything minted so far in a later refresh-token step, and exports the token of the moment', async () => {
  const first = spoilToken(scene, folder);
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

it.each(['ghs_abcdefghijklmnopqrstuvwxyz0123456789', `ghs_1234_${'aB3.'.repeat(128)}`])(
  'leaves no long piece of a token to be seen, whatever its length',
  (token) => {
    const parts = halfMasks(token);

    const seen = parts.reduce((rest, part) => rest.replaceAll(part, ' '), token);
    expect(seen.split(' ').every((gap) => gap.length < 16)).toBe(true);
    expect(parts.join('').length).toBeGreaterThan(0);
  },
);
