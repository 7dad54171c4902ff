import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { API_KEY, annotationsOf, aScene, type Scene } from './fetch-job.js';
import { aLease, lending, type ScriptedPool, startScriptedPool } from './scripted-pool.js';

describe('a job that leases from a pool', () => {
  let scene: Scene;
  let pool: ScriptedPool;
  beforeEach(async () => {
    scene = await aScene();
  });
  afterEach(async () => {
    await pool.close();
    await scene.dispose();
  });

  const aUserToken = () => scene.github.addToken(scene.github.addUser(), { kind: 'oauth' });
  const inputs = (more = {}) => ({ 'pool-url': pool.url, 'api-secret': API_KEY, ...more });

  it('exports the token to later steps, masks it, reports what was spent and releases the lease', async () => {
    const { token, owner } = aUserToken();
    pool = await startScriptedPool(lending(aLease({ token })));
    const { job, step } = await scene.fetchToken(inputs(), { secrets: { KEY: API_KEY } });
    expect(annotationsOf(step)).toEqual([]);
    expect(step.outcome).toBe('success');
    expect(step.env).toEqual({ GITHUB_TOKEN: token });
    expect(JSON.stringify(step.state)).toContain('lease-1');
    expect(JSON.stringify(step.state)).not.toContain(API_KEY);
    expect(step.outputs).toMatchObject({
      token,
      'token-1': token,
      source: 'pool',
      owner: 'owner-1',
      'token-id': '7',
    });
    expect(step.outputs).toMatchObject({
      token_id: '7',
      'lease-id': 'lease-1',
      remaining: '5000',
      limit: '5000',
    });
    scene.github.spend(owner, 'core', 120);
    scene.github.spend(owner, 'search', 3);
    await job.run({ script: 'echo "$GITHUB_TOKEN"' });
    const end = await job.finish();
    expect(end.status).toBe('success');
    const report = pool.reports()[0];
    expect(report?.path).toBe('/api/v1/leases/lease-1/report');
    expect(report?.body).toMatchObject({ outcome: 'ok', release: true });
    expect(report?.body.buckets.core).toMatchObject({ remaining: 4880, remaining_at_start: 5000, used: 120 });
    expect(report?.body.buckets.search).toMatchObject({ remaining: 27, remaining_at_start: 30 });
    expect(job.summary).toContain('| 120 core, 3 search |');
    job.expectNoLeak(token);
    job.expectNoLeak(API_KEY);
  });

  it('authenticates with the api-secret and identifies the job', async () => {
    pool = await startScriptedPool(lending(aLease({ token: aUserToken().token })));
    await scene.fetchToken(inputs({ bucket: 'search', 'expected-requests': '30', 'min-ttl-seconds': '60' }));
    const [asked] = pool.asked();
    expect(asked?.authorization).toBe(`Bearer ${API_KEY}`);
    expect(asked?.body).toMatchObject({
      count: 1,
      bucket: 'search',
      expected_requests: 30,
      min_ttl_seconds: 60,
    });
    expect(asked?.body.job).toMatchObject({ repository: 'octo-org/widgets', run_attempt: 1 });
  });

  it('releases a revoked token and gets one of another owner', async () => {
    const [revoked, alive] = [aUserToken().token, aUserToken().token];
    scene.github.revokeToken(revoked);
    pool = await startScriptedPool(
      lending(aLease({ token: revoked }), aLease({ token: alive, lease_id: 'lease-2', owner: 'owner-2' })),
    );
    const { step } = await scene.fetchToken(inputs());
    expect(step.outputs).toMatchObject({ token: alive, owner: 'owner-2' });
    expect(pool.reports()[0]).toMatchObject({
      path: '/api/v1/leases/lease-1/report',
      body: { outcome: 'unauthorized', release: true },
    });
    expect(pool.asked()[1]?.body.exclude).toEqual(['owner-1']);
  });

  it('releases an exhausted token with its budget', async () => {
    const spent = aUserToken();
    const alive = aUserToken().token;
    scene.github.spend(spent.owner, 'core', 4990);
    pool = await startScriptedPool(
      lending(
        aLease({ token: spent.token }),
        aLease({ token: alive, lease_id: 'lease-2', owner: 'owner-2' }),
      ),
    );
    const { step } = await scene.fetchToken(inputs({ 'min-remaining': '100' }));
    expect(step.outputs.token).toBe(alive);
    expect(pool.reports()[0]?.body).toMatchObject({
      outcome: 'exhausted',
      buckets: { core: { remaining: 10 } },
    });
  });

  it('pitfall “stale fallbacks hide outages”: stops after `attempts` rounds and falls back with a warning', async () => {
    const bad = [1, 2, 3].map((n) =>
      aLease({ token: aUserToken().token, lease_id: `lease-${n}`, owner: `owner-${n}` }),
    );
    for (const lease of bad) scene.github.revokeToken(lease.token);
    pool = await startScriptedPool(lending(...bad));
    const { step } = await scene.fetchToken(inputs({ attempts: '2' }));
    expect(pool.asked()).toHaveLength(2);
    expect(step.outputs).toMatchObject({ source: 'fallback', token: scene.githubToken });
    expect(annotationsOf(step)[0]).toMatch(
      /^warning: .*2 tokens tried.*Falling back to github-token; its budget: 1,000 of 1,000/,
    );
  });

  it('gets several tokens of distinct owners at once', async () => {
    const tokens = [aUserToken().token, aUserToken().token];
    pool = await startScriptedPool(
      lending(...tokens.map((token, n) => aLease({ token, lease_id: `lease-${n}`, owner: `owner-${n}` }))),
    );
    const { job, step } = await scene.fetchToken(inputs({ count: '3' }));
    expect(JSON.parse(step.outputs.tokens ?? '')).toEqual(tokens);
    expect(step.outputs).toMatchObject({ 'token-1': tokens[0], 'token-2': tokens[1] });
    expect(annotationsOf(step)).toEqual([
      'warning: The pool gave 2 of 3 tokens. Ask its operator for more owners, or lower `count`.',
    ]);
    await job.finish();
    expect(
      pool
        .reports()
        .map(({ path }) => path.split('/')[4])
        .sort(),
    ).toEqual(['lease-0', 'lease-1']);
  });

  it('keeps the token when GitHub is down while it is verified', async () => {
    const { token } = aUserToken();
    scene.github.setFault({ match: { path: '/rate_limit' }, effect: { kind: 'status', status: 502 } });
    pool = await startScriptedPool(lending(aLease({ token })));
    const { step } = await scene.fetchToken(inputs());
    expect(step.outputs).toMatchObject({ token, remaining: '4000' });
    expect(annotationsOf(step)).toEqual([]);
  });

  it('releases the lease without figures when report-usage is off', async () => {
    pool = await startScriptedPool(lending(aLease({ token: aUserToken().token })));
    const { job, step } = await scene.fetchToken(
      inputs({ 'report-usage': 'false', summary: 'false', 'export-env': '' }),
    );
    expect(step.env).toEqual({});
    await job.finish();
    expect(pool.reports()[0]?.body).toEqual({ buckets: {}, outcome: 'ok', release: true });
    expect(job.summary).toBe('');
  });
});
