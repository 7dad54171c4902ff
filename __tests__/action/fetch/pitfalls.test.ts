import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { API_KEY, annotationsOf, aScene, type Scene } from './fetch-job.js';
import { aLease, lending, type ScriptedPool, startScriptedPool } from './scripted-pool.js';

describe('a job that shares its tokens with others', () => {
  let scene: Scene;
  let pool: ScriptedPool;
  beforeEach(async () => {
    scene = await aScene();
  });
  afterEach(async () => {
    await pool.close();
    await scene.dispose();
  });

  const inputs = () => ({ 'pool-url': pool.url, 'api-secret': API_KEY });

  it('pitfall “revoking a shared token”: a leased installation token outlives the job, its lease does not', async () => {
    const installation = scene.github.addInstallation(scene.github.addApp(), { repositories: ['octo/a'] });
    const { token } = scene.github.mintInstallationToken(installation);
    pool = await startScriptedPool(lending(aLease({ token, kind: 'installation' })));
    const { job, step } = await scene.fetchToken(inputs());
    expect(step.outputs.token).toBe(token);
    await job.finish();
    expect(pool.reports()[0]?.body).toMatchObject({ release: true });
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${scene.github.apiUrl}/rate_limit`, { headers })).status).toBe(200);
    expect(scene.github.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it.each([null, '', ' '])('pitfall “masking nothing”: a token of %j makes no mask', async (token) => {
    pool = await startScriptedPool(() => ({ body: { token, token_id: 1, installation_id: 1 } }));
    const { job, step } = await scene.fetchToken(inputs());
    expect(annotationsOf(step)[0]).toMatch(/^warning: /);
    const next = await job.run({ script: 'echo "a null b"' });
    expect(next.stdout).toBe('a null b\n');
    expect(job.log).toContain('\na null b');
  });
});
