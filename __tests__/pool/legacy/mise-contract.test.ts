import { describe, expect, it } from '@jest/globals';
import { faultsOf } from '../../../src/json-schema.js';
import { LEGACY_ADMIN_TOKENS_SCHEMA, LEGACY_HEALTH_SCHEMA } from '../../../src/pool/legacy/schemas.js';
import { LEGACY_TOKEN_SCHEMA } from '../../../src/wire.js';
import { aPool, giveToken } from '../a-pool.js';
import { anApp } from '../an-app.js';

const TOKEN = '/api/token';
const MARK = '/api/token/rate-limit';

describe('the mise-versions contract', () => {
  it('returns a token with both the old and the new name of its id', async () => {
    const pool = await aPool();
    const given = await giveToken(pool, { id: 1 });
    const response = await pool.app.inject({ url: TOKEN, headers: pool.asLeaser });
    expect(response.statusCode).toBe(200);
    expect(faultsOf(LEGACY_TOKEN_SCHEMA, response.json())).toEqual([]);
    expect(response.json()).toMatchObject({
      token: given.token,
      token_id: given.tokenId,
      installation_id: given.tokenId,
      expires_at: null,
    });
    expect(response.headers['cache-control']).toBe('private, no-store');
  });

  it('answers 503 with the known message when no token has budget', async () => {
    const pool = await aPool();
    const response = await pool.app.inject({ url: TOKEN, headers: pool.asLeaser });
    expect([response.statusCode, response.body]).toEqual([
      503,
      'No tokens with sufficient rate limit available',
    ]);
    expect(response.headers['content-type']).toContain('text/plain');
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  });

  it.each([
    [{}, 'Missing or invalid authorization header'],
    [{ authorization: 'Basic eDp5' }, 'Missing or invalid authorization header'],
    [{ authorization: 'Bearer nonsense' }, 'Invalid API secret'],
    [{ authorization: `Bearer tpk_${'x'.repeat(43)}` }, 'Invalid API secret'],
  ])('refuses %j in the known words', async (headers, text) => {
    const response = await anApp().app.inject({ url: TOKEN, headers });
    expect([response.statusCode, response.body]).toEqual([401, text]);
  });

  it('ends the lease of a token that its lessee reports as exhausted, and probes the owner', async () => {
    const pool = await aPool();
    const { tokenId, ownerId } = await giveToken(pool, { id: 1 });
    await pool.store.owners.probed(ownerId, pool.clock.nowMs + 600_000);
    await pool.app.inject({ url: TOKEN, headers: pool.asLeaser });
    const reset_at = new Date(pool.clock.nowMs + 1_800_000).toISOString();
    const body = { token_id: tokenId, reset_at };
    const marked = await pool.app.inject({
      method: 'POST',
      url: MARK,
      headers: pool.asLeaser,
      payload: body,
    });
    expect([marked.statusCode, marked.body]).toEqual([200, 'Token marked as rate-limited']);
    const [lease] = await pool.store.leases.page({ sinceMs: 0, limit: 10 });
    expect(lease).toMatchObject({ state: 'settled', outcome: 'secondary_limited', requestsSpent: null });
    expect((await pool.store.owners.dueForProbe(10)).map(({ id }) => id)).toEqual([ownerId]);
  });

  it('accepts the mark with any Content-Type', async () => {
    const pool = await aPool();
    const headers = { ...pool.asLeaser, 'content-type': 'application/x-www-form-urlencoded' };
    const response = await pool.app.inject({
      method: 'POST',
      url: MARK,
      headers,
      payload: '{"token_id":99}',
    });
    expect([response.statusCode, response.body]).toEqual([200, 'Token marked as rate-limited']);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"token_id":"x"}',
    '{"token_id":1.5}',
    '{"token_id":1,"reset_at":"soon"}',
  ])('answers the mark %j with 400 in plain text, never with a fault of the server', async (payload) => {
    const pool = await aPool();
    const response = await pool.app.inject({ method: 'POST', url: MARK, headers: pool.asLeaser, payload });
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('text/plain');
  });

  it('shows token counts and health to anyone', async () => {
    const pool = await aPool();
    await giveToken(pool, { id: 1 });
    const stats = await pool.app.inject({ url: '/api/stats', headers: pool.asLeaser });
    expect(stats.json()).toEqual({ active: 1, total: 1 });
    const health = await pool.app.inject({ url: '/health' });
    expect(faultsOf(LEGACY_HEALTH_SCHEMA, health.json())).toEqual([]);
    expect(health.json()).toMatchObject({ status: 'healthy', tokens: { active: 1, total: 1 } });
  });

  it('answers health with 503 when the database does not answer, without its message', async () => {
    const store = await aPool().then((pool) => pool.store);
    const broken = { ...store, ping: () => Promise.reject(new Error('password of postgres://u:p@h')) };
    const response = await anApp({ store: broken }).app.inject({ url: '/health' });
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ status: 'unhealthy', tokens: null });
    expect(response.body).not.toContain('postgres');
  });

  it('shows budgets by pseudonym, without asking GitHub and without a login', async () => {
    const pool = await aPool();
    await giveToken(pool, { id: 1, remaining: 1234 });
    const response = await pool.app.inject({ url: '/api/rate-limits', headers: pool.asLeaser });
    expect(response.json()).toMatchObject({
      totalTokens: 1,
      checkedTokens: 1,
      rateLimits: [{ core: { remaining: 1234 } }],
    });
    expect(response.body).not.toContain('person-1');
  });

  it('answers browsers of any origin, as documented', async () => {
    const { app } = anApp();
    const preflight = await app.inject({ method: 'OPTIONS', url: TOKEN });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'Content-Type, Authorization',
    });
  });

  it('leases nothing for a HEAD request', async () => {
    const pool = await aPool();
    await giveToken(pool, { id: 1 });
    const response = await pool.app.inject({ method: 'HEAD', url: TOKEN, headers: pool.asLeaser });
    expect(response.statusCode).toBe(405);
    expect(await pool.store.leases.page({ sinceMs: 0, limit: 10 })).toEqual([]);
  });
});

describe('the mise-versions admin endpoints', () => {
  it('list every token for an admin key, without its text', async () => {
    const pool = await aPool();
    const { token } = await giveToken(pool, { id: 1 });
    const response = await pool.app.inject({ url: '/api/admin/tokens', headers: pool.asAdmin });
    expect(faultsOf(LEGACY_ADMIN_TOKENS_SCHEMA, response.json())).toEqual([]);
    expect(response.json().tokens[0]).toMatchObject({ user_id: 'person-1', is_active: 1 });
    expect(response.body).not.toContain(token);
  });

  it('remove one token and several', async () => {
    const pool = await aPool();
    const ids = [await giveToken(pool, { id: 1 }), await giveToken(pool, { id: 2 })].map(
      ({ tokenId }) => tokenId,
    );
    const one = await pool.app.inject({
      method: 'DELETE',
      url: `/api/admin/tokens/${ids[0]}`,
      headers: pool.asAdmin,
    });
    expect(one.json()).toEqual({ success: true, deleted: ids[0] });
    const url = '/api/admin/tokens/delete-batch';
    const batch = await pool.app.inject({
      method: 'POST',
      url,
      headers: pool.asAdmin,
      payload: { ids: [ids[1]] },
    });
    expect(batch.json()).toEqual({ success: true, deleted: 1 });
    expect(await pool.store.stats.tokens()).toMatchObject({ active: 0 });
  });

  it('say so when there is no such token', async () => {
    const pool = await aPool({ removeToken: async () => false });
    const url = '/api/admin/tokens/999';

    const answer = await pool.app.inject({ method: 'DELETE', url, headers: pool.asAdmin });

    expect([answer.statusCode, answer.body]).toEqual([404, 'Token not found']);
  });

  it.each([
    ['DELETE', '/api/admin/tokens/abc', '', 'Invalid token ID'],
    ['POST', '/api/admin/tokens/delete-batch', '{', 'Invalid JSON body'],
    ['POST', '/api/admin/tokens/delete-batch', '{"ids":[]}', 'ids must be a non-empty array'],
    ['POST', '/api/admin/tokens/delete-batch', '{"ids":["1"]}', 'ids must be at most 1000 integers'],
  ] as const)('answer %s %s %s with 400 in plain text', async (method, url, payload, text) => {
    const { app, asAdmin } = anApp();
    const response = await app.inject({ method, url, headers: asAdmin, payload });
    expect([response.statusCode, response.body]).toEqual([400, text]);
  });

  it('say that nothing is left to migrate; only an admin key may migrate', async () => {
    const { app, asLeaser, asAdmin } = anApp();
    const status = await app.inject({ url: '/api/migrations', headers: asLeaser });
    expect(status.json()).toMatchObject({ pending: 0 });
    const migrated = await app.inject({ method: 'POST', url: '/api/admin/migrate', headers: asAdmin });
    expect(migrated.json()).toEqual({ success: true, message: 'Migrations completed' });
  });

  it('say whether a credential is an admin key', async () => {
    const { app, asLeaser, asAdmin } = anApp();
    const check = async (headers: { [name: string]: string }) =>
      (await app.inject({ url: '/api/admin/check', headers })).json();
    expect(await check(asAdmin)).toEqual({ isAdmin: true });
    expect(await check(asLeaser)).toEqual({ isAdmin: false });
    expect(await check({})).toEqual({ isAdmin: false });
    expect(await check({ authorization: 'Bearer nonsense' })).toEqual({ isAdmin: false });
  });
});
