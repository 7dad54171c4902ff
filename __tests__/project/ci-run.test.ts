import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** Runs a copy of .ci/run with a fake npm: `ci` and `test` are shell commands. */
function runCi(npm: { ci: string; test: string }): { status: number | null; lastLine: string } {
  const root = mkdtempSync(join(tmpdir(), 'ci run-'));
  const bin = join(root, 'bin');
  mkdirSync(join(root, '.ci'));
  mkdirSync(bin);
  copyFileSync('.ci/run', join(root, '.ci/run'));
  const programs = { npm: `case $1 in ci) ${npm.ci};; test) ${npm.test};; esac`, git: ':' };
  for (const [name, body] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const env = { PATH: `${bin}:${process.env.PATH}`, HOME: root };
  const ran = spawnSync(join(root, '.ci/run'), { cwd: '/', env, encoding: 'utf8' });
  rmSync(root, { recursive: true });
  return { status: ran.status, lastLine: ran.stdout.trimEnd().split('\n').at(-1) ?? '' };
}

const counted = (passed: number, failed: number) => `echo ${passed} ${failed} >"$TEST_COUNTS_FILE"`;

describe('.ci/run', () => {
  it('ends with the counts of a run in which all passed', () => {
    expect(runCi({ ci: ':', test: counted(12, 0) })).toEqual({ status: 0, lastLine: '12 passed, 0 failed' });
  });

  it('fails with the counts of a run in which a test failed', () => {
    const ran = runCi({ ci: ':', test: `${counted(11, 1)}; exit 1` });
    expect(ran).toEqual({ status: 1, lastLine: '11 passed, 1 failed' });
  });

  it('says that nothing was tested when npm ci fails', () => {
    const ran = runCi({ ci: 'exit 1', test: counted(12, 0) });
    expect(ran.status).toBe(1);
    expect(ran.lastLine).toMatch(/no test result: npm ci failed/);
  });

  it('says that nothing was counted when the test runner crashes', () => {
    const ran = runCi({ ci: ':', test: 'exit 134' });
    expect(ran.status).toBe(1);
    expect(ran.lastLine).toMatch(/status 134 before it counted/);
  });

  it('treats a run without tests as a failure', () => {
    expect(runCi({ ci: ':', test: counted(0, 0) })).toMatchObject({ status: 1 });
  });

  it('fails when all tests passed and the run failed', () => {
    expect(runCi({ ci: ':', test: `${counted(12, 0)}; exit 1` })).toMatchObject({ status: 1 });
  });
});
