import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { API_KEY, annotationsOf, aScene, type Scene } from '../fetch/fetch-job.js';
import {
  aLease,
  lending,
  type PoolReply,
  type ScriptedPool,
  startScriptedPool,
} from '../fetch/scripted-pool.js';

describe('other ways to a pool', () => {
  let scene: Scene;
  let pool: ScriptedPool;
  beforeEach(async () => {
    scene = await aScene();
  });
  afterEach(async () => {
    await pool.close();
    await scene.dispose();
  });

  /** As mise-versions answers: text errors, one token per request, no leases. */
  const miseVersions = (...tokens: string[]) => {
    const left = [...tokens];
    return ({ path }: { path: string }): PoolReply => {
      if (path === '/api/token/rate-limit') return { body: 'Token marked as rate-limited' };
      if (path !== '/api/token') return { status: 404, body: 'Not found' };
      const token = left.shift();
      if (!token) return { status: 503, body: 'No tokens with sufficient rate limit available' };
      const id = tokens.indexOf(token) + 40;
      return {
        body: { token, installation_id: id, token_id: id, expires_at: null, rate_limit_remaining: 5000 },
      };
    };
  };

  it('works with a mise-versions server and reports an exhausted token at the end', async () => {
    const { token, owner } = scene.github.addToken(scene.github.addUser());
    pool = await startScriptedPool(miseVersions(token));
    const { job, step } = await scene.fetchToken({ 'pool-url': pool.url, 'api-secret': API_KEY });
    expect(annotationsOf(step)).toEqual([]);
    expect(step.outputs).toMatchObject({ token, source: 'pool', 'token-id': '40', 'lease-id': '' });
    scene.github.spend(owner, 'core', 5000);
    await job.finish();
    expect(pool.reports()).toHaveLength(1);
    expect(pool.reports()[0]).toMatchObject({ path: '/api/token/rate-limit', body: { token_id: 40 } });
    const resetAtMs = scene.github.budget(owner, 'core').resetAtMs ?? 0;
    expect(Math.abs(Date.parse(pool.reports()[0]?.body.reset_at) - resetAtMs)).toBeLessThan(2000);
    job.expectNoLeak(token);
  });

  it('does not report a token that still has budget to a mise-versions server', async () => {
    pool = await startScriptedPool(miseVersions(scene.github.addToken(scene.github.addUser()).token));
    const { job } = await scene.fetchToken({ 'pool-url': pool.url, 'api-secret': API_KEY });
    const end = await job.finish();
    expect(pool.reports()).toEqual([]);
    expect(end.posts[0]?.annotations).toEqual([]);
  });

  it('gets another token from a mise-versions server after reporting an exhausted one', async () => {
    const [spent, alive] = [
      scene.github.addToken(scene.github.addUser()),
      scene.github.addToken(scene.github.addUser()),
    ];
    scene.github.spend(spent.owner, 'core', 5000);
    pool = await startScriptedPool(miseVersions(spent.token, alive.token));
    const { step } = await scene.fetchToken({ 'pool-url': pool.url, 'api-secret': API_KEY });
    expect(step.outputs.token).toBe(alive.token);
    expect(pool.reports()[0]?.body).toMatchObject({ token_id: 40 });
  });

  it('authenticates with OIDC when there is no api-secret, with a new token for every request', async () => {
    const { token } = scene.github.addToken(scene.github.addUser());
    const oidc = scene.github.addJobIdentity({ repository: 'octo-org/widgets' });
    pool = await startScriptedPool(lending(aLease({ token })));
    const { job, step } = await scene.fetchToken(
      { 'pool-url': pool.url, 'oidc-audience': 'our-pool' },
      { oidc },
    );
    expect(step.outputs).toMatchObject({ token, source: 'pool' });
    await job.finish();
    const identities = pool.requests.map(({ authorization }) => authorization.replace('Bearer ', ''));
    expect(new Set(identities).size).toBe(2);
    const claims = JSON.parse(Buffer.from(identities[0]?.split('.')[1] ?? '', 'base64url').toString());
    expect(claims.aud).toBe('our-pool');
    for (const identity of identities) {
      expect(job.isMasked(identity)).toBe(true);
      job.expectNoLeak(identity);
    }
  });

  it('prefers the api-secret unless oidc is `always`, and requests no OIDC token when it is `never`', async () => {
    const oidc = scene.github.addJobIdentity({ repository: 'octo-org/widgets' });
    pool = await startScriptedPool(lending(...[1, 2].map((n) => aLease({ lease_id: `lease-${n}` }))));
    const inputs = { 'pool-url': pool.url, verify: 'false' };
    await scene.fetchToken({ ...inputs, 'api-secret': API_KEY }, { oidc });
    await scene.fetchToken({ ...inputs, 'api-secret': API_KEY, oidc: 'always' }, { oidc });
    const { step } = await scene.fetchToken({ ...inputs, oidc: 'never' }, { oidc });
    expect(pool.requests[0]?.authorization).toBe(`Bearer ${API_KEY}`);
    expect(pool.requests[1]?.authorization).toMatch(/^Bearer ey/);
    expect(pool.requests).toHaveLength(2);
    expect(step.outputs.source).toBe('fallback');
  });
});
