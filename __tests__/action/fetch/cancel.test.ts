import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createJob } from '../../../testkit/runner/job.js';
import { workerSuite } from '../../../testkit/runner/job-suite.js';
import type { Job } from '../../../testkit/runner/types.js';
import { API_KEY, aScene, type Scene } from './fetch-job.js';
import {
  aLease,
  lending,
  type PoolReply,
  type PoolRequest,
  type ScriptedPool,
  startScriptedPool,
} from './scripted-pool.js';

const takeWorker = workerSuite();

describe('a job that is cancelled', () => {
  let scene: Scene;
  let pool: ScriptedPool;
  let job: Job;
  beforeEach(async () => {
    scene = await aScene();
    // The runner's real waits, within which the action must finish.
    const { githubToken, github } = scene;
    job = await createJob({ githubToken, apiUrl: github.apiUrl, timeScale: 1 }, takeWorker);
  });
  afterEach(async () => {
    await job.dispose();
    await pool.close();
    await scene.dispose();
  });

  const isReached = async (condition: () => boolean) => {
    const deadlineMs = Date.now() + 10_000;
    while (!condition()) {
      if (Date.now() > deadlineMs) throw new Error('the job did not get that far');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  it('releases the lease while its token is verified', async () => {
    const { token } = scene.github.addToken(scene.github.addUser());
    const heal = scene.github.setFault({ match: { path: '/rate_limit' }, effect: { kind: 'silence' } });
    pool = await startScriptedPool(lending(aLease({ token })));
    const running = scene.fetchToken({ 'pool-url': pool.url, 'api-secret': API_KEY }, { job });
    await isReached(() => scene.github.requests.length > 0 || pool.requests.length > 0);
    await isReached(() => job.isMasked(token));
    await job.cancel();
    heal();
    const { step } = await running;
    expect(step.outcome).toBe('cancelled');
    expect(step.env).toEqual({});
    await job.finish();
    expect(pool.reports()[0]).toMatchObject({
      path: '/api/v1/leases/lease-1/report',
      body: { release: true },
    });
    job.expectNoLeak(token);
  });

  it('receives the lease while the pool is answering, in order to release it', async () => {
    const { token } = scene.github.addToken(scene.github.addUser());
    const honest = lending(aLease({ token }));
    let answer = () => {};
    pool = await startScriptedPool((request: PoolRequest): PoolReply => {
      if (request.path !== '/api/v1/leases') return honest(request);
      return (response) => {
        answer = () => {
          response.writeHead(201, { 'content-type': 'application/json' });
          response.end(JSON.stringify({ leases: [aLease({ token })], requested: 1 }));
        };
      };
    });
    const running = scene.fetchToken({ 'pool-url': pool.url, 'api-secret': API_KEY }, { job });
    await isReached(() => pool.requests.length > 0);
    const cancelled = job.cancel();
    setTimeout(() => answer(), 300);
    await cancelled;
    expect((await running).step.outcome).toBe('cancelled');
    await job.finish();
    expect(pool.reports()).toHaveLength(1);
    job.expectNoLeak(token);
  });
});
