import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { API_KEY, annotationsOf, aScene, type Scene } from './fetch-job.js';
import { aLease, lending, type PoolReply, type ScriptedPool, startScriptedPool } from './scripted-pool.js';

const exhaustedFor = (seconds: number): PoolReply => ({
  status: 503,
  headers: { 'retry-after': String(seconds) },
  body: { error: { code: 'pool_exhausted', message: 'none', retry_after_seconds: seconds } },
});

describe('a pool that has no token now', () => {
  let scene: Scene;
  let pool: ScriptedPool;
  let token: string;
  beforeEach(async () => {
    scene = await aScene();
    token = scene.github.addToken(scene.github.addUser()).token;
  });
  afterEach(async () => {
    await pool.close();
    await scene.dispose();
  });

  /** The pool has a token from the second request on. */
  const runAgainstBusyPool = async (seconds: number, more = {}) => {
    const honest = lending(aLease({ token }));
    let asked = 0;
    pool = await startScriptedPool((request) => {
      asked += 1;
      return asked === 1 ? exhaustedFor(seconds) : honest(request);
    });
    return scene.fetchToken({ 'pool-url': pool.url, 'api-secret': API_KEY, ...more });
  };

  it('is waited for with `wait`, if it names a time within `timeout-seconds`', async () => {
    const { step } = await runAgainstBusyPool(1, { wait: 'true' });
    expect(step.outputs).toMatchObject({ source: 'pool', token });
    expect(pool.asked()).toHaveLength(2);
    expect(annotationsOf(step)).toEqual([]);
    expect(step.stdout).toContain('The pool has no token now and expects one in 1 s. Waiting for it.');
  });

  it('is not waited for beyond `timeout-seconds`', async () => {
    const { step } = await runAgainstBusyPool(600, { wait: 'true' });
    expect(step.outputs).toMatchObject({ source: 'fallback', token: scene.githubToken });
    expect(pool.asked()).toHaveLength(1);
    expect(annotationsOf(step)).toEqual([
      expect.stringMatching(
        /^warning: The pool has no token to lend .* come back in 600 s\. Run it later, ask for less, .*\. Falling back/,
      ),
    ]);
  });

  it('is not waited for without `wait`', async () => {
    const { step } = await runAgainstBusyPool(1);
    expect(step.outputs.source).toBe('fallback');
    expect(pool.asked()).toHaveLength(1);
  });

  it('is retried after a server error, whether or not `wait` is set', async () => {
    const honest = lending(aLease({ token }));
    const replies: PoolReply[] = [{ status: 503, body: { error: { code: 'unavailable', message: 'busy' } } }];
    pool = await startScriptedPool((request) => replies.shift() ?? honest(request));
    const { step } = await scene.fetchToken({ 'pool-url': pool.url, 'api-secret': API_KEY });
    expect(step.outputs).toMatchObject({ source: 'pool', token });
  });
});
