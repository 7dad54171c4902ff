import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { git } from '../../../testkit/git/git.js';
import { folderOf, tokenIn } from '../../../testkit/refresh-folder.js';
import type { Job, StageResult } from '../../../testkit/runner/types.js';
import { aScene, REPOSITORY, type Scene } from './scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await aScene();
  await scene.gitServer.createRepository(REPOSITORY);
  const seed = join(scene.gitServer.root, 'seed');
  mkdirSync(seed);
  await git(seed, ['init', '--quiet', '--initial-branch=main']);
  await git(seed, ['commit', '--quiet', '--allow-empty', '-m', 'first']);
  await git(seed, ['push', '--quiet', join(scene.gitServer.root, `${REPOSITORY}.git`), 'main']);
});
afterEach(() => scene.dispose());

const AUTHOR = {
  PATH: process.env.PATH ?? '',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** The header that actions/checkout leaves behind, with a token that the server would refuse. */
const STALE = `AUTHORIZATION: basic ${Buffer.from('x-access-token:ghs_stale0000000000000000000000000').toString('base64')}`;

async function checkOut(job: Job): Promise<void> {
  const url = `${scene.gitServer.url}/${REPOSITORY}.git`;
  await git(job.workspace, ['clone', '--quiet', join(scene.gitServer.root, `${REPOSITORY}.git`), '.']);
  await git(job.workspace, ['remote', 'set-url', 'origin', url]);
}

/** Like v4 and v5: in the repository's own config. */
async function persistInRepository(job: Job): Promise<void> {
  await git(job.workspace, ['config', `http.${scene.gitServer.url}/.extraheader`, STALE]);
}

/** Like v6 and v7: in a file under RUNNER_TEMP that the repository and its worktrees include. */
async function persistInInclude(job: Job): Promise<void> {
  const file = join(job.temp, 'git-credentials-1b4f.config');
  await git(job.workspace, ['config', '--file', file, `http.${scene.gitServer.url}/.extraheader`, STALE]);
  for (const pattern of ['.git', '.git/worktrees/*']) {
    await git(job.workspace, ['config', `includeIf.gitdir:${job.workspace}/${pattern}.path`, file]);
  }
}

async function pushes(job: Job, folder = '.'): Promise<StageResult> {
  return job.run({
    script: `cd ${folder} && git commit --quiet --allow-empty -m more && git push --quiet origin HEAD:refs/heads/$RANDOM`,
    shell: 'bash',
    continueOnError: true,
  });
}

it.each([
  ['v4', persistInRepository],
  ['v6', persistInInclude],
])('pushes with one header, of the identity asked for, after a checkout of %s', async (_version, persist) => {
  const job = await scene.job({ env: AUTHOR });
  await checkOut(job);
  await persist(job);
  expect((await pushes(job)).outcome).toBe('failure');

  const step = await scene.refresh(job, scene.appInputs);
  const before = scene.gitServer.authorized().length;
  const push = await pushes(job);
  const worktree = await job.run({
    script: 'git worktree add --quiet ../tree && cd ../tree && git fetch --quiet',
  });

  expect([push.outcome, worktree.outcome]).toEqual(['success', 'success']);
  const sent = scene.gitServer.authorized().slice(before);
  expect(new Set(sent.map(({ token }) => token))).toEqual(new Set([tokenIn(folderOf(step))]));
  expect(new Set(sent.map(({ authorizations }) => authorizations.length))).toEqual(new Set([1]));
  expect(step.lines).toContainEqual(expect.stringContaining('A header that actions/checkout left'));
});

it('changes no file of the repository, and leaves git as it was after the job', async () => {
  const job = await scene.job({ env: AUTHOR });
  await checkOut(job);
  await persistInRepository(job);
  const config = readFileSync(join(job.workspace, '.git/config'), 'utf8');

  await scene.refresh(job, scene.appInputs);
  const during = await job.run({ script: 'git fetch --quiet' });
  const { posts } = await job.finish();

  expect([during.outcome, posts[0]?.outcome]).toEqual(['success', 'success']);
  expect(readFileSync(join(job.workspace, '.git/config'), 'utf8')).toBe(config);
  expect(job.env).toMatchObject({ GIT_CONFIG_COUNT: '0', GIT_CONFIG_KEY_0: 'fetch-token.ended' });
});

it("keeps the user's GIT_CONFIG_COUNT entries during and after the job", async () => {
  const mine = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'my.choice', GIT_CONFIG_VALUE_0: 'kept' };
  const job = await scene.job({ env: AUTHOR, jobEnv: mine });
  await scene.refresh(job, scene.appInputs);

  const during = await job.run({
    script: `git config my.choice && git ls-remote ${scene.gitServer.url}/${REPOSITORY}.git`,
  });
  await job.finish();

  expect(during.outcome).toBe('success');
  expect(during.stdout).toContain('kept\n');
  expect(job.env).toMatchObject(mine);
});

it('repairs a GIT_CONFIG_COUNT that is not a number, and says so', async () => {
  const job = await scene.job({ env: AUTHOR, jobEnv: { GIT_CONFIG_COUNT: 'many' } });

  const step = await scene.refresh(job, scene.appInputs);
  const next = await job.run({ script: `git ls-remote ${scene.gitServer.url}/${REPOSITORY}.git` });

  expect(step.annotations.map(({ message }) => message).join()).toContain(
    'GIT_CONFIG_COUNT is not a usable number',
  );
  expect(next.outcome).toBe('success');
});

it('serves new clones and submodules from a folder with spaces, without node on PATH', async () => {
  const job = await scene.job({ env: AUTHOR, tempRoot: join(scene.gitServer.root, 'a place with spaces') });
  await scene.gitServer.createRepository('octo-org/part');
  const url = (name: string) => `${scene.gitServer.url}/${name}.git`;
  await scene.refresh(job, scene.appInputs);

  const step = await job.run({
    script: `git clone --quiet ${url(REPOSITORY)} one && cd one && git submodule --quiet add ${url(REPOSITORY)} part
git commit --quiet -m part && git push --quiet origin HEAD:with-part
cd .. && git clone --quiet --recurse-submodules -b with-part ${url(REPOSITORY)} two && ls two/part/.git`,
  });

  expect(step.lines.join('\n')).toContain('two/part/.git');
  expect(step.outcome).toBe('success');
  expect(scene.gitServer.authorized().every(({ authorizations }) => authorizations.length === 1)).toBe(true);
});

it('does not answer for other hosts, and falls back to GITHUB_TOKEN when its files are gone', async () => {
  const job = await scene.job({ env: AUTHOR });
  const step = await scene.refresh(job, scene.appInputs);
  const helper = join(folderOf(step), 'git-credential');
  const host = new URL(scene.gitServer.url).host;
  writeFileSync(join(job.root, 'ask'), `protocol=http\nhost=${host}\n\n`);
  writeFileSync(join(job.root, 'ask-other'), 'protocol=http\nhost=example.com\n\n');

  const other = await job.run({ script: `${helper} get < "${join(job.root, 'ask-other')}"` });
  const alone = await job.run({
    script: `cp ${helper} ${job.root}/alone && ${job.root}/alone get < ${job.root}/ask`,
    env: { GITHUB_TOKEN: 'from-the-environment' },
  });

  expect(other.stdout).toBe('');
  expect(alone.stdout).toBe('username=x-access-token\npassword=from-the-environment\n');
  expect(existsSync(helper) && readdirSync(folderOf(step)).length > 0).toBe(true);
});

it('gets a new token after the server refused the old one, so that the next push succeeds', async () => {
  const job = await scene.job({ env: AUTHOR });
  await checkOut(job);
  const step = await scene.refresh(job, scene.appInputs);
  const first = tokenIn(folderOf(step));
  scene.github.revokeToken(first);

  const refused = await pushes(job);
  const next = await pushes(job);

  expect([refused.outcome, next.outcome]).toEqual(['failure', 'success']);
  expect(tokenIn(folderOf(step))).not.toBe(first);
});
