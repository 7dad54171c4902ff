import fc, { type Arbitrary } from 'fast-check';
import {
  classifyRefusal,
  parseRateLimitBody,
  parseRateLimitHeaders,
  type RateLimit,
} from '../../src/github/rate-limit.js';
import { checkTokenFormat } from '../../src/github/token-format.js';
import { createUpstream } from '../../src/pool/github/client.js';
import type { Target } from '../types.js';
import { anyJson, anyNumber, anyText, check, withOneEdit, TOKEN } from '../values.js';

const tokens = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('gho_', 'ghp_', 'ghs_', 'ghu_', 'ghr_', 'ghx_', 'github_pat_'),
      fc.stringMatching(/^[A-Za-z0-9._-]{0,80}$/),
    )
    .map((parts) => parts.join('')),
  fc.constant(`ghs_12345_${'eyJhbGciOiJSUzI1NiJ9'.repeat(20)}.x.y`),
);

export const tokenFormatTarget: Target = {
  name: 'token-format',
  share: 8,
  property: async () =>
    fc.property(fc.oneof(tokens, withOneEdit(tokens), anyText, anyJson), (input) => {
      const format = checkTokenFormat(input);
      if (!format.ok) {
        const isQuoted = typeof input === 'string' && input.length >= 16 && format.rule.includes(input);
        check(!isQuoted, 'the rule quotes the token');
        return;
      }
      const text = String(input);
      check(/^[A-Za-z0-9._-]{20,2048}$/.test(text), 'the token is not valid in a line or a header');
      check(text.startsWith(format.prefix) && format.prefix !== 'ghr_', "not the token's prefix");
    }),
};

const figure = fc.oneof(fc.nat(20_000).map(String), anyText, anyNumber.map(String));
const headers: Arbitrary<{ [name: string]: string }> = fc.record(
  {
    'x-ratelimit-limit': figure,
    'x-ratelimit-remaining': figure,
    'x-ratelimit-used': figure,
    'x-ratelimit-reset': fc.oneof(fc.constant('1796000000'), figure),
    'x-ratelimit-resource': fc.oneof(fc.constantFrom('core', 'graphql'), anyText),
    'retry-after': figure,
    'x-oauth-scopes': anyText,
    'github-authentication-token-expiration': fc.oneof(
      fc.constantFrom('2026-12-01 10:00:00 UTC', '2026-99-99 99:99:99 +9999'),
      anyText,
    ),
  },
  { requiredKeys: [] },
);

function checkFigures({ bucket, limit, remaining, used, resetAtMs }: RateLimit): void {
  check(/^[a-z][a-z_]{0,39}$/.test(bucket), 'not a name of a bucket');
  for (const number of [limit, remaining, used])
    check(Number.isSafeInteger(number) && number >= 0, 'not a count');
  check(Number.isFinite(new Date(resetAtMs).getTime()), 'not a reset time');
}

const bucketsBody = fc.record({
  resources: fc.oneof(
    fc.dictionary(
      fc.oneof(fc.constantFrom('core', 'search', '__proto__'), anyText),
      fc.oneof(
        fc.record(
          { limit: anyNumber, remaining: anyNumber, used: anyNumber, reset: anyNumber },
          { requiredKeys: [] },
        ),
        anyJson,
      ),
      { maxKeys: 5 },
    ),
    anyJson,
  ),
});

export const rateLimitTarget: Target = {
  name: 'rate-limits',
  share: 10,
  property: async () =>
    fc.property(
      headers,
      fc.oneof(bucketsBody, anyJson),
      fc.nat(700),
      anyText,
      (given, body, status, text) => {
        const parsed = parseRateLimitHeaders(given);
        if (parsed) checkFigures(parsed);
        for (const [bucket, limits] of parseRateLimitBody(body)) {
          checkFigures(limits);
          check(bucket === limits.bucket, 'a bucket has the name of another');
        }
        const refusal = classifyRefusal(status, given, text);
        check(
          status === 401 || status === 403 || status === 429 || refusal === 'none',
          'the refusal lacks its status',
        );
      },
    ),
};

/** Header values cannot contain line breaks or characters beyond Latin-1. */
const sendable = headers.map((given) =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value.replace(/[^\t\x20-\x7e]/g, '?')]),
  ),
);

const githubBodies = fc.oneof(
  bucketsBody.map((value) => JSON.stringify(value)),
  fc
    .record(
      {
        id: fc.oneof(fc.integer(), anyJson),
        login: fc.oneof(fc.constant('octo'), anyJson),
        type: anyJson,
        token: fc.oneof(fc.constant(TOKEN), anyJson),
        access_token: fc.oneof(fc.constant(TOKEN), anyJson),
        refresh_token: anyJson,
        expires_in: anyJson,
        expires_at: fc.oneof(fc.constant('2026-12-01T10:00:00Z'), anyJson),
        scope: anyJson,
        error: anyJson,
        message: anyText,
        suspended_at: anyJson,
        permissions: anyJson,
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  anyJson.map((value) => JSON.stringify(value) ?? ''),
  anyText,
);

/** Whatever GitHub or a proxy answers gives a value, and no message contains a secret. */
export const upstreamTarget: Target = {
  name: 'github-answers',
  share: 6,
  property: async () =>
    fc.asyncProperty(
      fc.oneof(fc.constantFrom(200, 201, 401, 403, 404, 422, 429, 500), fc.integer({ min: 200, max: 599 })),
      sendable,
      githubBodies,
      async (status, given, body) => {
        const mayHaveBody = ![204, 205, 304].includes(status);
        const fetch = async () => new Response(mayHaveBody ? body : null, { status, headers: given });
        const github = createUpstream(
          { fetch, now: () => Date.parse('2026-11-20T12:00:00Z') },
          { apiUrl: 'https://api.github.test', userAgent: 'fuzz', timeoutMs: 5000 },
        );
        const client = { clientId: 'Iv1.0', clientSecret: 'the-client-secret-of-fuzzing' };
        const grant = { code: 'c', codeVerifier: 'v', redirectUrl: 'https://pool.test/callback' };
        const results = await Promise.all([
          github.rateLimit(TOKEN),
          github.whoAmI(TOKEN),
          github.refreshUserToken(client, TOKEN),
          github.exchangeOAuthCode(client, grant),
          github.revokeOAuthToken(client, TOKEN),
          github.revokeOAuthGrant(client, TOKEN),
        ]);
        for (const result of results) {
          if ('ok' in result) continue;
          const text = JSON.stringify(result);
          check(
            !text.includes('FuzzedSecret') && !text.includes(client.clientSecret),
            `a refusal contains a secret: ${text}`,
          );
        }
        const [budgets] = results;
        if (budgets && 'ok' in budgets) for (const bucket of budgets.ok.buckets) checkFigures(bucket);
      },
    ),
};
