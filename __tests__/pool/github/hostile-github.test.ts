import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createUpstream } from '../../../src/pool/github/client.js';
import type { Upstream, UpstreamResult } from '../../../src/pool/github/types.js';

const TOKEN = `gho_${'s'.repeat(36)}`;
const REFRESH = `ghr_${'s'.repeat(40)}`;
const SECRET = 'client-secret-that-nobody-may-read';
const CLIENT = { clientId: 'Iv1.abc', clientSecret: SECRET };
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const APP = { appId: '1', privateKey };

const CALLS: { [name: string]: (upstream: Upstream) => Promise<UpstreamResult<unknown>> } = {
  'the rate limit': (upstream) => upstream.rateLimit(TOKEN),
  'whose a token is': (upstream) => upstream.whoAmI(TOKEN),
  installations: (upstream) => upstream.installations(APP),
  'an installation token': (upstream) => upstream.mintInstallationToken(APP, 7),
  'a refresh': (upstream) => upstream.refreshUserToken(CLIENT, REFRESH),
  'a sign-in': (upstream) =>
    upstream.exchangeOAuthCode(CLIENT, {
      code: 'code',
      codeVerifier: 'v'.repeat(43),
      redirectUrl: 'http://x/',
    }),
  'revoking a token': (upstream) => upstream.revokeOAuthToken(CLIENT, TOKEN),
  'revoking a grant': (upstream) => upstream.revokeOAuthGrant(CLIENT, TOKEN),
};

/** Partly valid answers that echo the request, as debugging proxies do. */
const bodies = fc.oneof(
  fc.json(),
  fc.string(),
  fc.constantFrom(
    '',
    'null',
    '[]',
    '{}',
    '[null]',
    '{"resources":null}',
    '{"id":1}',
    '{"error":1}',
    '{"error":"x"}',
  ),
  fc.constant(
    JSON.stringify({ message: `${TOKEN} ${REFRESH} ${SECRET}`, error: SECRET, error_description: TOKEN }),
  ),
  fc
    .record({ id: fc.anything(), login: fc.anything(), token: fc.anything(), access_token: fc.anything() })
    .map((body) =>
      JSON.stringify(body, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ),
);
const answers = fc.record({
  status: fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 418, 422, 429, 500, 502),
  contentType: fc.constantFrom('application/json', 'text/html', 'application/octet-stream'),
  retryAfter: fc.option(
    fc.oneof(fc.integer().map(String), fc.constant('soon'), fc.constant('99999999999999')),
  ),
  body: bodies,
});

describe('any answer of GitHub or a proxy to a request for', () => {
  it.each(Object.entries(CALLS))(
    '%s: the outcome is a value, in bounds, without a secret in it',
    async (_name, call) => {
      await fc.assert(
        fc.asyncProperty(answers, async ({ status, contentType, retryAfter, body }) => {
          const headers = {
            'content-type': contentType,
            ...(retryAfter === null ? {} : { 'retry-after': retryAfter }),
          };
          const fetch = async () => new Response(status === 204 ? null : body, { status, headers });
          const config = { apiUrl: 'http://127.0.0.1:1', timeoutMs: 1000, userAgent: 'test' };

          const result = await call(createUpstream({ fetch, now: Date.now }, config));

          expect(Object.keys(result)[0]).toMatch(/^(ok|refused|unreachable)$/);
          if ('refused' in result && result.retryAfterSeconds !== null) {
            expect(result.retryAfterSeconds).toBeGreaterThanOrEqual(0);
            expect(result.retryAfterSeconds).toBeLessThanOrEqual(86_400);
          }
          if ('ok' in result) return;
          for (const secret of [TOKEN, REFRESH, SECRET, 'PRIVATE KEY'])
            expect(JSON.stringify(result)).not.toContain(secret);
        }),
        { numRuns: 60 },
      );
    },
  );
});
