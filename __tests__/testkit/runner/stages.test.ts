import { rm } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { fixtureIn, jobSuite } from '../../../testkit/runner/job-suite.js';

const newJob = jobSuite();
const NOTHING = 'export {};';
const FAIL = 'process.exitCode = 1;';

describe('a post', () => {
  it('runs last in, first out, once per step', async () => {
    const job = await newJob();
    const action = await fixtureIn(job, {
      main: NOTHING,
      post: `console.log('post', process.env.INPUT_NAME)`,
      inputs: { name: null },
    });
    await job.uses({ action, with: { name: 'a' } });
    await job.uses({ action, with: { name: 'b' } });
    const { posts } = await job.finish();
    expect(posts.map(({ stdout }) => stdout)).toEqual(['post b\n', 'post a\n']);
  });

  it('sees inputs evaluated again, env exported later, and its own state', async () => {
    const job = await newJob();
    const action = await fixtureIn(job, {
      main: `import { appendFileSync } from 'node:fs'; appendFileSync(process.env.GITHUB_STATE, 'k=v\\n');`,
      post: `console.log(process.env.INPUT_URL, process.env.LATER, process.env.STATE_k)`,
      inputs: { url: '${{ env.LATER }}' },
    });
    const main = await job.uses({ action });
    await job.uses({
      action: await fixtureIn(job, { main: NOTHING, post: `console.log('[' + process.env.STATE_k + ']')` }),
    });
    await job.run({ script: 'echo LATER=now >> "$GITHUB_ENV"' });
    const { posts } = await job.finish();
    expect(main.processEnv.INPUT_URL).toBe('');
    expect(posts.map(({ stdout }) => stdout)).toEqual(['[undefined]\n', 'now now v\n']);
  });

  it('runs after a failed main, but not after a skipped one', async () => {
    const job = await newJob();
    const action = await fixtureIn(job, { main: FAIL, post: NOTHING });
    const failed = await job.uses({ action });
    const skipped = await job.uses({ action });
    const { posts, status } = await job.finish();
    expect([failed.outcome, skipped.outcome, status]).toEqual(['failure', 'skipped', 'failure']);
    expect(posts.map(({ outcome }) => outcome)).toEqual(['success']);
  });

  it('fails the job when it fails, unless the step may fail', async () => {
    const strict = await newJob();
    await strict.uses({ action: await fixtureIn(strict, { main: NOTHING, post: FAIL }) });
    expect((await strict.finish()).status).toBe('failure');
    const lenient = await newJob();
    const action = await fixtureIn(lenient, { main: NOTHING, post: FAIL });
    await lenient.uses({ action, continueOnError: true });
    expect((await lenient.finish()).status).toBe('success');
  });

  it('obeys post-if', async () => {
    const job = await newJob();
    await job.uses({ action: await fixtureIn(job, { main: NOTHING, post: NOTHING, postIf: 'failure()' }) });
    expect((await job.finish()).posts[0]?.outcome).toBe('skipped');
  });

  it('of a local action fails when the workspace no longer has it', async () => {
    const job = await newJob();
    const action = await fixtureIn(job, { main: NOTHING, post: NOTHING });
    await job.uses({ action, placement: 'in-place' });
    await rm(action, { recursive: true });
    const { posts, status } = await job.finish();
    expect([posts[0]?.outcome, status]).toEqual(['failure', 'failure']);
    expect(job.log).toContain("##[error]Can't find 'action.yml'");
  });
});

describe('a pre', () => {
  it('runs before main and shares its state; a local action has none', async () => {
    const job = await newJob();
    const action = await fixtureIn(job, {
      pre: `import { appendFileSync } from 'node:fs'; appendFileSync(process.env.GITHUB_STATE, 'k=pre\\n');`,
      main: `console.log(process.env.STATE_k ?? 'none')`,
    });
    expect((await job.uses({ action })).stdout).toBe('pre\n');
    expect((await job.uses({ action, placement: 'in-place' })).stdout).toBe('none\n');
    expect(job.log).toContain('`pre` execution is not supported for local action');
  });
});

describe('steps', () => {
  it('after a failure run only when their condition says so', async () => {
    const job = await newJob();
    const failed = await job.run({ id: 'f', script: 'exit 7' });
    const next = await job.run({ script: 'echo no' });
    const always = await job.run({ script: 'echo "${{ steps.f.outcome }}"', if: 'always()' });
    expect(failed.lines.at(-1)).toBe('##[error]Process completed with exit code 7.');
    expect([next.outcome, always.stdout]).toEqual(['skipped', 'failure\n']);
  });

  it('with continue-on-error leave the job successful', async () => {
    const job = await newJob();
    const step = await job.run({ script: 'false', continueOnError: true });
    expect([step.outcome, step.conclusion, job.status]).toEqual(['failure', 'success', 'success']);
  });

  it('pitfall “masked job outputs”: pass outputs on by id, and a job drops an output that holds a mask', async () => {
    const job = await newJob({
      outputs: { open: '${{ steps.a.outputs.x }}', secret: '${{ steps.a.outputs.y }}' },
    });
    await job.run({
      id: 'a',
      script:
        'v=$(printf "s3cret%s" -value); echo "::add-mask::$v"; printf "x=1\\ny=$v\\n" >> "$GITHUB_OUTPUT"',
    });
    const step = await job.run({ script: 'echo "${{ steps.a.outputs.y }}"' });
    const end = await job.finish();
    expect(step.stdout).toBe('s3cret-value\n');
    expect(end).toMatchObject({ outputs: { open: '1' }, droppedOutputs: ['secret'] });
    expect(job.log).toContain("##[warning]Skip output 'secret' since it may contain secret.");
    job.expectNoLeak('s3cret-value');
  });

  it('show the env context in their header, so that an unmasked token leaks there', async () => {
    const job = await newJob();
    const token = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a';
    await job.run({
      script: 'echo "GITHUB_TOKEN=$(echo gh)s_16C7e42F292c6912E7710c838347Ae178B4a" >> "$GITHUB_ENV"',
    });
    const step = await job.run({ script: 'true' });
    expect(step.lines).toEqual([
      '##[group]Run true',
      '\u001b[36;1mtrue\u001b[0m',
      'shell: /usr/bin/bash -e {0}',
      'env:',
      `  GITHUB_TOKEN: ${token}`,
      '##[endgroup]',
    ]);
    expect(() => job.expectNoLeak(token)).toThrow('A secret appears in the log');
  });
});
