/** The state of one of GitHub's rate-limit buckets for one owner. Counts are requests (points for graphql). */
export type RateLimit = {
  bucket: string;
  limit: number;
  remaining: number;
  used: number;
  /** When the window ends, in milliseconds since the epoch; GitHub sends seconds. */
  resetAtMs: number;
};

type HeaderSource = { readonly [name: string]: string | readonly string[] | undefined } | Headers;

function header(headers: HeaderSource, name: string): string | undefined {
  // Not `instanceof Headers`: touching that global loads all of undici, some 20 ms.
  const found = isHeaders(headers) ? headers.get(name) : headers[name];
  return typeof found === 'string' ? found : undefined;
}

function isHeaders(headers: HeaderSource): headers is Headers {
  return typeof headers.get === 'function';
}

function naturalNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** The largest of JavaScript's dates. */
const LAST_SECOND = 8.64e12;

function rateLimit(bucket: string, fields: { [name: string]: unknown }): RateLimit | undefined {
  const limit = naturalNumber(fields.limit);
  const remaining = naturalNumber(fields.remaining);
  const reset = naturalNumber(fields.reset);
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  if (reset > LAST_SECOND) return undefined;
  const used = naturalNumber(fields.used) ?? Math.max(0, limit - remaining);
  return { bucket, limit, remaining, used, resetAtMs: reset * 1000 };
}

/**
 * Reads `x-ratelimit-{limit,remaining,used,reset,resource}` of a response, or returns undefined when they are
 * absent or not numbers, as on GHES with rate limits off. Header names must be in lower case, as in Node.
 */
export function parseRateLimitHeaders(headers: HeaderSource): RateLimit | undefined {
  const bucket = header(headers, 'x-ratelimit-resource') ?? 'core';
  if (!/^[a-z][a-z_]{0,39}$/.test(bucket)) return undefined;
  return rateLimit(bucket, {
    limit: header(headers, 'x-ratelimit-limit'),
    remaining: header(headers, 'x-ratelimit-remaining'),
    used: header(headers, 'x-ratelimit-used'),
    reset: header(headers, 'x-ratelimit-reset'),
  });
}

/** Reads the body of `GET /rate_limit` into a map by bucket; malformed buckets are left out. */
export function parseRateLimitBody(body: unknown): Map<string, RateLimit> {
  const found = new Map<string, RateLimit>();
  if (typeof body !== 'object' || body === null || !('resources' in body)) return found;
  const resources = body.resources;
  if (typeof resources !== 'object' || resources === null) return found;
  for (const [bucket, fields] of Object.entries(resources)) {
    if (typeof fields !== 'object' || fields === null || !/^[a-z][a-z_]{0,39}$/.test(bucket)) continue;
    const parsed = rateLimit(bucket, fields);
    if (parsed) found.set(bucket, parsed);
  }
  return found;
}

/** What GitHub's refusal means for the token. */
export type Refusal = 'unauthorized' | 'exhausted' | 'secondary_limited' | 'forbidden' | 'none';

/**
 * Classifies a response. GitHub uses 403 and 429 for both kinds of limit: spent budgets have `remaining: 0`, secondary
 * limits have `retry-after` or say so in the body ("Rate limits for the REST API").
 */
export function classifyRefusal(status: number, headers: HeaderSource, body = ''): Refusal {
  if (status === 401) return 'unauthorized';
  if (status !== 403 && status !== 429) return 'none';
  // A secondary limit can apply to an owner whose budget is also spent, so the text is checked first.
  if (/secondary rate|abuse detection/i.test(body)) return 'secondary_limited';
  if (header(headers, 'x-ratelimit-remaining') === '0') return 'exhausted';
  if (header(headers, 'retry-after') !== undefined) return 'secondary_limited';
  return status === 429 ? 'secondary_limited' : 'forbidden';
}
