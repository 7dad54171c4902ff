import { describe, expect, it } from '@jest/globals';
import { faultsOf } from '../../../src/json-schema.js';
import { ERROR_SCHEMA, LEASES_SCHEMA } from '../../../src/wire.js';
import { A_JOB, aLeasing, anApp, TOKEN } from '../an-app.js';

const LEASES = '/api/v1/leases';

async function leaseWith(payload: string | object, headers: { [name: string]: string } = {}) {
  const { app, asLeaser } = anApp();
  const sent = { ...asLeaser, 'content-type': 'application/json', ...headers };
  return app.inject({ method: 'POST', url: LEASES, headers: sent, payload });
}

function codeOf(response: { json(): unknown }): unknown {
  expect(faultsOf(ERROR_SCHEMA, response.json())).toEqual([]);
  return (response.json() as { error: { code: string } }).error.code;
}

describe('requests to the native API', () => {
  it('grants a lease as the wire contract says, with no-store', async () => {
    const response = await leaseWith({ job: A_JOB });
    expect(response.statusCode).toBe(201);
    expect(faultsOf(LEASES_SCHEMA, response.json())).toEqual([]);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.headers.server).toBeUndefined();
  });

  it('names every fault of a body at once and repeats no value', async () => {
    const response = await leaseWith({ job: { ...A_JOB, run_id: TOKEN }, count: '3', colour: 1, [TOKEN]: 1 });
    expect(response.statusCode).toBe(400);
    const { message } = response.json().error;
    expect(message).toContain('body.job.run_id must not have more than 20 characters');
    expect(message).toContain('body.count must be integer');
    expect(message).toContain('body has an unknown member colour');
    expect(message).toContain('body has an unknown member *');
    expect(response.body).not.toContain(TOKEN);
  });

  it.each(['repository', 'workflow', 'job', 'run_id', 'event_name'])(
    'refuses a control character in the field %s of a job',
    async (field) => {
      for (const character of ['\u0000', '\u001b', '\u009b', '\n']) {
        const response = await leaseWith({ job: { ...A_JOB, [field]: `octo/re${character}po` } });
        expect([response.statusCode, codeOf(response)]).toEqual([400, 'invalid_request']);
        expect(response.json().error.message).toContain(`body.job.${field} must`);
      }
    },
  );

  it.each([
    ['broken JSON', '{"job":', {}, 400, 'invalid_request'],
    ['an empty body', '', {}, 400, 'invalid_request'],
    ['an array', '[]', {}, 400, 'invalid_request'],
    ['null', 'null', {}, 400, 'invalid_request'],
    ['a poisoned prototype', '{"__proto__":{"role":"admin"}}', {}, 400, 'invalid_request'],
    ['a poisoned constructor', '{"constructor":{"prototype":{}}}', {}, 400, 'invalid_request'],
    [
      'a form',
      'job=1',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported_media_type',
    ],
    ['plain text', '{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['a nonsense type', '{}', { 'content-type': ';;;' }, 415, 'unsupported_media_type'],
    ['65 KiB', `{"x":"${'x'.repeat(65 * 1024)}"}`, {}, 413, 'payload_too_large'],
  ] as const)('answers %s with the documented error', async (_name, body, headers, status, code) => {
    const response = await leaseWith(body, headers);
    expect([response.statusCode, codeOf(response)]).toEqual([status, code]);
  });

  it.each([
    ['GET', '/nothing', 404, 'not_found'],
    ['POST', '/nothing', 404, 'not_found'],
    ['GET', LEASES, 405, 'method_not_allowed'],
    ['DELETE', LEASES, 405, 'method_not_allowed'],
    ['OPTIONS', LEASES, 405, 'method_not_allowed'],
    ['PUT', '/api/v1/leases/abc/report', 405, 'method_not_allowed'],
    ['GET', '/%zz', 400, 'invalid_request'],
    ['GET', `/api/v1/leases/${'x'.repeat(300)}`, 404, 'not_found'],
    ['GET', '/api/v1/leases/a%00b', 404, 'not_found'],
    ['GET', '/api/v1/leases/..%2f..%2fetc', 404, 'not_found'],
    ['GET', '/metrics', 404, 'not_found'],
  ] as const)('answers %s %s with %i %s', async (method, url, status, code) => {
    const { app, asLeaser } = anApp();
    const response = await app.inject({ method, url, headers: asLeaser });
    expect([response.statusCode, codeOf(response)]).toEqual([status, code]);
  });

  it('says which methods an address answers', async () => {
    const response = await anApp().app.inject({ method: 'PUT', url: LEASES });
    expect(response.headers.allow).toBe('POST');
  });

  it('says when to try again when the pool is exhausted', async () => {
    const lease = async () => ({ granted: [] as [], retryAfterSeconds: 41.2 });
    const { app, asLeaser } = anApp({ leasing: aLeasing({ lease }) });
    const response = await app.inject({
      method: 'POST',
      url: LEASES,
      headers: asLeaser,
      payload: { job: A_JOB },
    });
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('42');
    expect(response.json().error).toEqual({
      code: 'pool_exhausted',
      message: 'no owner has budget for this now; ask again in 42 s',
      retry_after_seconds: 42,
    });
  });

  it('says why no owner could ever serve a request', async () => {
    const impossibleBecause = 'no token that works has the label "push"';
    const lease = async () => ({ granted: [] as [], retryAfterSeconds: 3600, impossibleBecause });
    const { app, asLeaser } = anApp({ leasing: aLeasing({ lease }) });
    const payload = { job: A_JOB };
    const response = await app.inject({ method: 'POST', url: LEASES, headers: asLeaser, payload });
    expect(response.statusCode).toBe(503);
    expect(response.json().error).toMatchObject({
      code: 'pool_exhausted',
      message: `no owner in this pool could serve this, now or after a reset: ${impossibleBecause}`,
      retry_after_seconds: 3600,
      retryable: false,
    });
  });

  it('answers an unexpected error with a bare 500 and logs it masked', async () => {
    const lease = () => Promise.reject(new Error(`row ${TOKEN} is odd`));
    const { app, asLeaser, log } = anApp({ leasing: aLeasing({ lease }) });
    const response = await app.inject({
      method: 'POST',
      url: LEASES,
      headers: asLeaser,
      payload: { job: A_JOB },
    });
    expect(response.json()).toEqual({
      error: { code: 'internal', message: 'the pool failed to answer; its log says why' },
    });
    expect(log.join('')).toContain('row *** is odd');
    expect(log.join('')).not.toContain(TOKEN);
  });

  it('pitfall “tokens in logs”: writes neither addresses with their query, headers nor bodies into the log', async () => {
    const { app, asLeaser, log } = anApp();
    await app.inject({
      method: 'POST',
      url: `${LEASES}?q=hidden-query`,
      headers: asLeaser,
      payload: { job: A_JOB },
    });
    await app.inject({ method: 'GET', url: '/hidden-path?q=hidden-query' });
    expect(log.join('')).toContain('"route":"/api/v1/leases"');
    expect(log.join('')).not.toMatch(/hidden|octo\/repo|Bearer|tpk_/);
  });
});
