import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT } from '../fetch/fetch-job.js';

const MAIN = path.join(ROOT, 'dist/fetch-token/main/index.js');
/** More masks than fit into a pipe (64 KiB on Linux): one for each line of this key. */
const KEY = Array.from(
  { length: 2500 },
  (_, line) => `line-${String(line).padStart(4, '0')}-${'k'.repeat(30)}`,
);

describe('a runner that reads slowly', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'slow-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gets every line, masks first, even though the process exits as soon as it can', async () => {
    for (const name of ['GITHUB_OUTPUT', 'GITHUB_STATE']) writeFileSync(path.join(folder, name), '');
    const child = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        GITHUB_OUTPUT: path.join(folder, 'GITHUB_OUTPUT'),
        GITHUB_STATE: path.join(folder, 'GITHUB_STATE'),
        'INPUT_PRIVATE-KEY': KEY.join('\n'),
        'INPUT_CLIENT-ID': 'not an id',
      },
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    // Not read until the pipe is full; without synchronous writes the process would have ended by then.
    const exited = new Promise<string>((resolve) => child.on('exit', () => resolve('exited')));
    const full = new Promise<string>((resolve) => setTimeout(() => resolve('waiting'), 1500));
    expect(await Promise.race([exited, full])).toBe('waiting');
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
    expect(await ended).toBe(1);
    const lines = Buffer.concat(chunks).toString().trim().split('\n');
    expect(lines.filter((line) => line.startsWith('::add-mask::line-'))).toHaveLength(KEY.length);
    expect(lines.at(-1)).toMatch(/^::error::Input /);
  });
});
