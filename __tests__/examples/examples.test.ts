import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PoolProcess } from '../../demo/pool-process.js';
import { git } from '../../testkit/git/git.js';
import { aScene, REPOSITORY, ROOT, type Scene } from '../action/refresh/scene.js';
import { aFolder } from '../pool/a-process.js';
import { annotationsOf, outcomesOf, readExample, runExample } from './run-example.js';
import { aLendingPool, anAdmittedJob, anAppThatWrites, aRepository, PERSON } from './worlds.js';

let scene: Scene;
let folder: ReturnType<typeof aFolder>;
beforeEach(async () => {
  scene = await aScene();
  folder = aFolder();
  scene.github.addRepository('octocat/hello-world');
  scene.github.addRepository('octocat/spoon-knife');
});
afterEach(async () => {
  await scene.dispose();
  folder.remove();
});

/** The callers that requested a repository from GitHub. */
const askers = () =>
  scene.github.requests.filter(({ path }) => path.startsWith('/repos/octocat/')).map(({ owner }) => owner);

describe('an example with a pool', () => {
  let pool: PoolProcess;
  let key: string;
  const values = () => ({ 'vars.TOKEN_POOL_URL': pool.url, 'inputs.pool-url': pool.url });
  beforeEach(async () => {
    ({ pool, key } = await aLendingPool(scene, folder.path));
  });
  afterEach(() => pool.close());

  it('matrix-with-pool: each leg uses the budget of a different owner, and GITHUB_TOKEN is unchanged', async () => {
    const { strategy } = readExample('matrix-with-pool', values()).jobs.test ?? {};
    const legs = strategy?.matrix.repository ?? [];
    const runs = await Promise.all(
      legs.map((repository) =>
        runExample(scene, 'matrix-with-pool', {
          values: values(),
          secrets: { TOKEN_POOL_SECRET: key },
          matrix: { repository },
        }),
      ),
    );
    expect(runs.map(({ steps }) => outcomesOf(steps))).toEqual(legs.map(() => ['success', 'success']));
    expect(new Set(askers()).size).toBe(legs.length);
    for (const { job, steps } of runs) {
      expect([steps[0]?.outputs.source, job.env.GITHUB_TOKEN]).toEqual(['pool', undefined]);
      job.expectNoLeak(job.env.POOL_TOKEN ?? '');
    }
  });

  it("matrix-with-pool: a fork's pull request continues with its own token, and one notice says why", async () => {
    const { job, steps } = await runExample(scene, 'matrix-with-pool', {
      values: values(),
      secrets: { TOKEN_POOL_SECRET: '' },
      matrix: { repository: 'octocat/hello-world' },
      eventName: 'pull_request',
      eventPayload: { pull_request: { head: { repo: { full_name: 'visitor/widgets' } } } },
    });
    expect(outcomesOf(steps)).toEqual(['success', 'success']);
    expect(annotationsOf(steps)).toEqual([expect.stringMatching(/^notice: .*comes from a fork/)]);
    expect(job.env.POOL_TOKEN).toBe(scene.githubToken);
  });

  it('pool-by-oidc: no secret, a policy, and gh has the token', async () => {
    const oidc = await anAdmittedJob(scene, pool);
    const { job, steps, given } = await runExample(scene, 'pool-by-oidc', { values: values(), oidc });
    expect([steps[0]?.outputs.source, annotationsOf(steps)]).toEqual(['pool', []]);
    expect(given()).toEqual([
      { by: 'gh', words: 'api rate_limit --jq .resources.core.remaining', token: job.env.GITHUB_TOKEN },
    ]);
  });

  it('token-for-other-actions: the other action gets the token as an input, the environment does not', async () => {
    await scene.gitServer.createRepository(REPOSITORY);
    const { job, steps, given } = await runExample(scene, 'token-for-other-actions', {
      values: values(),
      secrets: { TOKEN_POOL_SECRET: key },
      env: PERSON,
    });
    expect(outcomesOf(steps)).toEqual(['success', 'success', 'success']);
    expect(given()).toEqual([{ by: 'actions/setup-node@v6', words: '', token: steps[1]?.outputs.token }]);
    expect(Object.values(job.env)).not.toContain(steps[1]?.outputs.token);
  });

  it.each(['reusable', 'job-container'])('%s: gets a token with nothing but sh and curl', async (name) => {
    const { steps } = await runExample(scene, name, {
      values: values(),
      secrets: { TOKEN_POOL_SECRET: key, 'pool-secret': key },
      tools: ['sh', 'curl'],
    });
    expect(outcomesOf(steps)).toEqual(['success', 'success']);
    expect([steps[0]?.outputs.source, askers()]).toEqual(['pool', [expect.stringMatching(/^user:/)]]);
  });
});

describe('an example with an App', () => {
  let values: Record<string, string>;
  let secrets: Record<string, string>;
  beforeEach(async () => {
    const app = anAppThatWrites(scene);
    values = { 'vars.APP_CLIENT_ID': app.clientId };
    secrets = { APP_PRIVATE_KEY: app.privateKey };
    await aRepository(scene, folder.path, ['build.sh']);
  });

  it('several-apps: the legs use the budgets of different Apps, and a fork continues without', async () => {
    const apps = ['one', 'two'].map((login) => {
      const app = scene.github.addApp();
      scene.github.addInstallation(app, { account: scene.github.addUser({ login, type: 'Organization' }) });
      return { client_id: app.clientId, private_key: app.privateKey, owner: login };
    });
    const run = (jobIndex: number, secret: string) =>
      runExample(scene, 'several-apps', {
        secrets: { FETCH_TOKEN_APPS: secret },
        matrix: { repository: 'octocat/hello-world' },
        jobIndex,
      });
    const runs = [await run(0, JSON.stringify(apps)), await run(1, JSON.stringify(apps))];
    expect(runs.map(({ steps }) => [steps[0]?.outputs.source, steps[1]?.outcome])).toEqual([
      ['apps', 'success'],
      ['apps', 'success'],
    ]);
    expect(new Set(askers()).size).toBe(2);
    const { steps } = await run(0, '');
    expect([steps[0]?.outputs.source, steps[1]?.outcome]).toEqual(['fallback', 'success']);
  });

  it("one-app: comments as the App, and the token is revoked at the job's end", async () => {
    const { job, steps, given } = await runExample(scene, 'one-app', {
      values,
      secrets,
      eventName: 'issues',
      eventPayload: { issue: { number: 7 } },
    });
    expect(annotationsOf(steps)).toEqual([]);
    const token = steps[0]?.outputs.token ?? '';
    expect(given()).toEqual([
      {
        by: 'gh',
        words: expect.stringContaining(`repos/${REPOSITORY}/issues/7/comments`),
        token,
      },
    ]);
    await job.finish();
    expect(scene.github.isAlive(token)).toBe(false);
  });

  it('tools: gh and git get the token without configuration in their steps', async () => {
    const { steps, given } = await runExample(scene, 'tools', { values, secrets, env: PERSON });
    expect([outcomesOf(steps), annotationsOf(steps)]).toEqual([Array(3).fill('success'), []]);
    const token = steps[0]?.outputs.token;
    expect(given()).toEqual([{ by: 'gh', words: expect.stringContaining('api rate_limit'), token }]);
    expect(new Set(scene.gitServer.authorized().map((request) => request.token))).toEqual(new Set([token]));
  });

  it('docker-build: the build gets the token as a secret', async () => {
    const { job, steps, given } = await runExample(scene, 'docker-build', { values, secrets, env: PERSON });
    expect(annotationsOf(steps)).toEqual([]);
    const words = 'build --secret id=github_token,env=GITHUB_TOKEN --tag image .';
    expect(given()).toEqual([{ by: 'docker', words, token: job.env.GITHUB_TOKEN }]);
  });

  it('downloads-on-ghes: the token is from github.com, and the server never sees it', async () => {
    const ghes = await aScene({ flavour: 'ghes', rateLimiting: 'off' });
    const { steps } = await runExample(scene, 'downloads-on-ghes', {
      values: { 'vars.DOTCOM_APP_CLIENT_ID': values['vars.APP_CLIENT_ID'] ?? '' },
      secrets: { DOTCOM_APP_PRIVATE_KEY: secrets.APP_PRIVATE_KEY ?? '' },
      dotcom: scene.github.apiUrl,
      apiUrl: ghes.github.apiUrl,
      serverUrl: ghes.github.serverUrl,
    });
    expect([outcomesOf(steps), annotationsOf(steps)]).toEqual([['success', 'success'], []]);
    expect(askers()).toEqual([expect.stringMatching(/^installation:/)]);
    expect(ghes.github.requests).toEqual([]);
    await ghes.dispose();
  });

  it('long-job-that-pushes: the push and the release have the fresh token of the App', async () => {
    const { job, steps, given } = await runExample(scene, 'long-job-that-pushes', {
      values,
      secrets,
      env: PERSON,
    });
    expect([outcomesOf(steps), annotationsOf(steps)]).toEqual([Array(5).fill('success'), []]);
    const pushed = await git(join(scene.gitServer.root, `${REPOSITORY}.git`), [
      'ls-tree',
      '--name-only',
      'artifacts',
    ]);
    expect(pushed).toContain('build.txt');
    const token = steps[1]?.outputs.token;
    expect(scene.gitServer.authorized().filter(({ service }) => service === 'git-receive-pack')).toEqual(
      expect.arrayContaining([expect.objectContaining({ token, status: 200 })]),
    );
    expect(given()).toEqual([{ by: 'gh', words: expect.stringMatching(/^release create/), token }]);
    await job.finish();
  });

  it('push-past-a-ruleset: only git has the identity of the PAT, without a warning', async () => {
    const ada = scene.github.addUser({ login: 'ada' });
    const { token } = scene.github.addToken(ada, { kind: 'pat_classic', scopes: ['repo'] });
    const { job, steps } = await runExample(scene, 'push-past-a-ruleset', {
      secrets: { RELEASE_PAT: token },
      env: PERSON,
    });
    expect([outcomesOf(steps), annotationsOf(steps)]).toEqual([Array(3).fill('success'), []]);
    const pushes = scene.gitServer.authorized().filter(({ service }) => service === 'git-receive-pack');
    expect(new Set(pushes.map((push) => push.token))).toEqual(new Set([token]));
    expect(job.env.GITHUB_TOKEN).toBeUndefined();
    await job.finish();
  });
});

describe('the examples', () => {
  it('calls-reusable: passes on what reusable.yml declares, and nothing else', () => {
    const values = { 'vars.TOKEN_POOL_URL': 'https://pool.example.com', 'inputs.pool-url': '' };
    const call = readExample('calls-reusable', values).jobs.check;
    const called = readExample('reusable', values) as unknown as {
      on: { workflow_call: { inputs: object; secrets: object } };
    };
    expect(Object.keys(call?.with as object)).toEqual(Object.keys(called.on.workflow_call.inputs));
    expect(Object.keys(call?.secrets as object)).toEqual(Object.keys(called.on.workflow_call.secrets));
  });

  it('give the job only read access to contents, and id-token: write where needed', () => {
    const rights = readdirSync(join(ROOT, 'examples'))
      .filter((name) => name.endsWith('.yml'))
      .map((name) => readFileSync(join(ROOT, 'examples', name), 'utf8'))
      .flatMap((text) => [
        ...(/^permissions:\n((?: {2}.*\n)+)/m.exec(text)?.[1]?.matchAll(/^ {2}([\w-]+: \w+)/gm) ?? []),
      ])
      .map((match) => match[1]);
    expect(new Set(rights)).toEqual(new Set(['contents: read', 'id-token: write']));
  });
});
