import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type PoolProcess, startPool } from '../../demo/pool-process.js';
import { folderOf, tokenIn } from '../../testkit/refresh-folder.js';
import type { JobOptions } from '../../testkit/runner/types.js';
import { annotationsOf, ROOT as FETCH_TOKEN } from '../action/fetch/fetch-job.js';
import { revokeToken } from '../action/refresh/readers.js';
import { aScene, REPOSITORY, type Scene, until } from '../action/refresh/scene.js';
import { aFolder } from '../pool/a-process.js';

const REPOSITORY_ID = '4711';

/** The committed bundles, a real pool process and the stand-in for GitHub, its OIDC issuer included. */
let scene: Scene;
let pool: PoolProcess;
let folder: ReturnType<typeof aFolder>;
beforeEach(async () => {
  scene = await aScene();
  folder = aFolder();
  pool = await startPool({
    folder: folder.path,
    githubApiUrl: scene.github.apiUrl,
    githubServerUrl: scene.github.serverUrl,
    env: { OIDC_ISSUER: scene.github.issuer },
  });
  for (const login of ['ada', 'bob']) {
    const { token } = scene.github.addToken(scene.github.addUser({ login }), { kind: 'oauth' });
    await pool.command(['token', 'add'], token);
  }
  await pool.command(['policy', 'add', '--name', 'ours', '--repository-id', REPOSITORY_ID]);
});
afterEach(async () => {
  await scene.dispose();
  await pool.close();
  folder.remove();
});

/** A job that was granted `id-token: write`. */
function aJob({ eventName = 'push', repositoryId = REPOSITORY_ID } = {}): JobOptions {
  const oidc = scene.github.addJobIdentity({
    repository: REPOSITORY,
    repository_id: repositoryId,
    repository_owner: 'octo-org',
    repository_owner_id: '99',
    ref: 'refs/heads/main',
    event_name: eventName,
    sub: `repo:${REPOSITORY}:ref:refs/heads/main`,
  });
  return { oidc, eventName };
}

type LeaseLine = {
  principal: string;
  owner: string;
  state: string;
  outcome: string | null;
  requests_spent: number | null;
};

async function leases(): Promise<LeaseLine[]> {
  const lines = (await pool.command(['lease', 'export'])).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line));
}

describe('a job without any secret, on a real pool', () => {
  it('leases by OIDC under a policy, spends, reports and releases the lease', async () => {
    const job = await scene.job(aJob());
    const step = await job.uses({ id: 'fetch', action: FETCH_TOKEN, with: { 'pool-url': pool.url } });
    expect([step.outputs.source, annotationsOf(step)]).toEqual(['pool', []]);
    const token = step.env.GITHUB_TOKEN ?? '';
    for (let call = 0; call < 7; call += 1) {
      const headers = { authorization: `Bearer ${token}` };
      await (await fetch(`${scene.github.apiUrl}/user`, { headers })).body?.cancel();
    }
    await job.finish();
    expect(await leases()).toMatchObject([
      {
        principal: expect.stringContaining(REPOSITORY),
        state: 'settled',
        outcome: 'ok',
        requests_spent: 7,
      },
    ]);
    job.expectNoLeak(token);
  });

  it.each([
    ['pull_request_target', REPOSITORY_ID],
    ['push', '4712'],
  ])(
    'of the event %s and the repository %s gets no token that no policy grants, and a warning',
    async (eventName, repositoryId) => {
      const job = await scene.job(aJob({ eventName, repositoryId }));
      const step = await job.uses({ id: 'fetch', action: FETCH_TOKEN, with: { 'pool-url': pool.url } });
      expect(step.outputs).toMatchObject({ source: 'fallback', token: scene.githubToken });
      expect(annotationsOf(step).join()).toMatch(/^warning: .*policy/);
      expect(await leases()).toEqual([]);
    },
  );

  it('that outlives its token is moved to another owner, and both leases are settled', async () => {
    const job = await scene.job(aJob());
    const step = await scene.refresh(job, { 'pool-url': pool.url });
    const first = revokeToken(scene, folderOf(step));
    const second = await until(() => {
      const now = tokenIn(folderOf(step));
      return now !== first && now;
    });
    await job.finish();
    const seen = await leases();
    expect(seen.map(({ state }) => state)).toEqual(['settled', 'settled']);
    expect(seen.map(({ outcome }) => outcome).sort()).toEqual(['ok', 'unauthorized']);
    expect(new Set(seen.map(({ owner }) => owner)).size).toBe(2);
    for (const token of [first, second]) job.expectNoLeak(token);
  });
});
