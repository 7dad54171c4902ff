import { parseRateLimitBody } from '../../github/rate-limit.js';
import { guarded, parsed, type RawAnswer, refusalOf } from './answer.js';
import { USER_ANSWER } from './answer-schemas.js';
import { type Api, listInstallations, mintToken } from './app.js';
import { boundedFetch, UpstreamError } from './bounded-fetch.js';
import { exchangeCode, refresh, revokeGrant, revokeToken } from './oauth.js';
import type {
  Budgets,
  Fetch,
  Identity,
  Upstream,
  UpstreamConfig,
  UpstreamDeps,
  UpstreamResult,
} from './types.js';

/** GitHub's API version that these calls were written against. */
const API_VERSION = '2022-11-28';

/*
 * Written from GitHub's documentation and tested against the stand-in only. Assumed where the documentation says nothing:
 * `/rate_limit` has `x-oauth-scopes` and the token's expiry like other answers; it refuses suspended accounts and
 * installations with 403; a GHES without rate limits checks the token before its 404; an unknown App gets 401 or 404.
 */

/** The client for one GitHub. It has no state, so it can be created wherever one is needed. */
export function createUpstream(deps: UpstreamDeps, config: UpstreamConfig): Upstream {
  const apiUrl = config.apiUrl.replace(/\/+$/, '');
  const fetch = boundedFetch(deps.fetch, { timeoutMs: config.timeoutMs });
  const api = apiOf(fetch, apiUrl, config.userAgent);
  const app = { api, now: deps.now };
  const serverUrl = (config.serverUrl ?? serverUrlOf(apiUrl)).replace(/\/+$/, '');
  const oauth = { fetch, now: deps.now, apiUrl, serverUrl, userAgent: config.userAgent };
  return {
    apiUrl,
    rateLimit: (token) => guarded(async () => budgetsOf(await get(api, '/rate_limit', token), deps.now())),
    whoAmI: (token) => guarded(async () => identityOf(await get(api, '/user', token), deps.now())),
    installations: (credentials) => guarded(() => listInstallations(app, credentials)),
    mintInstallationToken: (credentials, installationId, permissions) =>
      guarded(() => mintToken(app, credentials, { installationId, ...(permissions ? { permissions } : {}) })),
    refreshUserToken: (client, old) => refresh(oauth, client, old),
    exchangeOAuthCode: (client, grant) => exchangeCode(oauth, client, grant),
    revokeOAuthToken: (client, token) => revokeToken(oauth, client, token),
    revokeOAuthGrant: (client, token) => revokeGrant(oauth, client, token),
  };
}

/** Where people sign in at the GitHub whose API has this address. */
export function serverUrlOf(apiUrl: string): string {
  const url = new URL(apiUrl);
  if (url.hostname.startsWith('api.')) url.hostname = url.hostname.slice('api.'.length);
  return `${url.origin}${url.pathname.replace(/\/api\/v3\/?$/, '').replace(/\/+$/, '')}`;
}

function apiOf(fetch: Fetch, apiUrl: string, userAgent: string): Api {
  return async ({ method, path, token, body }) => {
    const headers: { [name: string]: string } = {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'user-agent': userAgent,
      'x-github-api-version': API_VERSION,
    };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const init: RequestInit = body === undefined ? { method, headers } : { method, headers, body };
    const response = await fetch(`${apiUrl}${path}`, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
}

function get(api: Api, path: string, token: string): Promise<RawAnswer> {
  return api({ method: 'GET', path, token });
}

function budgetsOf(answer: RawAnswer, nowMs: number): UpstreamResult<Budgets> {
  const { headers } = answer;
  const facts = {
    answeredAtMs: dateOf(headers),
    scopes: scopesOf(headers),
    expiresAtMs: expiryOf(headers),
  };
  // A GHES with rate limits disabled answers 404, after it has checked the token.
  if (answer.status === 404 && /rate limiting is not enabled/i.test(answer.text)) {
    return { ok: { buckets: [], ...facts } };
  }
  if (answer.status !== 200) return refusalOf(answer, nowMs);
  const buckets = [...parseRateLimitBody(jsonOf(answer.text)).values()];
  if (buckets.length === 0) return { unreachable: 'the answer names no rate limits' };
  return { ok: { buckets, ...facts } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UpstreamError('the answer is not JSON');
  }
}

const ACCOUNT_TYPES: ReadonlySet<string> = new Set(['User', 'Organization', 'Bot']);

function isAccountType(type: string): type is 'User' | 'Organization' | 'Bot' {
  return ACCOUNT_TYPES.has(type);
}

function identityOf(answer: RawAnswer, nowMs: number): UpstreamResult<Identity> {
  if (answer.status !== 200) return refusalOf(answer, nowMs);
  const user = parsed(USER_ANSWER, answer.text);
  const type = user.type ?? '';
  return {
    ok: {
      accountId: user.id,
      login: user.login,
      accountType: isAccountType(type) ? type : 'other',
      scopes: scopesOf(answer.headers),
      suspended: typeof user.suspended_at === 'string',
      expiresAtMs: expiryOf(answer.headers),
    },
  };
}

function dateOf(headers: Headers): number | null {
  const ms = Date.parse(headers.get('date') ?? '');
  return Number.isFinite(ms) ? ms : null;
}

function scopesOf(headers: Headers): string[] | null {
  const scopes = headers.get('x-oauth-scopes');
  return scopes === null ? null : scopes.split(/[\s,]+/).filter(Boolean);
}

/** `2026-12-01 10:00:00 UTC`, or with an offset as in `2026-12-01 10:00:00 +0100`. */
function expiryOf(headers: Headers): number | null {
  const expiry = headers.get('github-authentication-token-expiration');
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (UTC|[+-]\d{4})$/.exec(expiry ?? '');
  if (!parts) return null;
  const zone = parts[3] === 'UTC' ? 'Z' : parts[3];
  const ms = Date.parse(`${parts[1]}T${parts[2]}${zone}`);
  return Number.isFinite(ms) ? ms : null;
}
