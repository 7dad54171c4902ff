import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { classifyRefusal, parseRateLimitBody, parseRateLimitHeaders } from '../../src/github/rate-limit.js';
import { startGitHub } from '../../testkit/github/start-github.js';
import { ask } from '../testkit/github/ask.js';

const bucket = fc.stringMatching(/^[a-z][a-z_]{0,39}$/);
const figures = fc.record({
  limit: fc.nat(15_000),
  remaining: fc.nat(15_000),
  used: fc.nat(15_000),
  reset: fc.integer({ min: 1_500_000_000, max: 4_000_000_000 }),
});

function headersOf(name: string, value: { limit: number; remaining: number; used: number; reset: number }) {
  return {
    'x-ratelimit-limit': `${value.limit}`,
    'x-ratelimit-remaining': `${value.remaining}`,
    'x-ratelimit-used': `${value.used}`,
    'x-ratelimit-reset': `${value.reset}`,
    'x-ratelimit-resource': name,
  };
}

describe('rate-limit headers', () => {
  it('are parsed with seconds as milliseconds, from plain headers and from fetch', () => {
    fc.assert(
      fc.property(bucket, figures, (name, sent) => {
        const { reset, ...counts } = sent;
        const read = { bucket: name, ...counts, resetAtMs: reset * 1000 };
        expect(parseRateLimitHeaders(headersOf(name, sent))).toEqual(read);
        expect(parseRateLimitHeaders(new Headers(headersOf(name, sent)))).toEqual(read);
      }),
    );
  });

  it('mean core where no bucket is named, and limit minus remaining where used is left out', () => {
    const headers = {
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '59',
      'x-ratelimit-reset': '1800000000',
    };
    expect(parseRateLimitHeaders(headers)).toMatchObject({ bucket: 'core', used: 1 });
  });

  it.each(['', ' 5', '-1', '1.5', '1e3', '0x10', 'NaN', '9'.repeat(13), '٣'])(
    'with %p for a number are no rate limit',
    (text) => {
      const sent = {
        ...headersOf('core', { limit: 1, remaining: 1, used: 0, reset: 1 }),
        'x-ratelimit-limit': text,
      };
      expect(parseRateLimitHeaders(sent)).toBeUndefined();
    },
  );

  it.each(['', 'Core', '__proto__', 'a b', 'x'.repeat(41)])(
    'with the bucket %p are no rate limit',
    (name) => {
      const sent = headersOf(name, { limit: 1, remaining: 1, used: 0, reset: 1 });
      expect(parseRateLimitHeaders(sent)).toBeUndefined();
    },
  );

  it('never throw and give only natural numbers, whatever a server sends', () => {
    const names = Object.keys(headersOf('core', { limit: 0, remaining: 0, used: 0, reset: 0 }));
    const hostile = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.string(), fc.nat().map(String)));
    fc.assert(
      fc.property(hostile, (headers) => {
        const { bucket: _, ...numbers } = parseRateLimitHeaders(headers) ?? { bucket: '' };
        for (const number of Object.values(numbers))
          expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
      }),
    );
  });
});

describe('the body of /rate_limit', () => {
  it('is read bucket by bucket from a real answer', async () => {
    const github = await startGitHub({ limits: { core: 500 } });
    const ada = github.addUser();
    github.spend(ada.owner, 'core', 120);
    const { body } = await ask(github, 'GET /rate_limit', { token: github.addToken(ada).token });
    await github.close();

    const buckets = parseRateLimitBody(body);
    expect(buckets.get('core')).toMatchObject({ bucket: 'core', limit: 500, remaining: 380, used: 120 });
    expect([...buckets.keys()]).toEqual(expect.arrayContaining(['search', 'graphql', 'code_search']));
  });

  it('leaves out malformed buckets and keeps the others', () => {
    const good = { limit: 5000, remaining: 1, used: 4999, reset: 1_800_000_000 };
    const resources = {
      core: good,
      search: { ...good, limit: '5000' },
      graphql: null,
      'bad name': good,
      scim: { ...good, reset: -1 },
    };
    expect([...parseRateLimitBody({ resources }).keys()]).toEqual(['core', 'search']);
  });

  it('is empty for anything else, without an error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ resources: fc.anything() })), (value) => {
        for (const [name, limit] of parseRateLimitBody(value)) expect(limit.bucket).toBe(name);
      }),
    );
  });
});

describe('a refusal of GitHub', () => {
  it.each([
    [200, {}, '', 'none'],
    [404, {}, '', 'none'],
    [500, { 'retry-after': '5' }, '', 'none'],
    [401, {}, '', 'unauthorized'],
    [403, { 'x-ratelimit-remaining': '0' }, '', 'exhausted'],
    [429, { 'x-ratelimit-remaining': '0' }, '', 'exhausted'],
    [403, { 'x-ratelimit-remaining': '4000', 'retry-after': '60' }, '', 'secondary_limited'],
    [
      403,
      { 'x-ratelimit-remaining': '4000' },
      'You have exceeded a secondary rate limit',
      'secondary_limited',
    ],
    [429, { 'x-ratelimit-remaining': '4000' }, '', 'secondary_limited'],
    [403, { 'x-ratelimit-remaining': '4000' }, 'Resource not accessible', 'forbidden'],
  ] as const)(
    'of status %i with %j and the body %p is %s for the rate limits',
    (status, headers, body, meaning) => {
      expect(classifyRefusal(status, headers, body)).toBe(meaning);
    },
  );

  it('for a secondary limit is recognised even if the budget is exhausted too', () => {
    const headers = { 'x-ratelimit-remaining': '0', 'retry-after': '60' };
    expect(classifyRefusal(403, headers, 'You have exceeded a secondary rate limit.')).toBe(
      'secondary_limited',
    );
  });
});
