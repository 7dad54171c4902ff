import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { git } from '../../../testkit/git/git.js';
import { folderOf, tokenIn } from '../../../testkit/refresh-folder.js';
import type { Job } from '../../../testkit/runner/types.js';
import { aScene, REPOSITORY, type Scene } from './scene.js';

const AUTHOR = {
  PATH: process.env.PATH ?? '',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};
const OTHER = 'ghp_another0000000000000000000000000000';

let scene: Scene;
let job: Job;
let host: string;
beforeEach(async () => {
  scene = await aScene();
  await scene.gitServer.createRepository(REPOSITORY);
  const seed = join(scene.gitServer.root, 'seed');
  mkdirSync(seed);
  await git(seed, ['init', '--quiet', '--initial-branch=main']);
  await git(seed, ['commit', '--quiet', '--allow-empty', '-m', 'first']);
  await git(seed, ['push', '--quiet', join(scene.gitServer.root, `${REPOSITORY}.git`), 'main']);
  host = new URL(scene.gitServer.url).host;
  job = await scene.job({ env: { ...AUTHOR, HOME: scene.gitServer.root } });
  await git(job.workspace, ['clone', '--quiet', join(scene.gitServer.root, `${REPOSITORY}.git`), '.']);
  await git(job.workspace, ['remote', 'set-url', 'origin', `${scene.gitServer.url}/${REPOSITORY}.git`]);
});
afterEach(() => scene.dispose());

const PUSH = 'git commit --quiet --allow-empty -m more && git push --quiet origin HEAD:refs/heads/more';

/** What a job may do before the action. Each line alone makes another identity push. */
const OVERRIDDEN: [string, (address: string) => string, RegExp][] = [
  [
    'the address of the remote',
    (address) => `git remote set-url origin http://bob:${OTHER}@${address}/${REPOSITORY}.git`,
    /^The user or password in the address of origin is overridden until the job ends\.$/,
  ],
  [
    'its address for pushes',
    (address) => `git remote set-url --push origin http://bob:${OTHER}@${address}/${REPOSITORY}.git`,
    /^The user or password in the address of origin is overridden/,
  ],
  [
    'url.insteadOf',
    (address) => `git config --global url.http://bob:${OTHER}@${address}/.insteadOf http://${address}/`,
    /^The user or password in the address of origin is overridden/,
  ],
  [
    'url.pushInsteadOf',
    (address) => `git config --global url.http://bob:${OTHER}@${address}/.pushInsteadOf http://${address}/`,
    /^The user or password in the address of origin is overridden/,
  ],
  [
    'a header for the repository',
    (address) =>
      `git config http.http://${address}/${REPOSITORY}.git.extraheader "AUTHORIZATION: basic AAAA"`,
    /^A header that git sends to a part of \S+ is overridden until the job ends\.$/,
  ],
  [
    '~/.netrc',
    (address) => `echo "machine ${address.replace(/:.*/, '')} login bob password ${OTHER}" > ~/.netrc`,
    /^The entry for 127\.0\.0\.1 in ~\/\.netrc is overridden until the job ends\.$/,
  ],
];

it.each(OVERRIDDEN)('makes the token push although %s says otherwise', async (_, command, words) => {
  await job.run({ script: command(host) });

  const step = await scene.refresh(job, scene.appInputs);
  const push = await job.run({ script: PUSH });

  expect(step.lines).toContainEqual(expect.stringMatching(words));
  expect(push.outcome).toBe('success');
  const accepted = scene.gitServer.authorized().filter(({ status }) => status === 200);
  expect(new Set(accepted.map(({ token }) => token))).toEqual(new Set([tokenIn(folderOf(step))]));
  expect(scene.gitServer.authorized().map(({ token }) => token)).not.toContain(OTHER);
  job.expectNoLeak(tokenIn(folderOf(step)));
});

it.each([
  ['git remote set-url origin git@127.0.0.1:octo-org/widgets.git'],
  ['git remote set-url origin ssh://git@127.0.0.1/octo-org/widgets.git'],
  ['git config --global url.git@127.0.0.1:.insteadOf URL/'],
])('says that a key decides after `%s`, and leaves it so', async (command) => {
  await job.run({ script: command.replace('URL', scene.gitServer.url) });

  const step = await scene.refresh(job, scene.appInputs);
  const address = await job.run({ script: 'git remote get-url --push origin' });

  expect(step.annotations.map(({ level, message }) => `${level}: ${message}`)).toEqual([
    'warning: origin is reached over SSH, so its key decides who pushes and the token is not used.',
  ]);
  expect(address.stdout).toContain('git@127.0.0.1');
});

it('warns that a git older than 2.31 does not use the token', async () => {
  const old = join(job.root, 'old');
  mkdirSync(old);
  const script = '#!/bin/sh\n[ "$1" = version ] || exit 1\necho git version 2.25.1\n';
  writeFileSync(join(old, 'git'), script, { mode: 0o755 });
  await job.run({ script: `echo "${old}" >> "$GITHUB_PATH"` });

  const step = await scene.refresh(job, scene.appInputs);

  expect(step.annotations.map(({ level, message }) => `${level}: ${message}`)).toEqual([
    'warning: git 2.25 does not read GIT_CONFIG_COUNT, so it does not use the token. Install git 2.31 or later.',
  ]);
});

it('says that a rule sends pushes to another host', async () => {
  await job.run({
    script: `git config --global url.https://mirror.example/.pushInsteadOf ${scene.gitServer.url}/`,
  });

  const step = await scene.refresh(job, scene.appInputs);

  expect(step.annotations.map(({ message }) => message)).toEqual([
    `A git rule (url.*.insteadOf) sends pushes to origin elsewhere than ${scene.gitServer.url}, so the token is not used.`,
  ]);
});
