import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT } from '../fetch/fetch-job.js';

const TOKEN = `ghp_${'q7'.repeat(18)}`;

describe('a runner that lacks a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const runMain = (change: { [name: string]: string | undefined }) => {
    const files = ['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_STATE'].map((name) => {
      writeFileSync(path.join(folder, name), '');
      return [name, path.join(folder, name)];
    });
    const env = {
      PATH: process.env.PATH,
      'INPUT_GITHUB-TOKEN': TOKEN,
      'INPUT_EXPORT-ENV': 'GITHUB_TOKEN',
      INPUT_VERIFY: 'false',
      ...Object.fromEntries(files),
      ...change,
    };
    const main = path.join(ROOT, 'dist/fetch-token/main/index.js');
    return spawnSync(process.execPath, [main], { env, encoding: 'utf8' });
  };

  it.each(['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_STATE'])(
    '%s: fails, and prints the token nowhere but in masks',
    (name) => {
      for (const change of [{ [name]: undefined }, { [name]: path.join(folder, 'gone') }]) {
        const ended = runMain(change);
        expect(ended.status).toBe(1);
        expect(ended.stdout).toContain(`::error::${name} is not set or its file is missing`);
        const rest = ended.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
        expect(rest.join('\n')).not.toContain(TOKEN);
        expect(ended.stderr).toBe('');
      }
    },
  );

  it('that needs none of the others: succeeds', () => {
    expect(runMain({}).status).toBe(0);
  });

  it('masks every encoding before it prints anything else', () => {
    const lines = runMain({}).stdout.trim().split('\n');
    const firstOther = lines.findIndex((line) => !line.startsWith('::add-mask::'));
    const lastMask = lines.findLastIndex((line) => line.startsWith('::add-mask::'));
    expect(firstOther).toBeGreaterThan(lastMask);
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    for (const form of [
      TOKEN,
      ...[`x-access-token:${TOKEN}`, `${TOKEN}\n`, `${TOKEN}:`, `${TOKEN}:x-oauth-basic`].map(base64),
    ]) {
      expect(lines).toContain(`::add-mask::${form}`);
    }
  });
});
