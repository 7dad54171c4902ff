import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { folderOf } from '../../../testkit/refresh-folder.js';
import type { StageResult, Vars } from '../../../testkit/runner/types.js';
import { revokeToken } from './readers.js';
import { aScene, REPOSITORY, type Scene } from './scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await aScene();
  await scene.gitServer.createRepository(REPOSITORY);
});
afterEach(() => scene.dispose());

async function refresh(inputs: Vars): Promise<StageResult> {
  return scene.refresh(await scene.job(), inputs);
}

function messages(step: StageResult): string[] {
  return step.annotations.map(({ level, message }) => `${level}: ${message}`);
}

it('names the login and kind of a given token, and warns of nothing', async () => {
  const ada = scene.github.addUser({ login: 'ada' });
  const { token } = scene.github.addToken(ada, { kind: 'pat_fine' });

  const step = await refresh({ token });

  expect(step.lines).toContain(`git pushes to ${scene.gitServer.url} as ada (personal access token).`);
  expect([step.outputs.login, step.outputs.kind, step.outputs.source]).toEqual(['ada', 'pat', 'given']);
  expect(messages(step)).toEqual([]);
});

it('pushes with the given token even if GITHUB_TOKEN is set', async () => {
  const ada = scene.github.addUser({ login: 'ada' });
  const { token } = scene.github.addToken(ada, { kind: 'pat_classic' });
  const author = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com' };
  const committer = { GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' };
  const job = await scene.job({ env: { PATH: process.env.PATH ?? '', ...author, ...committer } });
  await scene.refresh(job, { token, 'export-env': '' });

  const push = await job.run({
    env: { GITHUB_TOKEN: scene.githubToken },
    script: `git clone --quiet ${scene.gitServer.url}/${REPOSITORY}.git w && cd w
git commit --quiet --allow-empty -m one && git push --quiet origin HEAD:main`,
  });

  expect(push.outcome).toBe('success');
  expect(new Set(scene.gitServer.authorized().map((request) => request.token))).toEqual(new Set([token]));
});

it('warns that GITHUB_TOKEN seldom bypasses a ruleset and starts no workflow', async () => {
  const step = await refresh({});

  expect(step.outputs).toMatchObject({ source: 'fallback', login: 'github-actions[bot]' });
  expect(messages(step).join()).toContain(
    'warning: Pushes use GITHUB_TOKEN, which cannot bypass most rulesets',
  );
});

it('does not claim that a rejected token never expires', async () => {
  const { token } = scene.github.addToken(scene.github.addUser(), { kind: 'pat_classic' });
  scene.github.revokeToken(token);

  const step = await refresh({ token });

  expect(messages(step).join()).toContain('The token in `token` may not work');
  expect(step.lines).toContain('The token (source: given) has no known expiry.');
});

it('does not change git with `git: false`', async () => {
  const step = await refresh({ ...scene.appInputs, git: 'false', gh: 'false' });

  expect(Object.keys(step.env).filter((name) => name.startsWith('GIT_'))).toEqual([]);
  expect(step.paths).toEqual([]);
});

it('reports every wrong input together, with what to write instead', async () => {
  const step = await refresh({
    'client-id': 'Iv1.0123456789abcdef',
    'private-key': 'not a key',
    'refresh-before': 'soon',
    git: 'perhaps',
  });

  expect(step.outcome).toBe('failure');
  expect(messages(step).map((message) => message.split(':').slice(0, 2).join(':'))).toEqual([
    'error: Input private-key',
    'error: Input refresh-before',
    'error: Input git',
  ]);
});

it('says where an App is not installed, and leaves no folder behind', async () => {
  const app = scene.github.addApp();
  const job = await scene.job();

  const step = await scene.refresh(job, {
    'client-id': app.clientId,
    'private-key': app.privateKey,
    required: 'true',
  });

  expect(messages(step).join()).toContain(`The App is not installed on ${REPOSITORY} (404).`);
  expect(await job.filesContaining(app.privateKey.split('\n')[1] ?? '')).toEqual([]);
});

it('says during the job that a given token was revoked, and what to do', async () => {
  const ada = scene.github.addUser({ login: 'ada' });
  const { token } = scene.github.addToken(ada, { kind: 'pat_fine' });
  const job = await scene.job({ debug: true });
  revokeToken(scene, folderOf(await scene.refresh(job, { token })));
  const seen = scene.github.requests.length;
  const hasNoticed = () =>
    scene.github.requests.slice(seen).filter(({ status }) => status === 401).length >= 1;
  while (!hasNoticed()) await new Promise((resolve) => setTimeout(resolve, 50));

  const { posts } = await job.finish();

  expect(posts[0]?.lines.join('\n')).toContain('GitHub refuses the token given as `token`');
});
