import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { folderOf, keeperPid, tokenIn } from '../../../testkit/refresh-folder.js';
import { type Answer, ask } from './readers.js';
import { aScene, ROOT, type Scene } from './scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await aScene();
});
afterEach(() => scene.dispose());

/**
 * A file size limit of 0, by which the system refuses every write, as on a full disk. Without the trap it would end the
 * process instead.
 */
const FULL = `trap '' XFSZ; ulimit -f 0;`;

function askOnFullDisk(folder: string): Promise<Answer> {
  const bundle = join(ROOT, 'dist/refresh-token/token/index.js');
  const script = `${FULL} exec "$0" "$@"`;
  return new Promise((resolve) => {
    const words = ['-c', script, process.execPath, bundle, '--folder', folder];
    execFile('/bin/sh', words, (error, stdout, stderr) =>
      resolve({ stdout, stderr, code: typeof error?.code === 'number' ? error.code : 0 }),
    );
  });
}

/** Leaves the token a minute of its life. */
function age(folder: string): void {
  const path = join(folder, 'credentials.json');
  const credentials = JSON.parse(readFileSync(path, 'utf8'));
  credentials.life.lifetimeMs = 60_000;
  writeFileSync(path, JSON.stringify(credentials));
}

async function anOldToken(): Promise<string> {
  const folder = folderOf(await scene.refresh(await scene.job(), scene.appInputs));
  process.kill(keeperPid(folder), 'SIGKILL');
  age(folder);
  return folder;
}

it('keeps using the old token while the disk is full, and says that it is', async () => {
  const folder = await anOldToken();
  const before = tokenIn(folder);

  const answer = await askOnFullDisk(folder);

  expect(answer).toMatchObject({ code: 0, stdout: `${before}\n` });
  expect(answer.stderr).toContain(
    'no new token: The token cannot be stored: the disk is full. The current one stays in use until it expires.',
  );
  expect(tokenIn(folder)).toBe(before);
});

it('gets a new token as soon as there is space again, with no file truncated in between', async () => {
  const folder = await anOldToken();
  const before = tokenIn(folder);
  await askOnFullDisk(folder);

  const answer = await ask(folder);

  expect(answer).toMatchObject({ code: 0, stderr: '' });
  expect(answer.stdout.trim()).not.toBe(before);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

it('fails main with a clear line and leaves no folder behind when the disk is full from the start', async () => {
  const nodePath = join(scene.gitServer.root, 'node-on-a-full-disk');
  writeFileSync(nodePath, `#!/bin/sh\n${FULL} exec "${process.execPath}" "$@"\n`);
  chmodSync(nodePath, 0o755);
  const job = await scene.job({ nodePath });

  const step = await scene.refresh(job, scene.appInputs);

  expect(step.outcome).toBe('failure');
  expect(step.annotations.map(({ message }) => message)).toEqual([
    'The token cannot be stored: the disk is full.',
  ]);
  expect(readdirSync(job.temp).filter((name) => name.startsWith('fetch-token-'))).toEqual([]);
  expect(scene.mints()).toBe(0);
  expect(existsSync(job.temp)).toBe(true);
});
