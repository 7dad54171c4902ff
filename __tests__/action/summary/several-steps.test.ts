import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FinishResult, Job, Vars } from '../../../testkit/runner/types.js';
import { aScene, ROOT, type Scene } from '../refresh/scene.js';

describe('the summary of a job with several steps', () => {
  let scene: Scene;
  let job: Job;
  beforeEach(async () => {
    scene = await aScene();
    job = await scene.job();
  });
  afterEach(() => scene.dispose());

  const fetchToken = (id: string, inputs: Vars) => job.uses({ id, action: ROOT, with: inputs });
  const sharedFile = () => join(job.temp, 'fetch-token.summary.json');
  const aUser = () => scene.github.addToken(scene.github.addUser());
  const rowsOf = (summary: string) =>
    summary
      .split('\n')
      .filter((line) => /^\| (?!Source|---)/.test(line))
      .map((line) => line.split(' | ')[0]);
  const writersOf = ({ posts }: FinishResult) => posts.filter(({ summary }) => summary !== '');

  /** A pool's user, the fallback, and an App that refresh-token uses. */
  async function threeSteps() {
    const user = aUser();
    await fetchToken('first', { tokens: user.token });
    await fetchToken('second', {});
    await scene.refresh(job, { ...scene.appInputs, git: 'false', gh: 'false' });
    return user;
  }

  it('is one table with the rows of all steps in their order, written by the last post', async () => {
    const user = await threeSteps();
    scene.github.spend(user.owner, 'core', 120);
    const end = await job.finish();
    expect(job.summary.match(/#### GitHub token/g)).toHaveLength(1);
    const lines = job.summary.split('\n').map((line) => line.replace(/installation-\d+/, 'installation-1'));
    expect(lines.slice(2, 5)).toEqual([
      '| Source | Owner | Budget before | Budget after | Spent | Permissions |',
      '| --- | --- | --- | --- | --- | --- |',
      '| tokens | tokens-1 | 5,000 of 5,000 (core) | 4,880 of 5,000 (core) | 120 core |  |',
    ]);
    expect(rowsOf(job.summary)).toEqual(['| tokens', '| fallback', '| app']);
    expect(job.summary).toMatch(/^- No source is configured, or its secret is empty/m);
    expect(writersOf(end)).toEqual([end.posts.at(-1)]);
  });

  it('leaves out a step with `summary: false`, also where that step is the one to write it', async () => {
    await fetchToken('first', { tokens: aUser().token, summary: 'false' });
    await fetchToken('second', {});
    await job.finish();
    expect(rowsOf(job.summary)).toEqual(['| fallback']);
  });

  it('is written even if the first step fails after it has begun', async () => {
    const issued = aUser();
    scene.github.revokeToken(issued.token);
    const failed = await fetchToken('first', { tokens: issued.token });
    expect(failed.conclusion).toBe('failure');
    await job.uses({ id: 'second', action: ROOT, if: 'always()' });
    await job.finish();
    expect(rowsOf(job.summary)).toEqual(['| fallback']);
  });

  it('keeps no secret in the shared file, and deletes it', async () => {
    const user = await threeSteps();
    let seen = '';
    const look = await job.run({ script: `cp "${sharedFile()}" "$GITHUB_WORKSPACE/seen"` });
    expect(look.conclusion).toBe('success');
    seen = readFileSync(join(job.workspace, 'seen'), 'utf8');
    expect(seen).not.toContain(user.token);
    const end = await job.finish();
    expect(end.status).toBe('success');
    expect(await job.filesContaining(user.token)).toEqual([]);
  });

  const damages: readonly (readonly [how: string, damage: (file: string) => void])[] = [
    ['is gone', (file) => rmSync(file)],
    [
      'became a folder',
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    ['is not JSON', (file) => writeFileSync(file, '[{')],
    ['holds something else', (file) => writeFileSync(file, '[{"rows":[{"source":1}],"notes":[]}]')],
    ['is larger than a job makes it', (file) => writeFileSync(file, `[${' '.repeat(256 * 1024)}]`)],
    ['can be read by others', (file) => chmodSync(file, 0o644)],
    [
      'is a link to another file',
      (file) => {
        unlinkSync(file);
        symlinkSync('/etc/hostname', file);
      },
    ],
  ];
  it.each(damages)('becomes a table for each step when the file that they share %s', async (_how, damage) => {
    await threeSteps();
    damage(sharedFile());
    const end = await job.finish();
    expect(end.status).toBe('success');
    expect(writersOf(end).map(({ summary }) => rowsOf(summary))).toEqual([
      ['| app'],
      ['| fallback'],
      ['| tokens'],
    ]);
    expect(end.posts.flatMap(({ annotations }) => annotations)).toEqual([]);
  });

  it('shows what a step wrote into the shared file as plain text', async () => {
    await threeSteps();
    const row = {
      source: '<img src=x>',
      owner: '|',
      budgetBefore: '',
      budgetAfter: '',
      spent: '',
      permissions: '',
    };
    writeFileSync(sharedFile(), JSON.stringify([{ rows: [row], notes: ['[x](http://x)\n# y'] }]));
    await job.finish();
    expect(job.summary).toMatch(/^\| \\<img src=x\\> \| \\\| \|/m);
    expect(job.summary).toMatch(/^- \\\[x\\\]\(http:\/\/x\) # y$/m);
  });
});
