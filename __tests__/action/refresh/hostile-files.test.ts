import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readPrivateFile, storageFault } from '../../../src/action/tools/private-files.js';
import { folderOf, keeperPid, tokenIn } from '../../../testkit/refresh-folder.js';
import { ask } from './readers.js';
import { aScene, type Scene } from './scene.js';

let scene: Scene;
let folder: string;
beforeEach(async () => {
  scene = await aScene();
  const step = await scene.refresh(await scene.job(), scene.appInputs);
  folder = folderOf(step);
  // Otherwise the keeper would repair the files before a reader sees them.
  process.kill(keeperPid(folder), 'SIGKILL');
});
afterEach(() => scene.dispose());

const CREDENTIALS = 'credentials.json';

const DAMAGES: readonly [string, (path: string) => void, string][] = [
  ['torn', (path) => truncateSync(path, 100), 'it is not valid JSON'],
  ['empty', (path) => truncateSync(path), 'it is empty'],
  ['readable by others', (path) => chmodSync(path, 0o644), 'it can be reached by other users'],
  ['a symbolic link', (path) => linkTo(path, `${path}.elsewhere`), 'it is a symbolic link'],
  ['something else', (path) => writeFileSync(path, '{"token":"x"}'), 'it has unexpected content'],
];

function linkTo(path: string, target: string): void {
  renameSync(path, target);
  symlinkSync(target, path);
}

it.each(DAMAGES)('gets a new token when the cache is %s, and says so', async (_name, damage, reason) => {
  const before = tokenIn(folder);
  damage(join(folder, CREDENTIALS));

  const answer = await ask(folder);

  expect(answer.stderr).toBe(`fetch-token: refused ${CREDENTIALS}: ${reason}; getting a new token.\n`);
  expect(answer.stdout.trim()).not.toBe(before);
  expect(JSON.parse(readFileSync(join(folder, CREDENTIALS), 'utf8')).token).toBe(answer.stdout.trim());
  expect(statSync(join(folder, CREDENTIALS)).mode & 0o777).toBe(0o600);
});

it('refuses a file that belongs to another user', () => {
  const path = join(folder, CREDENTIALS);
  const anotherUser = (process.getuid?.() ?? 0) + 1;

  expect(readPrivateFile(path, anotherUser)).toEqual({ state: 'refused', why: 'belongs to another user' });
});

it.each([
  ['deleted', (path: string) => rmSync(path), 'it is gone'],
  ['emptied', (path: string) => truncateSync(path), 'it does not hold the token'],
  ['replaced by a link', (path: string) => linkTo(path, `${path}.x`), 'it is a symbolic link'],
])('writes the bare token file anew when it was %s, without a new token', async (_name, damage, reason) => {
  const before = tokenIn(folder);
  damage(join(folder, 'token'));

  const answer = await ask(folder);

  expect(answer.stderr).toContain(`refused token: ${reason}; rewriting it.`);
  expect([answer.stdout.trim(), tokenIn(folder), scene.mints()]).toEqual([before, before, 1]);
});

it('refuses a folder that others can reach', async () => {
  chmodSync(folder, 0o755);

  const answer = await ask(folder);

  expect(answer).toEqual({
    code: 1,
    stdout: '',
    stderr: `fetch-token: Refused: the folder ${folder} can be reached by other users.\n`,
  });
});

it('keeps the old token in use when a file cannot be written, and says why', async () => {
  const before = tokenIn(folder);
  // A folder of that name makes the write fail, as a full disk would.
  rmSync(join(folder, 'token'));
  mkdirSync(join(folder, 'token'));

  const answer = await ask(folder);

  expect(answer).toMatchObject({ code: 0, stdout: `${before}\n` });
  expect(answer.stderr).toContain(
    'no new token: The token cannot be stored: EISDIR. The current one stays in use',
  );
});

it('names a full disk as the reason', () => {
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });

  expect(storageFault(full)).toBe('The token cannot be stored: the disk is full.');
});

it.each(['EACCES', 'EPERM', 'EROFS'])('says which user needs write access to which folder: %s', (code) => {
  expect(storageFault(Object.assign(new Error('refused'), { code }))).toBe(
    'The token cannot be stored: this user may not write to RUNNER_TEMP; run the job or its container as a user that may.',
  );
});
