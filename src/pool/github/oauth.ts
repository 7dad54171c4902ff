import { deleteAuthorization, deleteToken, exchangeWebFlowCode, refreshToken } from '@octokit/oauth-methods';
import { request as octokitRequest } from '@octokit/request';
import { parsed, refusalOf, refused } from './answer.js';
import { OAUTH_ANSWER } from './answer-schemas.js';
import { UpstreamError } from './bounded-fetch.js';
import type { Fetch, OAuthClient, OAuthTokens, UpstreamResult } from './types.js';

export type OAuthDeps = {
  fetch: Fetch;
  now: () => number;
  apiUrl: string;
  serverUrl: string;
  userAgent: string;
};

/** GitHub's errors for a code or refresh token that is wrong, used or expired: the person must sign in again. */
const SIGN_IN_AGAIN = new Set([
  'bad_verification_code',
  'bad_refresh_token',
  'expired_token',
  'access_denied',
]);

function requestFor(deps: OAuthDeps, baseUrl: string, extra: { [name: string]: string } = {}) {
  return octokitRequest.defaults({
    baseUrl,
    headers: { 'user-agent': deps.userAgent },
    request: { fetch: deps.fetch, log: { warn: () => undefined } },
    ...extra,
  });
}

/** Exchanges a sign-in code. The code verifier (PKCE) is passed as a default: the library has no field for it. */
export function exchangeCode(
  deps: OAuthDeps,
  client: OAuthClient,
  grant: { code: string; codeVerifier: string; redirectUrl: string },
): Promise<UpstreamResult<OAuthTokens>> {
  const request = requestFor(deps, deps.serverUrl, { code_verifier: grant.codeVerifier });
  return resultOf(deps, async () => {
    const { code, redirectUrl } = grant;
    const answer = await exchangeWebFlowCode({
      clientType: 'oauth-app',
      ...client,
      code,
      redirectUrl,
      request,
    });
    return tokensOf(answer.data, deps.now());
  });
}

/** Exchanges a refresh token for a new pair; GitHub invalidates the old pair. */
export function refresh(
  deps: OAuthDeps,
  client: OAuthClient,
  old: string,
): Promise<UpstreamResult<OAuthTokens>> {
  const request = requestFor(withDate(deps), deps.serverUrl);
  return resultOf(deps, async () => {
    const answer = await refreshToken({ clientType: 'github-app', ...client, refreshToken: old, request });
    return tokensOf(answer.data, deps.now());
  });
}

export function revokeToken(
  deps: OAuthDeps,
  client: OAuthClient,
  token: string,
): Promise<UpstreamResult<true>> {
  const request = requestFor(deps, deps.apiUrl);
  return revoked(deps, () => deleteToken({ clientType: 'oauth-app', ...client, token, request }));
}

export function revokeGrant(
  deps: OAuthDeps,
  client: OAuthClient,
  token: string,
): Promise<UpstreamResult<true>> {
  const request = requestFor(deps, deps.apiUrl);
  return revoked(deps, () => deleteAuthorization({ clientType: 'oauth-app', ...client, token, request }));
}

async function revoked(deps: OAuthDeps, call: () => Promise<unknown>): Promise<UpstreamResult<true>> {
  const result = await resultOf<true>(deps, async () => {
    await call();
    return true;
  });
  if (!('refused' in result)) return result;
  if (result.refused === 'not_found') return { ok: true };
  // These calls authenticate as the OAuth client, so a 401 means its secret and not the token.
  return result.refused === 'unauthorized' ? refused('forbidden', null) : result;
}

/**
 * Adds a `date` header where a proxy has removed it: the library computes expiry from it and would throw, when the
 * single-use token is already used up.
 */
function withDate(deps: OAuthDeps): OAuthDeps {
  const fetch: Fetch = async (url, init) => {
    const response = await deps.fetch(url, init);
    if (Number.isFinite(Date.parse(response.headers.get('date') ?? ''))) return response;
    const headers = new Headers(response.headers);
    headers.set('date', new Date(deps.now()).toUTCString());
    return new Response(response.body, { status: response.status, headers });
  };
  return { ...deps, fetch };
}

/** Lifetimes count from the pool's clock, which they are later compared with. */
function tokensOf(data: unknown, nowMs: number): OAuthTokens {
  const answer = parsed(OAUTH_ANSWER, JSON.stringify(data));
  const after = (seconds: number | undefined) => (seconds === undefined ? null : nowMs + seconds * 1000);
  return {
    token: answer.access_token,
    scopes: (answer.scope ?? '').split(/[\s,]+/).filter(Boolean),
    refreshToken: answer.refresh_token ?? null,
    expiresAtMs: after(answer.expires_in),
    refreshTokenExpiresAtMs: after(answer.refresh_token_expires_in),
  };
}

async function resultOf<T>(deps: OAuthDeps, call: () => Promise<T>): Promise<UpstreamResult<T>> {
  try {
    return { ok: await call() };
  } catch (error) {
    if (error instanceof UpstreamError) return { unreachable: error.message };
    // The library wraps what fetch threw. Its own messages may quote the answer, so they are not passed on.
    const cause = error instanceof Error ? error.cause : undefined;
    if (cause instanceof UpstreamError) return { unreachable: cause.message };
    return refusalOfError(error, deps.now());
  }
}

function refusalOfError(error: unknown, nowMs: number): UpstreamResult<never> {
  const response = error instanceof Error && 'response' in error ? error.response : undefined;
  if (!isResponse(response)) return { unreachable: 'GitHub gave no usable answer' };
  const code = oauthErrorCode(response.data);
  if (code !== undefined) return refused(SIGN_IN_AGAIN.has(code) ? 'unauthorized' : 'forbidden', null);
  const headers = new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  const text = typeof response.data === 'string' ? response.data : JSON.stringify(response.data);
  return refusalOf({ status: response.status, headers, text }, nowMs);
}

type OctokitResponse = { status: number; headers: { [name: string]: unknown }; data: unknown };

function isResponse(value: unknown): value is OctokitResponse {
  return (
    typeof value === 'object' && value !== null && 'status' in value && 'headers' in value && 'data' in value
  );
}

/** Sign-in errors come with status 200 and an `error` code. */
function oauthErrorCode(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('error' in data)) return undefined;
  return typeof data.error === 'string' ? data.error : undefined;
}
