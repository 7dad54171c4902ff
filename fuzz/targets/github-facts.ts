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
import { anyJson, anyNumber, anyText, demand, edited, TOKEN } from '../values.js';

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
    fc.property(fc.oneof(tokens, edited(tokens), anyText, anyJson), (input) => {
      const format = checkTokenFormat(input);
      if (!format.ok) {
        const isTold = typeof input === 'string' && input.length >= 16 && format.rule.includes(input);
        demand(!isTold, 'the rule tells the token');
        return;
      }
      const text = String(input);
      demand(/^[A-Za-z0-9._-]{20,2048}$/.test(text), 'a token may break a line or a header');
      demand(
        text.startsWith(format.prefix) && format.prefix !== 'ghr_',
        'the prefix is not that of the token',
      );
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

function demandFigures({ bucket, limit, remaining, used, resetAtMs }: RateLimit): void {
  demand(/^[a-z][a-z_]{0,39}$/.test(bucket), 'the bucket has a name of its own making');
  for (const number of [limit, remaining, used])
    demand(Number.isSafeInteger(number) && number >= 0, 'no count');
  demand(Number.isFinite(new Date(resetAtMs).getTime()), 'the reset is no time');
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
        if (parsed) demandFigures(parsed);
        for (const [bucket, limits] of parseRateLimitBody(body)) {
          demandFigures(limits);
          demand(bucket === limits.bucket, 'a bucket under the name of another');
        }
        const refusal = classifyRefusal(status, given, text);
        demand(
          status === 401 || status === 403 || status === 429 || refusal === 'none',
          'a refusal without its status',
        );
      },
    ),
};

/** Headers may carry no line breaks and no characters beyond a byte, whoever sends them. */
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

/** Whatever GitHub, or what stands in front of it, answers: a value comes of it, and no secret is in its words. */
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
          const told = JSON.stringify(result);
          demand(
            !told.includes('FuzzedSecret') && !told.includes(client.clientSecret),
            `a refusal tells a secret: ${told}`,
          );
        }
        const [budgets] = results;
        if (budgets && 'ok' in budgets) for (const bucket of budgets.ok.buckets) demandFigures(bucket);
      },
    ),
};
