import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { aScene, ROOT, type Scene } from '../fetch/fetch-job.js';

let scene: Scene;
let root: string;
beforeEach(async () => {
  scene = await aScene();
  root = mkdtempSync(join(tmpdir(), 'mapped-'));
});
afterEach(async () => {
  rmSync(root, { recursive: true, force: true });
  await scene.dispose();
});

const FILES = ['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'];

/** Runs a stage with files of its own; returns the state it saved and its summary. */
function runStage(stage: 'main' | 'post', temp: string, saved: { [name: string]: string }) {
  const files = FILES.map((name) => [name, join(root, name)] as const);
  for (const [, file] of files) writeFileSync(file, '');
  const env = {
    PATH: process.env.PATH,
    RUNNER_TEMP: temp,
    'INPUT_GITHUB-TOKEN': scene.githubToken,
    // Nothing listens there, because the stand-in cannot answer while the test waits for this process.
    INPUT_VERIFY: 'false',
    'INPUT_REPORT-USAGE': 'false',
    'INPUT_GITHUB-API-URL': 'http://127.0.0.1:1',
    ...Object.fromEntries(files),
    ...Object.fromEntries(Object.entries(saved).map(([name, value]) => [`STATE_${name}`, value])),
  };
  const script = join(ROOT, 'dist/fetch-token', stage, 'index.js');
  const ended = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
  expect([ended.status, ended.stderr]).toEqual([0, '']);
  const state = readFileSync(join(root, 'GITHUB_STATE'), 'utf8');
  const pairs = [...state.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map((match) => [
    match[1],
    match[3],
  ]);
  return {
    state: Object.fromEntries(pairs),
    summary: readFileSync(join(root, 'GITHUB_STEP_SUMMARY'), 'utf8'),
  };
}

it('is found by post where RUNNER_TEMP has another path than in main, as when a container maps it', () => {
  const [inMain, inPost] = [join(root, 'host'), join(root, '__w')];
  mkdirSync(inMain);
  const first = runStage('main', inMain, {});
  const second = runStage('main', inMain, {});
  renameSync(inMain, inPost);
  const secondPost = runStage('post', inPost, second.state);
  const firstPost = runStage('post', inPost, first.state);
  expect(secondPost.summary).toBe('');
  expect(firstPost.summary.match(/^\| fallback \|$/gm)).toHaveLength(2);
});

it('is written by each step without RUNNER_TEMP', () => {
  const { state } = runStage('main', '', {});
  expect(runStage('post', '', state).summary.match(/^\| fallback \|$/gm)).toHaveLength(1);
});
