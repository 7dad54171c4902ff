import { describe, expect, it } from '@jest/globals';
import { aPool, giveToken, type TestPool } from '../a-pool.js';
import { A_JOB } from '../an-app.js';

/**
 * Ways in which pools went wrong before, as far as a request can meet them; others are tested where they live,
 * under a title that begins with "pitfall" as well.
 */

const LEASES = '/api/v1/leases';
type Wish = { [name: string]: unknown };

const lease = (pool: TestPool, wish: Wish = {}) =>
  pool.app.inject({ method: 'POST', url: LEASES, headers: pool.asLeaser, payload: { job: A_JOB, ...wish } });

const report = (pool: TestPool, id: string, options: { headers?: Wish; body: Wish }) =>
  pool.app.inject({
    method: 'POST',
    url: `${LEASES}/${id}/report`,
    headers: { ...pool.asLeaser, ...options.headers },
    payload: { outcome: 'ok', release: true, ...options.body },
  });

const freeOf = async (pool: TestPool) => (await pool.store.stats.buckets())[0]?.free;

describe('pitfalls of prior pools', () => {
  it('pitfall “a budget for each token”: two tokens of one person share that person’s budget', async () => {
    const pool = await aPool();
    await giveToken(pool, { id: 1 });
    await giveToken(pool, { id: 1, token: `github_pat_${'f'.repeat(60)}` });
    const request = { expected_requests: 1000, min_remaining: 3500 };
    expect((await lease(pool, request)).statusCode).toBe(201);
    expect((await lease(pool, request)).json().error.code).toBe('pool_exhausted');
  });

  it('pitfall “loops without end”: a pool of spent owners says so and when to try again', async () => {
    const pool = await aPool();
    for (let id = 1; id <= 300; id += 1) await giveToken(pool, { id, remaining: 0 });
    const answer = await lease(pool, { count: 20 });
    expect([answer.statusCode, answer.json().error.code]).toEqual([503, 'pool_exhausted']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it.each([
    ['a reset far away', { limit: 5000, remaining: 0, reset_at: '2999-01-01T00:00:00Z' }],
    ['a reset long ago', { limit: 5000, remaining: 0, reset_at: '2001-01-01T00:00:00Z' }],
    ['a limit of nothing', { limit: 0, remaining: 0, reset_at: '2026-11-20T12:30:00Z' }],
    ['more left than the limit', { limit: 10, remaining: 9_000, reset_at: '2026-11-20T12:30:00Z' }],
  ])(
    'pitfall “reports taken at their word”: %s changes nothing but the end of the lease',
    async (_, core) => {
      const pool = await aPool();
      await giveToken(pool, { id: 1 });
      const before = await freeOf(pool);
      const id = (await lease(pool)).json().leases[0].lease_id;
      await report(pool, id, { body: { buckets: { core } } });
      expect(await freeOf(pool)).toBe(before);
    },
  );

  it('pitfall “reports of others”: to another key the lease does not exist, and it stays open', async () => {
    const pool = await aPool();
    await giveToken(pool, { id: 1 });
    const id = (await lease(pool)).json().leases[0].lease_id;
    const { secret } = await pool.store.keys.create({ name: 'other', role: 'lease' });
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await report(pool, id, { headers, body: { buckets: {}, outcome: 'unauthorized' } });
    expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'not_found']);
    expect((await pool.store.leases.find(id))?.state).toBe('open');
  });

  it('pitfall “secondary limits look like budget”: the owner rests although its remaining is positive', async () => {
    const pool = await aPool();
    await giveToken(pool, { id: 1 });
    const id = (await lease(pool)).json().leases[0].lease_id;
    const body = { buckets: {}, outcome: 'secondary_limited', retry_after_seconds: 60 };
    await report(pool, id, { body });
    expect((await lease(pool)).statusCode).toBe(503);
    pool.clock.nowMs += 61_000;
    expect((await lease(pool)).statusCode).toBe(201);
  });

  it('pitfall “tokens in health”: no open page or figure holds a token, a key or a login', async () => {
    const pool = await aPool({ config: { metricsToken: 'metrics-token-of-tests' } });
    const { token } = await giveToken(pool, { id: 1 });
    await lease(pool);
    const headers = { authorization: 'Bearer metrics-token-of-tests' };
    for (const url of ['/health', '/status', '/readyz', '/healthz', '/openapi.json', '/metrics']) {
      const { body } = await pool.app.inject({ url, headers });
      expect(body).not.toMatch(new RegExp(`${token}|tpk_[A-Za-z0-9]{6}|person-1`));
    }
  });
});
