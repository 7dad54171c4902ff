import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { folderOf, keeperPid, tokenIn } from '../../../testkit/refresh-folder.js';
import { ask, revokeToken, startAsking } from './readers.js';
import { aScene, type Scene, until } from './scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await aScene();
});
afterEach(() => scene.dispose());

async function aFolderWithoutKeeper(): Promise<string> {
  const step = await scene.refresh(await scene.job(), scene.appInputs);
  expect(step.outcome).toBe('success');
  process.kill(keeperPid(folderOf(step)), 'SIGKILL');
  return folderOf(step);
}

it('mints once for fifty processes that request a new token at the same time', async () => {
  const folder = await aFolderWithoutKeeper();
  const first = revokeToken(scene, folder);

  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(folder)));

  expect(new Set(answers.map(({ code, stderr }) => `${code} ${stderr}`))).toEqual(new Set(['0 ']));
  const tokens = new Set(answers.map(({ stdout }) => stdout.trim()));
  expect(tokens.size).toBe(1);
  expect(tokens).not.toContain(first);
  expect(scene.mints()).toBe(2);
});

it('starts one new keeper when a reader finds that it was killed', async () => {
  const folder = await aFolderWithoutKeeper();
  const killed = keeperPid(folder);
  revokeToken(scene, folder);

  await Promise.all([ask(folder), ask(folder), ask(folder)]);

  expect(keeperPid(folder)).not.toBe(killed);
  const second = revokeToken(scene, folder);
  await until(() => tokenIn(folder) !== second);
});

it('answers without a request while the token is fresh', async () => {
  const folder = await aFolderWithoutKeeper();
  const before = scene.github.requests.length;

  const plain = await ask(folder);
  const json = await ask(folder, '--json');

  expect(plain).toEqual({ stdout: `${tokenIn(folder)}\n`, stderr: '', code: 0 });
  expect(JSON.parse(json.stdout)).toMatchObject({ token: tokenIn(folder), source: 'app' });
  expect(scene.github.requests.length).toBe(before);
});

it('prints the current token for a script that calls `ask`', async () => {
  const job = await scene.job();
  const folder = folderOf(await scene.refresh(job, scene.appInputs));
  const first = revokeToken(scene, folder);

  const step = await job.run({ script: 'ask="$(dirname "$GITHUB_TOKEN_FILE")/ask"; "$ask"; "$ask" --json' });

  const [plain = '', json = ''] = step.stdout.trim().split('\n').slice(-2);
  expect(plain).toBe(tokenIn(folder));
  expect(plain).not.toBe(first);
  expect(JSON.parse(json).token).toBe(plain);
});

it.each([['--help'], ['--folder'], ['--json', 'twice']])(
  'says how to ask when it is asked %s',
  async (...words) => {
    const folder = await aFolderWithoutKeeper();

    const answer = await ask(folder, ...words);

    expect(answer).toMatchObject({ code: 1, stdout: '' });
    expect(answer.stderr).toBe(
      'fetch-token: Use it with these options or none: --json, --folder <folder>.\n',
    );
  },
);

it('takes over within two seconds from a suspended holder of the lock', async () => {
  const folder = await aFolderWithoutKeeper();
  const first = revokeToken(scene, folder);
  const heal = scene.github.setFault({ match: { path: /access_tokens/ }, effect: { kind: 'silence' } });
  const holder = startAsking(folder);
  await until(() => scene.mints() === 2);
  process.kill(keeperPid(folder), 'SIGKILL');
  holder.process.kill('SIGSTOP');
  heal();

  const startedAtMs = performance.now();
  const answer = await ask(folder);

  expect(answer).toMatchObject({ code: 0, stdout: expect.not.stringContaining(first) });
  expect(performance.now() - startedAtMs).toBeLessThan(2_600);
  holder.process.kill('SIGKILL');
});

it('does not let a former holder of the lock overwrite its successor', async () => {
  const folder = await aFolderWithoutKeeper();
  revokeToken(scene, folder);
  // The holder is stopped while it checks the token that it has minted.
  const heal = scene.github.setFault({
    match: { path: '/rate_limit' },
    effect: { kind: 'latency', ms: 1_000 },
  });
  const holder = startAsking(folder);
  await until(() => scene.mints() === 2);
  process.kill(keeperPid(folder), 'SIGKILL');
  holder.process.kill('SIGSTOP');
  heal();
  const successor = (await ask(folder)).stdout.trim();
  process.kill(keeperPid(folder), 'SIGKILL');

  holder.process.kill('SIGCONT');

  expect(await holder.answer).toBe(successor);
  expect(tokenIn(folder)).toBe(successor);
});

it('takes over at once from a killed holder of the lock', async () => {
  const folder = await aFolderWithoutKeeper();
  revokeToken(scene, folder);
  const heal = scene.github.setFault({ match: { path: /access_tokens/ }, effect: { kind: 'silence' } });
  const holder = startAsking(folder);
  await until(() => scene.mints() === 2);
  process.kill(keeperPid(folder), 'SIGKILL');
  holder.process.kill('SIGKILL');
  heal();

  const startedAtMs = performance.now();
  const answer = await ask(folder);

  expect(answer.code).toBe(0);
  expect(performance.now() - startedAtMs).toBeLessThan(2_000);
});
