import { afterEach, describe, expect, it } from '@jest/globals';
import type { GitHubOptions } from '../../../testkit/github/types.js';
import { API_KEY, annotationsOf, aScene, type Scene } from '../fetch/fetch-job.js';
import { aLease, lending, type ScriptedPool, startScriptedPool } from '../fetch/scripted-pool.js';

describe('a token that is verified', () => {
  let scene: Scene;
  let pool: ScriptedPool;
  let token: string;
  afterEach(async () => {
    await pool.close();
    await scene.dispose();
  });

  const runWithGitHub = async (options: GitHubOptions = {}) => {
    scene = await aScene(options);
    token = scene.github.addToken(scene.github.addUser()).token;
    pool = await startScriptedPool(lending(aLease({ token })));
    return { 'pool-url': pool.url, 'api-secret': API_KEY };
  };

  it('at a GitHub Enterprise Server with rate limits off counts as valid, and is released without figures', async () => {
    const inputs = await runWithGitHub({ flavour: 'ghes', rateLimiting: 'off' });
    const { job, step } = await scene.fetchToken(inputs);
    expect(scene.github.requests.map(({ path, status }) => [path, status])).toEqual([['/rate_limit', 404]]);
    expect(step.outputs).toMatchObject({ token, source: 'pool' });
    expect(annotationsOf(step)).toEqual([]);
    const end = await job.finish();
    expect(end.posts[0]?.annotations).toEqual([]);
    expect(pool.reports().map(({ body }) => body)).toEqual([{ buckets: {}, outcome: 'ok', release: true }]);
  });

  it.each([4e15, 8e12, Math.floor(Date.now() / 1000) + 30 * 86_400])(
    'has no known budget when its window ends beyond any other (%s)',
    async (reset) => {
      const inputs = await runWithGitHub();
      const core = { limit: 5000, remaining: 4000, used: 1000, reset };
      scene.github.setFault({
        match: { path: '/rate_limit' },
        effect: { kind: 'status', status: 200, body: { resources: { core } } },
      });
      const { job, step } = await scene.fetchToken(inputs);
      expect(step.outcome).toBe('success');
      // The pool's figures are kept.
      expect(step.outputs).toMatchObject({ token, remaining: '4000', limit: '5000' });
      expect(Date.parse(step.outputs['reset-at'] ?? '') - Date.now()).toBeLessThan(2 * 3_600_000);
      expect((await job.finish()).posts[0]?.outcome).toBe('success');
    },
  );

  it('is kept while its owner has a secondary limit, and no other one is used to get around it', async () => {
    const inputs = await runWithGitHub();
    scene.github.setFault({
      match: { path: '/rate_limit' },
      effect: {
        kind: 'status',
        status: 403,
        headers: { 'retry-after': '42' },
        body: { message: 'You have exceeded a secondary rate limit.' },
      },
    });
    const { job, step } = await scene.fetchToken(inputs);
    expect(step.outputs).toMatchObject({ token, source: 'pool' });
    expect(annotationsOf(step)).toEqual([
      expect.stringMatching(/^warning: GitHub slows this token's owner down \(secondary rate limit\)/),
    ]);
    await job.finish();
    expect(pool.asked()).toHaveLength(1);
    expect(pool.reports()[0]?.body).toMatchObject({ outcome: 'secondary_limited', retry_after_seconds: 42 });
  });
});
