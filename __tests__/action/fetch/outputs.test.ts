import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readManifest } from '../../../scripts/manifest.js';
import { API_KEY, aScene, ROOT, type Scene } from './fetch-job.js';
import { aLease, lending, type ScriptedPool, startScriptedPool } from './scripted-pool.js';

describe('the outputs of fetch-token', () => {
  let scene: Scene;
  let pool: ScriptedPool;
  beforeEach(async () => {
    scene = await aScene();
    const { token } = scene.github.addToken(scene.github.addUser(), { kind: 'oauth' });
    pool = await startScriptedPool(lending(aLease({ token, expires_at: '2099-01-02T03:04:05.000Z' })));
  });
  afterEach(async () => {
    await pool.close();
    await scene.dispose();
  });

  const declared = () => Object.keys(readManifest(path.join(ROOT, 'action.yml')).outputs).sort();
  const namesOf = (outputs: object) => Object.keys(outputs).filter((name) => !/^token-\d+$/.test(name));

  it('are exactly those that its manifest declares, with a pooled token', async () => {
    const { step } = await scene.fetchToken({ 'pool-url': pool.url, 'api-secret': API_KEY });
    expect(namesOf(step.outputs).sort()).toEqual(declared());
    expect(step.outputs).toMatchObject({ kind: 'oauth', 'expires-at': '2099-01-02T03:04:05.000Z' });
    const resetInMs = Date.parse(step.outputs['reset-at'] ?? '') - Date.now();
    expect(resetInMs).toBeGreaterThan(3_500_000);
    expect(resetInMs).toBeLessThan(3_700_000);
  });

  it('is the same with the fallback, so that later steps need no `if:`', async () => {
    const { step } = await scene.fetchToken({});
    expect(namesOf(step.outputs).sort()).toEqual(declared());
    expect(step.outputs).toMatchObject({ source: 'fallback', 'lease-id': '', 'token-id': '' });
  });

  it('comes from the pool that TOKEN_POOL_URL names, unless pool-url names another', async () => {
    const jobEnv = { TOKEN_POOL_URL: pool.url };
    const byVariable = await scene.fetchToken({ 'api-secret': API_KEY }, { jobEnv });
    expect(byVariable.step.outputs.source).toBe('pool');
    const elsewhere = { 'api-secret': API_KEY, 'pool-url': 'http://127.0.0.1:9', 'timeout-seconds': '2' };
    const byInput = await scene.fetchToken(elsewhere, { jobEnv });
    expect(byInput.step.outputs.source).toBe('fallback');
    expect(pool.asked()).toHaveLength(1);
  });

  it('is no summary with `summary` off', async () => {
    const { job } = await scene.fetchToken({
      'pool-url': pool.url,
      'api-secret': API_KEY,
      summary: 'false',
    });
    await job.finish();
    expect(job.summary).toBe('');
  });
});
