import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeAction } from '../../../testkit/runner/fixture-action.js';
import { fixtureIn, jobSuite } from '../../../testkit/runner/job-suite.js';

const newJob = jobSuite();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'with spaces '));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A repository like this project's: actions in subfolders, scripts in dist/, sources that are not extracted. */
async function aRepository(root: string): Promise<string> {
  const sub = join(root, 'sub');
  await writeAction(sub, { main: '' });
  await rm(join(sub, 'main.mjs'));
  const runs = { using: 'node24', main: '../dist/sub/index.js' };
  await writeFile(join(sub, 'action.yml'), JSON.stringify({ name: 'sub', runs }));
  await mkdir(join(root, 'dist', 'sub'), { recursive: true });
  await mkdir(join(root, 'src'));
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  const script = `const { readdirSync } = require('node:fs'); const { join } = require('node:path');
    for (const folder of ['../..', '..']) console.log(readdirSync(join(__dirname, folder)).join());`;
  await writeFile(join(root, 'dist', 'sub', 'index.js'), script);
  return sub;
}

describe('an action of a repository with dist/', () => {
  it('is extracted with only its manifest and its folder in dist/, and is named by its path', async () => {
    const action = await aRepository(join(folder, 'the repository'));
    await writeAction(join(folder, 'the repository', 'dist', 'other'), { main: '' });
    const job = await newJob({ tempRoot: folder });
    const step = await job.uses({ action });
    expect(step.stdout).toBe('dist,sub\nsub\n');
    expect(step.name).toBe('octo-org/the-repository/sub@v1');
    expect(job.workspace).toContain('with spaces');
  });

  it('shares the extracted repository with another action of it, and both are watched', async () => {
    const root = join(folder, 'r');
    const sub = await aRepository(root);
    await mkdir(join(root, 'dist', 'top'));
    const script = `require('node:fs').appendFileSync(require('node:path').join(__dirname, '../sub/index.js'), ' ');`;
    await writeFile(join(root, 'dist', 'top', 'index.js'), script);
    const runs = { using: 'node24', main: 'dist/top/index.js' };
    await writeFile(join(root, 'action.yml'), JSON.stringify({ name: 'top', runs }));
    const job = await newJob();
    const first = await job.uses({ action: sub });
    await job.uses({ action: root });
    const second = await job.uses({ action: sub });
    expect([first.stdout, second.stdout]).toEqual(['dist,sub\nsub\n', 'action.yml,dist,sub\nsub,top\n']);
    const { actionChanges } = await job.finish();
    expect(actionChanges).toEqual([expect.stringMatching(/_actions\/.*\/dist\/sub\/index\.js$/)]);
  });

  it('cannot run before its bundle is built', async () => {
    const action = await aRepository(join(folder, 'r'));
    await rm(join(folder, 'r', 'dist', 'sub', 'index.js'));
    const job = await newJob();
    await expect(job.uses({ action })).rejects.toThrow('build the bundles');
  });

  it('is reported when it writes into its own folder', async () => {
    const job = await newJob();
    const main = `import { writeFileSync } from 'node:fs'; writeFileSync(new URL('./cache', import.meta.url), 'x');`;
    await job.uses({ action: await fixtureIn(job, { main }) });
    const { actionChanges } = await job.finish();
    expect(actionChanges).toEqual([expect.stringMatching(/_actions\/.*\/cache$/)]);
  });

  it('has no write bits when it is placed read-only, and is disposed of all the same', async () => {
    const job = await newJob();
    const main = `import { statSync } from 'node:fs'; console.log((statSync(new URL('.', import.meta.url)).mode & 0o222));`;
    const step = await job.uses({ action: await fixtureIn(job, { main }), placement: 'read-only' });
    await job.dispose();
    expect(step.stdout).toBe('0\n');
    await expect(readdir(job.root)).rejects.toThrow('ENOENT');
  });
});

describe('PATH', () => {
  it('holds only the tools a test asks for, and node runs without being on it', async () => {
    const job = await newJob({ tools: ['sh', 'cat'] });
    const main = `import { spawnSync } from 'node:child_process';
      const found = ['cat', 'git', 'gh', 'node'].filter((name) => !spawnSync(name, ['--version']).error);
      console.log(process.version.split('.')[0], found.join());`;
    const step = await job.uses({ action: await fixtureIn(job, { main }) });
    expect(step.stdout).toBe('v24 cat\n');
    const script = await job.run({ script: 'echo a | cat' });
    expect(script).toMatchObject({ outcome: 'success', stdout: 'a\n' });
  });

  it('cannot contain a tool that this machine lacks', async () => {
    await expect(newJob({ tools: ['no-such-tool'], tempRoot: folder })).rejects.toThrow('no-such-tool');
  });
});

describe('a job', () => {
  it('finds files that hold a text', async () => {
    const job = await newJob();
    await job.run({ script: 'printf "%s%s" nee dle > "$RUNNER_TEMP/hay"' });
    expect(await job.filesContaining('needle')).toEqual([join(job.temp, 'hay')]);
  });

  it('refuses a second step while one runs', async () => {
    const job = await newJob();
    const first = job.run({ script: 'echo one' });
    await expect(job.run({ script: 'true' })).rejects.toThrow('A step is still running');
    expect((await first).outcome).toBe('success');
  });
});
