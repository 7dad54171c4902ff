import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ghWrapperCmd, ghWrapperScript } from '../../../src/action/refresh/gh.js';
import { serverOf } from '../../../src/action/tools/server.js';
import { folderOf, tokenIn } from '../../../testkit/refresh-folder.js';
import type { Job, JobOptions, StageResult } from '../../../testkit/runner/types.js';
import { revokeToken } from './readers.js';
import { aScene, type Scene } from './scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await aScene();
});
afterEach(() => scene.dispose());

/** A gh that records its token, and then runs what the test says. */
const RECORDER = `#!/bin/sh
{ echo "pid=$$"; echo "GH_TOKEN=\${GH_TOKEN-}"; echo "GH_ENTERPRISE_TOKEN=\${GH_ENTERPRISE_TOKEN-}"
echo "GH_HOST=\${GH_HOST-}"; for word in "$@"; do echo "arg=$word"; done; } > "$RECORD"
cat
echo "to stderr" >&2
[ "\${1-}" = kill ] && kill -TERM $$
exit 7
`;

async function aJob(options: JobOptions = {}): Promise<Job> {
  const job = await scene.job({ serverUrl: 'https://github.com', ...options });
  const tools = join(job.root, 'a folder with gh');
  await mkdir(tools);
  await writeFile(join(tools, 'gh'), RECORDER, { mode: 0o755 });
  await job.run({ script: `echo "${tools}" >> $GITHUB_PATH` });
  return job;
}

async function callGh(
  job: Job,
  script = 'gh',
  env: Record<string, string> = {},
): Promise<{ step: StageResult; record: string }> {
  const file = join(job.root, 'record');
  const step = await job.run({ script, env: { RECORD: file, ...env }, continueOnError: true });
  return { step, record: await readFile(file, 'utf8') };
}

it('gives gh the current token, and gets out of the way', async () => {
  const job = await aJob();
  const folder = folderOf(await scene.refresh(job, scene.appInputs));

  const { step, record } = await callGh(job, `echo $$ > shell; echo in | exec gh api "two words" '$x'`);

  expect(record).toContain(`GH_TOKEN=${tokenIn(folder)}\n`);
  expect(record).toContain('arg=api\narg=two words\narg=$x\n');
  expect([step.stdout, step.stderr, step.exitCode]).toEqual(['in\n', 'to stderr\n', 7]);
});

it("is found behind the wrappers of two steps, and gets the later one's token", async () => {
  const job = await aJob();
  await scene.refresh(job, scene.appInputs);
  const later = await scene.refresh(job, { ...scene.appInputs, permissions: 'contents:read' }, 'later');

  const { step, record } = await callGh(job, 'timeout 5 gh api < /dev/null');

  expect(record).toContain(`GH_TOKEN=${tokenIn(folderOf(later))}\n`);
  expect([step.exitCode, step.stderr]).toEqual([7, 'to stderr\n']);
});

it('renews the token of an earlier step when a later one exports none', async () => {
  const job = await aJob();
  const earlier = folderOf(await scene.refresh(job, scene.appInputs));
  await scene.refresh(job, { ...scene.appInputs, 'export-env': '' }, 'later');
  const old = revokeToken(scene, earlier);

  const { record } = await callGh(job, 'timeout 5 gh api < /dev/null');

  expect(record).toContain(`GH_TOKEN=${tokenIn(earlier)}\n`);
  expect(tokenIn(earlier)).not.toBe(old);
});

it('receives signals, because the wrapper becomes the real gh', async () => {
  const job = await aJob();
  await scene.refresh(job, scene.appInputs);

  const { step } = await callGh(job, 'set +e; gh kill < /dev/null; echo "status $?"');

  expect(step.stdout).toContain('status 143');
});

it('uses the token that replaced a revoked one, although the exported variable is old', async () => {
  const job = await aJob();
  const folder = folderOf(await scene.refresh(job, scene.appInputs));
  const first = revokeToken(scene, folder);

  const { record } = await callGh(job);

  expect(record).not.toContain(first);
  expect(record).toContain(`GH_TOKEN=${tokenIn(folder)}\n`);
});

it.each(['GH_TOKEN', 'GITHUB_TOKEN'])('leaves alone a %s that the user chose for the step', async (name) => {
  const job = await aJob();
  const folder = folderOf(await scene.refresh(job, scene.appInputs));

  const { record } = await callGh(job, 'gh', { [name]: 'chosen-by-the-user' });

  expect(record).not.toContain(tokenIn(folder));
});

it('renews a GH_TOKEN that the user set to the output of refresh-token', async () => {
  const job = await aJob();
  const folder = folderOf(await scene.refresh(job, { ...scene.appInputs, 'export-env': '' }));
  const first = revokeToken(scene, folder);

  const { record } = await callGh(job, 'gh', { GH_TOKEN: first });

  expect(record).toContain(`GH_TOKEN=${tokenIn(folder)}\n`);
});

it('uses the variables and the host of an enterprise server', async () => {
  const job = await aJob({ serverUrl: 'https://ghe.example:8443' });
  const folder = folderOf(await scene.refresh(job, scene.appInputs));

  const own = await callGh(job);
  const other = await callGh(job, 'gh', { GH_HOST: 'github.com' });

  expect(own.record).toContain(
    `GH_TOKEN=\nGH_ENTERPRISE_TOKEN=${tokenIn(folder)}\nGH_HOST=ghe.example:8443\n`,
  );
  expect(other.record).not.toContain(tokenIn(folder));
});

it('says that gh is not installed, but only when it is called', async () => {
  const job = await scene.job({ serverUrl: 'https://github.com', tools: ['sh', 'bash', 'env'] });
  const step = await scene.refresh(job, scene.appInputs);

  const call = await job.run({ script: 'gh api user' });

  expect(step.annotations).toEqual([]);
  expect(call.exitCode).toBe(127);
  expect(call.stderr).toMatch(/^gh: GitHub CLI is not installed here/);
});

it('quotes the paths that are written into the wrappers', () => {
  const server = serverOf('https://github.com');
  const node = { path: "/opt/it's here/node", tokenBundle: '/a b/token' };

  expect(server && ghWrapperScript(server, node)).toContain("node='/opt/it'\\''s here/node'");
  expect(server && ghWrapperCmd(server)).toMatch(/^@echo off\r\n(?:.*\r\n)+$/);
});
