import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { JobOptions, Vars } from '../../../testkit/runner/types.js';
import { aScene as aRefreshScene } from '../refresh/scene.js';
import { foreignKey } from '../sources/candidate-scene.js';
import { API_KEY, annotationsOf, aScene, ROOT, type Scene } from './fetch-job.js';

const UNREACHABLE = { 'pool-url': 'http://127.0.0.1:1', 'api-secret': API_KEY, 'timeout-seconds': '1' };
const A_TOKEN = `ghp_${'q7'.repeat(18)}`;
const REQUIRED = 'The step fails because `required` is set.';
const OTHER_RIGHTS =
  'The step fails because github-token has other rights; set `required: false` to use it anyway.';

describe('a mistake in a workflow gives one line with what to do', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await aScene();
  });
  afterEach(() => scene.dispose());

  const anApp = (change: Vars = {}): Vars => {
    const app = scene.github.addApp();
    scene.github.addInstallation(app, { repositories: ['octo-org/widgets'] });
    return { 'client-id': app.clientId, 'private-key': app.privateKey, ...change };
  };

  it.each<[mistake: string, inputs: () => Vars, line: string]>([
    [
      'a pool that is down, with `required`',
      () => ({ ...UNREACHABLE, required: 'true' }),
      'error: The pool cannot be used: 127.0.0.1:1 cannot be reached (ECONNREFUSED). Check its address, and that this ' +
        `runner has access to it. ${REQUIRED}`,
    ],
    [
      'an api-secret with a line break in it',
      () => ({ 'pool-url': 'http://127.0.0.1:1', 'api-secret': `${API_KEY}\nmore`, required: 'true' }),
      'error: api-secret is not a key of a pool: it has white space or control characters in it. Store the key in that ' +
        `secret again. ${REQUIRED}`,
    ],
    [
      'the private key of another App',
      () => anApp({ 'private-key': foreignKey() }),
      `error: GitHub does not accept the App (401). Check that private-key belongs to client-id or app-id. ${OTHER_RIGHTS}`,
    ],
    [
      'a token that was revoked',
      () => ({ tokens: A_TOKEN }),
      'error: None of `apps` and `tokens` can be used. Token 1 of `tokens`: GitHub does not accept it (401). Replace ' +
        `it in the secret. ${OTHER_RIGHTS}`,
    ],
    [
      'several tokens of a source that has one',
      () => anApp({ count: '3' }),
      'notice: This source has one token, and `count` is 3. Use a pool, `apps` or `tokens` for more.',
    ],
    [
      'an empty secret',
      () => ({ apps: '' }),
      'notice: No source is configured, or its secret is empty: check the names of secrets, or set pool-url, apps, ' +
        'tokens, or client-id and private-key. Falling back to github-token; its budget: 1,000 of 1,000 (core).',
    ],
    [
      'a min-remaining that the fallback cannot have, which is no fault of its token',
      () => ({ 'min-remaining': '4000', 'pool-url': 'http://127.0.0.1:1', 'api-secret': '' }),
      'notice: api-secret is empty and there is no OIDC identity; check the name of the secret, or add `permissions: ' +
        'id-token: write`. Falling back to github-token; its budget: 1,000 of 1,000 (core).',
    ],
    [
      'a github-api-url that is no API',
      () => {
        const html = {
          match: { path: /./ },
          effect: { kind: 'status', status: 404, body: '<html>' },
        } as const;
        scene.github.setFault(html);
        return anApp();
      },
      `error: What answers at github-api-url is not GitHub's API (404). On a GHES its address ends with /api/v3. ${OTHER_RIGHTS}`,
    ],
  ])('%s', async (_mistake, inputs, line) => {
    const { step } = await scene.fetchToken(inputs());
    expect(annotationsOf(step)).toEqual([line]);
  });

  it('a GHES without rate limits is not described with those of github.com', async () => {
    const ghes = await aScene({ flavour: 'ghes', rateLimiting: 'off' });
    const { step } = await ghes.fetchToken({});
    await ghes.dispose();
    expect(annotationsOf(step).join()).toMatch(/its budget: as this server limits it\.$/);
  });

  it('a runner without git: refresh-token says which steps have the token', async () => {
    const refreshing = await aRefreshScene();
    const lineIn = async (options: JobOptions) =>
      (await refreshing.refresh(await refreshing.job(options), refreshing.appInputs)).stdout;
    const without = await lineIn({ tools: ['sh', 'cat'] });
    const withGit = await lineIn({});
    await refreshing.dispose();
    expect(without).toContain('git is not on PATH here. It will use the token in steps that have it');
    expect(withGit).not.toContain('git is not on PATH');
  });
});

describe('a runner that is set up wrongly gives one line that says what to do', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'mistake-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function run(bundle: string, change: { [name: string]: string | undefined }) {
    const files = ['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_PATH'].map((name) => {
      writeFileSync(path.join(folder, name), '');
      return [name, path.join(folder, name)];
    });
    const inputs = {
      'INPUT_GITHUB-TOKEN': A_TOKEN,
      'INPUT_EXPORT-ENV': 'GITHUB_TOKEN',
      INPUT_VERIFY: 'false',
    };
    const env = {
      PATH: process.env.PATH,
      ...inputs,
      INPUT_TOKEN: A_TOKEN,
      ...Object.fromEntries(files),
      ...change,
    };
    const ended = spawnSync(process.execPath, [path.join(ROOT, 'dist', bundle)], { env, encoding: 'utf8' });
    return {
      status: ended.status,
      errors: ended.stdout.split('\n').filter((line) => line.startsWith('::error::')),
    };
  }

  it.each([
    ['fetch-token/main/index.js', { INPUT_TOOLS: 'gh' }],
    ['refresh-token/main/index.js', {}],
  ])('without RUNNER_TEMP: %s', (bundle, change) => {
    const errors = ['::error::RUNNER_TEMP is not set; run this action on a runner.'];
    expect(run(bundle, { RUNNER_TEMP: undefined, ...change })).toEqual({ status: 1, errors });
  });

  it('with a full disk under the files of the runner', () => {
    const full = path.join(folder, 'full');
    symlinkSync('/dev/full', full);
    const { status, errors } = run('fetch-token/main/index.js', { GITHUB_OUTPUT: full });
    expect(status).toBe(1);
    expect(errors).toEqual([
      "::error::A file of the runner cannot be used (ENOSPC). Check that this user, such as a container's, may write " +
        'to RUNNER_TEMP, and that the disk is not full.',
    ]);
  });
});
