import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LEGACY_OPERATIONS } from '../../../src/pool/legacy/operations.js';
import { OPERATIONS } from '../../../src/pool/server/routes/operations.js';
import { aPool, giveToken } from '../a-pool.js';
import { A_JOB } from '../an-app.js';

/** Values that often break servers, in addition to generated ones. */
const NASTY = fc.constantFrom<unknown>(
  null,
  '',
  ' ',
  '\u0000',
  '\ud800',
  "'; drop table leases; --",
  '%s%n',
  -1,
  0.5,
  1e21,
  2 ** 53,
  [],
  {},
  { toString: 1 },
  '9'.repeat(400),
);
const VALUE = fc.oneof(NASTY, fc.jsonValue({ maxDepth: 3 }));

/** Nearly valid requests: valid ones with single members replaced. */
const LEASE = fc.record(
  {
    job: fc.oneof(
      fc.constant(A_JOB),
      fc.record({
        ...Object.fromEntries(
          Object.entries(A_JOB).map(([name, value]) => [name, fc.oneof(fc.constant(value), VALUE)]),
        ),
      }),
    ),
    count: fc.oneof(fc.integer({ min: -1, max: 25 }), VALUE),
    bucket: fc.oneof(fc.constantFrom('core', 'search', 'graphql', 'nonsense_bucket'), VALUE),
    expected_requests: fc.oneof(fc.integer({ min: -1, max: 2_000_000 }), VALUE),
    min_remaining: fc.oneof(fc.nat(6000), VALUE),
    min_ttl_seconds: fc.oneof(fc.nat(100_000), VALUE),
    label: fc.oneof(fc.constant('push'), VALUE),
    exclude: fc.oneof(fc.array(fc.string()), VALUE),
  },
  { requiredKeys: ['job'] },
);
const SEEN = fc.record({
  limit: fc.oneof(fc.nat(2_000_000), VALUE),
  remaining: fc.oneof(fc.nat(2_000_000), VALUE),
  reset_at: fc.oneof(
    fc.constantFrom(
      '2026-11-20T12:30:00Z',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
      '2026-02-31T00:00:00Z',
    ),
    VALUE,
  ),
});
const REPORT = fc.record({
  buckets: fc.oneof(fc.dictionary(fc.constantFrom('core', 'search', '__proto__', 'x'), SEEN), VALUE),
  outcome: fc.oneof(fc.constantFrom('ok', 'unauthorized', 'exhausted', 'secondary_limited'), VALUE),
  release: fc.oneof(fc.boolean(), VALUE),
});
const BODY = fc.oneof(LEASE, REPORT, VALUE).map((value) => JSON.stringify(value) ?? '');

const REQUEST = fc.record({
  operation: fc.constantFrom(...Object.values({ ...OPERATIONS, ...LEGACY_OPERATIONS })),
  method: fc.constantFrom('as described', 'GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'),
  id: fc.oneof(fc.constant('a lease'), fc.string({ maxLength: 300 })),
  query: fc.oneof(
    fc.constant(''),
    fc.string({ maxLength: 50 }).map((text) => `?${encodeURI(text.toWellFormed())}`),
  ),
  body: fc.oneof(BODY, fc.string()),
  type: fc.constantFrom(
    'application/json',
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'x',
  ),
  role: fc.constantFrom('lease', 'lease', 'lease', 'admin', 'none'),
});

describe('any input of a client', () => {
  it('causes no server error, and the pool keeps lending', async () => {
    const pool = await aPool();
    for (let id = 1; id <= 30; id += 1) await giveToken(pool, { id });
    const ask = (payload: string) =>
      pool.app.inject({
        method: 'POST',
        url: '/api/v1/leases',
        headers: { ...pool.asLeaser, 'content-type': 'application/json' },
        payload,
      });
    const leaseId = (await ask(JSON.stringify({ job: A_JOB }))).json().leases[0].lease_id as string;
    await fc.assert(
      fc.asyncProperty(REQUEST, async (request) => {
        const { operation, body, role } = request;
        const id = request.id === 'a lease' ? leaseId : encodeURIComponent(request.id.toWellFormed());
        const credentials = role === 'lease' ? pool.asLeaser : role === 'admin' ? pool.asAdmin : {};
        const response = await pool.app.inject({
          method: (request.method === 'as described' ? operation.method : request.method) as 'GET',
          url: operation.url.replace(':id', id) + request.query,
          headers: { ...credentials, 'content-type': request.type },
          payload: body,
        });
        const isExhausted = response.statusCode === 503 && /pool_exhausted|No tokens/.test(response.body);
        expect({ status: response.statusCode < 500 || isExhausted, body: response.body }).toMatchObject({
          status: true,
        });
      }),
      { numRuns: 400 },
    );
    await giveToken(pool, { id: 99 });
    expect((await ask(JSON.stringify({ job: { ...A_JOB, run_id: '99' } }))).statusCode).toBe(201);
  });
});
