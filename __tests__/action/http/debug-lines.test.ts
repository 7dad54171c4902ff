import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Job } from '../../../testkit/runner/types.js';
import { API_KEY, aScene, type Scene } from '../fetch/fetch-job.js';
import { aLease, lending, type ScriptedPool, startScriptedPool } from '../fetch/scripted-pool.js';
import { aScene as aRefreshScene, until } from '../refresh/scene.js';

const LEASE_ID = 'Zm9yLW5vYm9keQ';

const debugLines = (job: Job) =>
  job.log.split('\n').filter((line) => line.startsWith('##[debug]') && / after \d+ ms$/.test(line));
const withoutTimes = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/127\.0\.0\.1:\d+/, 'HOST').replace(/after \d+ ms$/, 'after N ms'));

describe('with RUNNER_DEBUG', () => {
  let scene: Scene;
  let pool: ScriptedPool;
  let token: string;
  beforeEach(async () => {
    scene = await aScene();
    token = scene.github.addToken(scene.github.addUser()).token;
    pool = await startScriptedPool(lending(aLease({ token, lease_id: LEASE_ID })));
  });
  afterEach(async () => {
    await pool.close();
    await scene.dispose();
  });

  it('every request of main and post is a line with host, path, status and time, without a secret', async () => {
    const oidc = scene.github.addJobIdentity({ repository: 'octo-org/widgets' });
    const { job } = await scene.fetchToken({ 'pool-url': pool.url }, { oidc, debug: true });
    await job.finish();
    expect(withoutTimes(debugLines(job))).toEqual([
      '##[debug]GET HOST/*: status 200 after N ms',
      '##[debug]POST HOST/api/v1/leases: status 201 after N ms',
      '##[debug]GET HOST/rate_limit: status 200 after N ms',
      '##[debug]GET HOST/rate_limit: status 200 after N ms',
      '##[debug]GET HOST/*: status 200 after N ms',
      '##[debug]POST HOST/api/v1/leases/*/report: status 200 after N ms',
    ]);
    for (const line of debugLines(job)) {
      for (const secret of [LEASE_ID, token, oidc.requestToken, 'audience', 'Bearer', 'eyJ']) {
        expect(line).not.toContain(secret);
      }
    }
  });

  it('a request without an answer is a line with the kind of failure', async () => {
    const inputs = { 'pool-url': 'http://127.0.0.1:9', 'api-secret': API_KEY, 'timeout-seconds': '1' };
    const { job } = await scene.fetchToken(inputs, { debug: true });
    expect(debugLines(job)[0]).toMatch(/POST 127\.0\.0\.1:9\/api\/v1\/leases: no answer \(network\) after/);
  });

  it('a part of the address that could be a secret is replaced by a star', async () => {
    const secret = 'a1b2c3d4e5f6a7b8c9d0e1f2';
    const inputs = { 'pool-url': `${pool.url}/${secret}`, 'api-secret': API_KEY };
    const { job } = await scene.fetchToken(inputs, { debug: true });
    expect(debugLines(job)[0]).toMatch(/^##\[debug\]POST 127\.0\.0\.1:\d+\/\*\/api\/v1\/leases: status /);
  });

  it("the keeper's requests are in its log", async () => {
    const refreshing = await aRefreshScene({ installationTokenMs: 4_000 });
    const job = await refreshing.job({ debug: true });
    await refreshing.refresh(job, { ...refreshing.appInputs, 'refresh-before': '1' });
    await until(() => refreshing.mints() > 1);
    await job.finish();
    expect(job.log).toMatch(
      /Z POST 127\.0\.0\.1:\d+\/app\/installations\/\d+\/access_tokens: status 201 after/,
    );
    await refreshing.dispose();
  });

  it('and without it there are none', async () => {
    const { job } = await scene.fetchToken({ 'pool-url': pool.url, 'api-secret': API_KEY });
    await job.finish();
    expect(job.log).not.toMatch(/ after \d+ ms/);
  });
});
