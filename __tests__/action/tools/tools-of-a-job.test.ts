import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { git } from '../../../testkit/git/git.js';
import { findProgram } from '../../../testkit/runner/job-settings.js';
import type { Job, JobOptions, StageResult, Vars } from '../../../testkit/runner/types.js';
import { aScene, REPOSITORY, ROOT, type Scene, until } from '../refresh/scene.js';

const PERSON = { PATH: process.env.PATH ?? '', GIT_CONFIG_NOSYSTEM: '1' };

let scene: Scene;
beforeEach(async () => {
  scene = await aScene();
});
afterEach(() => scene.dispose());

async function runWithTools(
  inputs: Vars,
  options: JobOptions = {},
): Promise<{ job: Job; step: StageResult; token: string }> {
  const job = await scene.job(options);
  const step = await job.uses({ id: 'fetch', action: ROOT, with: { ...scene.appInputs, ...inputs } });
  return { job, step, token: step.outputs.token ?? '' };
}

const modeOf = (path: string) => statSync(path).mode & 0o777;
const ownFolders = (job: Job) => readdirSync(job.temp).filter((name) => name.startsWith('fetch-token-'));
const requestsTo = (path: string) => scene.github.requests.filter((request) => request.path === path);
const basic = (token: string) => `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;

describe('tools of a job', () => {
  it('get nothing unless they are named', async () => {
    const { job, step } = await runWithTools({});
    expect(Object.keys(step.env)).toEqual(['GITHUB_TOKEN']);
    expect(ownFolders(job)).toEqual([]);
  });

  it('all get the token, no log shows it, and none of it is left on disk', async () => {
    const { job, step, token } = await runWithTools({ tools: 'all' }, { serverUrl: 'https://github.com' });
    expect(step.annotations).toEqual([]);
    expect(step.env).toMatchObject({
      GH_TOKEN: token,
      MISE_GITHUB_TOKEN: token,
      NETRC: join(job.temp, ownFolders(job)[0] ?? '', 'netrc'),
    });
    const [folder = ''] = ownFolders(job).map((name) => join(job.temp, name));
    expect(modeOf(folder)).toBe(0o700);
    for (const name of ['netrc', 'nix.conf', 'secret', 'token', 'known'])
      expect(modeOf(join(folder, name))).toBe(0o600);
    expect(readFileSync(join(folder, 'netrc'), 'utf8').split('\n')[1]).toBe(
      `machine api.github.com login x-access-token password ${token}`,
    );
    expect(readFileSync(join(folder, 'nix.conf'), 'utf8')).toBe(
      `extra-access-tokens = github.com=${token}\n`,
    );
    await job.run({ script: 'env; cat "$NETRC"' });
    const { posts } = await job.finish();
    expect(posts[0]?.outcome).toBe('success');
    expect(existsSync(folder)).toBe(false);
    job.expectNoLeak(token);
  });

  it('that the job configures itself are left unchanged, and the log says which', async () => {
    const { step } = await runWithTools(
      { tools: 'gh, aqua' },
      { serverUrl: 'https://github.com', jobEnv: { GH_TOKEN: 'chosen-by-the-user' } },
    );
    expect(step.env.GH_TOKEN).toBeUndefined();
    expect(step.lines.join('\n')).toContain('because the job sets them itself: GH_TOKEN.');
  });

  it('get the token of a later step, which knows what an earlier one has set', async () => {
    const { job, token: first } = await runWithTools(
      { tools: 'gh, nix' },
      { serverUrl: 'https://github.com' },
    );
    const later = await job.uses({
      id: 'later',
      action: ROOT,
      with: { ...scene.appInputs, tools: 'gh, nix' },
    });
    expect(later.env.GH_TOKEN).toBe(later.outputs.token);
    expect(later.env.GH_TOKEN).not.toBe(first);
    expect(later.env.NIX_CONFIG?.split('\n')).toHaveLength(1);
  });

  it('with a wrong name: the step fails and lists the tools', async () => {
    const { step } = await runWithTools({ tools: 'gh, dokcer' });
    expect(step.outcome).toBe('failure');
    expect(step.annotations[0]?.message).toMatch(/^Input tools: write all, or some of aqua, .*trivy\.$/);
  });
});

describe('a real tool', () => {
  it('curl sends the token of the netrc file to the server of the job, and to no other host', async () => {
    const { job, token } = await runWithTools({ tools: 'netrc', 'export-env': '' });
    const step = await job.run({
      script: `curl -fsS --netrc-file "$NETRC" "$GITHUB_API_URL/zen"
curl -fsS --netrc-file "$NETRC" "$(echo "$GITHUB_API_URL" | sed s/127.0.0.1/localhost/)/zen"`,
    });
    expect(step.outcome).toBe('success');
    expect(requestsTo('/zen').map(({ authorization }) => authorization)).toEqual([basic(token), undefined]);
  });

  it('git clones and pushes with the token, and its settings are restored after the job', async () => {
    await scene.gitServer.createRepository(REPOSITORY);
    const { job, token } = await runWithTools({ tools: 'git', 'export-env': '' }, { env: PERSON });
    const url = `${scene.gitServer.url}/${REPOSITORY}.git`;
    const commit = 'git -c user.name=a -c user.email=a@example.com commit --quiet --allow-empty -m first';
    const step = await job.run({
      script: `git clone --quiet ${url} clone && cd clone && ${commit} && git push --quiet origin HEAD:main`,
    });
    expect(step.outcome).toBe('success');
    expect(new Set(scene.gitServer.authorized().map((request) => request.token))).toEqual(new Set([token]));
    await job.finish();
    expect(job.env).toMatchObject({ GIT_CONFIG_COUNT: '0', GIT_CONFIG_KEY_0: 'fetch-token.ended' });
    expect(await git(scene.gitServer.root, ['--version'])).toMatch(/^git version/);
  });

  it('gh uses the token', async () => {
    const { job, token } = await runWithTools(
      { tools: 'gh', 'export-env': '' },
      { serverUrl: 'https://github.com' },
    );
    // The only host that gh speaks plain http to, reached through the stand-in as if it were a proxy.
    const env = { GH_HOST: 'github.localhost', HTTP_PROXY: scene.github.apiUrl, GH_PROMPT_DISABLED: '1' };
    const hasGh = findProgram('gh', PERSON.PATH) !== null;
    const like = `curl -fsS -x "$HTTP_PROXY" -H "Authorization: token $GH_TOKEN" http://api.github.localhost/zen`;
    const step = await job.run({ script: hasGh ? 'gh api zen' : like, env });
    expect(step.outcome).toBe('success');
    expect(requestsTo('/zen').map(({ authorization }) => authorization)).toEqual([`token ${token}`]);
  });

  it('docker build gets the token and nothing else in the secret file', async () => {
    const { job, step, token } = await runWithTools({ tools: 'docker', 'export-env': '' });
    const file = step.outputs['secret-file'] ?? '';
    expect(step.env).toEqual({});
    // BuildKit mounts the file unchanged at /run/secrets/<id>.
    expect(readFileSync(file, 'utf8')).toBe(token);
    expect(modeOf(file)).toBe(0o600);
    await job.finish();
    expect(existsSync(file)).toBe(false);
  });
});

describe('with refresh-token', () => {
  it('files of tools contain the new token as soon as there is one', async () => {
    await scene.dispose();
    // The keeper checks short-lived tokens more often.
    scene = await aScene({ installationTokenMs: 40_000 });
    const job = await scene.job({ env: PERSON });
    const inputs = { ...scene.appInputs, tools: 'netrc, docker, nix', 'refresh-before': '1' };
    const step = await scene.refresh(job, inputs);
    const first = step.outputs.token ?? '';
    const secret = step.outputs['secret-file'] ?? '';
    expect(readFileSync(secret, 'utf8')).toBe(first);

    scene.github.revokeToken(first);
    await until(() => readFileSync(secret, 'utf8') !== first);
    const curl = await job.run({ script: `curl -fsS --netrc-file "$NETRC" "$GITHUB_API_URL/zen"` });

    expect(curl.outcome).toBe('success');
    const next = readFileSync(step.outputs['token-file'] ?? '', 'utf8').trim();
    expect(requestsTo('/zen').at(-1)?.authorization).toBe(basic(next));
    expect(job.env.NIX_CONFIG).toBe(`!include ${join(secret, '../nix.conf')}`);
    expect(readFileSync(join(secret, '../nix.conf'), 'utf8')).toContain(next);
    await job.finish();
    expect(existsSync(secret)).toBe(false);
  });

  it('a variable is updated by the next use of the action', async () => {
    const job = await scene.job({ serverUrl: 'https://github.com' });
    const inputs = { ...scene.appInputs, tools: 'mise' };
    const first = await scene.refresh(job, inputs);
    scene.github.revokeToken(first.outputs.token ?? '');
    await job.run({ script: ': > "$(dirname "$GITHUB_TOKEN_FILE")/erase-request"' });
    const again = await scene.refresh(job, inputs, 'again');
    expect(first.env.MISE_GITHUB_TOKEN).toBe(first.outputs.token);
    expect(again.env.MISE_GITHUB_TOKEN).toBe(again.outputs.token);
    expect(again.outputs.token).not.toBe(first.outputs.token);
  });
});
