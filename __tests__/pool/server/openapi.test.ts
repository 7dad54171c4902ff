import { describe, expect, it } from '@jest/globals';
import { faultsOf, type Schema } from '../../../src/json-schema.js';
import { LEGACY_OPERATIONS } from '../../../src/pool/legacy/operations.js';
import { OPERATIONS } from '../../../src/pool/server/routes/operations.js';
import { aPool, giveToken } from '../a-pool.js';
import { A_JOB, anApp } from '../an-app.js';

type Answer = { content?: { [type: string]: { schema: Schema & { $ref?: string } } } };
type Description = {
  openapi: string;
  paths: { [path: string]: { [method: string]: { responses: { [status: string]: Answer } } } };
  components: { schemas: { Error: Schema } };
};

async function description(): Promise<Description> {
  return (await anApp().app.inject({ url: '/openapi.json' })).json();
}

/** The faults of an answer, by the description. */
function faultsOfAnswer(
  api: Description,
  call: { path: string; method: string },
  response: Response,
): string[] {
  const described = api.paths[call.path]?.[call.method]?.responses[response.statusCode];
  if (!described) return [`${call.method} ${call.path} does not describe ${response.statusCode}`];
  const type = String(response.headers['content-type']).split(';')[0] ?? '';
  const schema = described.content?.[type]?.schema;
  if (!schema) return [`${call.path} ${response.statusCode} does not describe ${type}`];
  if (type === 'text/plain') return [];
  return faultsOf(schema.$ref ? api.components.schemas.Error : schema, response.json());
}

type Response = { statusCode: number; headers: { [name: string]: unknown }; json(): unknown };

describe('/openapi.json', () => {
  it('describes every route there is, and no other', async () => {
    const api = await description();
    const described = Object.entries(api.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = Object.values({ ...OPERATIONS, ...LEGACY_OPERATIONS }).map(
      ({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`,
    );
    expect(described.sort()).toEqual(served.sort());
    expect(api.openapi).toBe('3.1.0');
  });

  it('matches every answer, good and bad', async () => {
    const api = await description();
    const pool = await aPool({ config: { metricsToken: 'metrics-token-of-tests' } });
    for (const id of [1, 2, 3]) await giveToken(pool, { id });
    const { asLeaser, asAdmin } = pool;
    const leased = await pool.app.inject({
      method: 'POST',
      url: '/api/v1/leases',
      headers: asLeaser,
      payload: { job: A_JOB },
    });
    const id = leased.json().leases[0].lease_id;
    const report = { buckets: {}, outcome: 'ok', release: true };
    const calls = [
      ['/api/v1/leases', 'post', '/api/v1/leases', asLeaser, { job: A_JOB, count: 2 }],
      ['/api/v1/leases', 'post', '/api/v1/leases', asLeaser, { job: 1 }],
      ['/api/v1/leases', 'post', '/api/v1/leases', asLeaser, { job: A_JOB, min_remaining: 999_999 }],
      ['/api/v1/leases', 'post', '/api/v1/leases', asAdmin, { job: A_JOB }],
      ['/api/v1/leases', 'post', '/api/v1/leases', {}, { job: A_JOB }],
      ['/api/v1/leases/{id}', 'get', `/api/v1/leases/${id}`, asLeaser],
      ['/api/v1/leases/{id}', 'get', '/api/v1/leases/unknown', asLeaser],
      ['/api/v1/leases/{id}/renew', 'post', `/api/v1/leases/${id}/renew`, asLeaser, {}],
      ['/api/v1/leases/{id}/renew', 'post', `/api/v1/leases/${id}/renew`, asLeaser, { min_remaining: 4_500 }],
      ['/api/v1/leases/{id}/report', 'post', `/api/v1/leases/${id}/report`, asLeaser, report],
      ['/api/v1/leases/{id}/report', 'post', '/api/v1/leases/unknown/report', asLeaser, report],
      ['/api/v1/leases/{id}/renew', 'post', `/api/v1/leases/${id}/renew`, asLeaser, {}],
      ['/status', 'get', '/status', {}],
      ['/healthz', 'get', '/healthz', {}],
      ['/readyz', 'get', '/readyz', {}],
      ['/openapi.json', 'get', '/openapi.json', {}],
      ['/metrics', 'get', '/metrics', { authorization: 'Bearer metrics-token-of-tests' }],
      ['/metrics', 'get', '/metrics', asLeaser],
      ['/api/token', 'get', '/api/token', asLeaser],
      ['/api/token', 'get', '/api/token', {}],
      ['/api/token/rate-limit', 'post', '/api/token/rate-limit', asLeaser, { token_id: 1 }],
      ['/api/stats', 'get', '/api/stats', asLeaser],
      ['/api/rate-limits', 'get', '/api/rate-limits', asLeaser],
      ['/api/migrations', 'get', '/api/migrations', asLeaser],
      ['/api/admin/migrate', 'post', '/api/admin/migrate', asAdmin],
      ['/api/admin/migrate', 'post', '/api/admin/migrate', asLeaser],
      ['/api/admin/check', 'get', '/api/admin/check', asAdmin],
      ['/health', 'get', '/health', {}],
      ['/api/admin/tokens', 'get', '/api/admin/tokens', asAdmin],
      ['/api/admin/tokens', 'get', '/api/admin/tokens', asLeaser],
      ['/api/admin/tokens/test', 'post', '/api/admin/tokens/test', asAdmin],
      ['/api/admin/tokens/{id}', 'delete', '/api/admin/tokens/3', asAdmin],
      ['/api/admin/tokens/delete-batch', 'post', '/api/admin/tokens/delete-batch', asAdmin, { ids: [2] }],
    ] as const;
    for (const [path, method, url, headers, payload] of calls) {
      const sent = { method: method.toUpperCase() as 'GET', url, headers, ...(payload ? { payload } : {}) };
      const response = await pool.app.inject(sent);
      expect({ url, faults: faultsOfAnswer(api, { path, method }, response) }).toEqual({ url, faults: [] });
    }
  });
});

describe('figures for operators', () => {
  it('are sums without owners, logins or repositories', async () => {
    const pool = await aPool({ config: { metricsToken: 'metrics-token-of-tests' } });
    await giveToken(pool, { id: 1 });
    await pool.app.inject({
      method: 'POST',
      url: '/api/v1/leases',
      headers: pool.asLeaser,
      payload: { job: A_JOB },
    });
    const headers = { authorization: 'Bearer metrics-token-of-tests' };
    const metrics = (await pool.app.inject({ url: '/metrics', headers })).body;
    expect(metrics).toContain('token_pool_lease_requests_total{outcome="full"} 1');
    expect(metrics).toContain('token_pool_budget_requests{bucket="core",part="limit"} 5000');
    const status = (await pool.app.inject({ url: '/status' })).body;
    expect(JSON.parse(status)).toMatchObject({
      tokens: { active: 1 },
      buckets: [{ bucket: 'core', open_leases: 1 }],
    });
    expect(metrics + status).not.toMatch(/person-1|octo|gho_/);
  });

  it('are not ready while the database is away, and say why', async () => {
    const { store } = await aPool();
    const { app } = anApp({ store: { ...store, ping: () => Promise.reject(new Error('away')) } });
    const response = await app.inject({ url: '/readyz' });
    expect([response.statusCode, response.json().error.code]).toEqual([503, 'unavailable']);
    expect((await app.inject({ url: '/healthz' })).statusCode).toBe(200);
  });
});
