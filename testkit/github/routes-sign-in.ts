import { createHash } from 'node:crypto';
import { type Answer, type Call, type Route, textOf } from './exchange.js';
import { errorPage, signInPage } from './sign-in-page.js';
import { newCode } from './token-text.js';
import { issued, storeUserToken } from './user-tokens.js';
import type { StoredOAuthApp, StoredToken, StoredUser, World } from './world.js';

const CODE_LIFETIME_MS = 600_000;

/** The registered callback path or one below it, on the registered host; any port on loopback. */
function isAllowedRedirect(registered: string | undefined, requested: string): boolean {
  if (registered === undefined) return true;
  const [registeredUrl, requestedUrl] = [URL.parse(registered), URL.parse(requested)];
  if (
    !registeredUrl ||
    !requestedUrl ||
    registeredUrl.protocol !== requestedUrl.protocol ||
    registeredUrl.hostname !== requestedUrl.hostname
  )
    return false;
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(registeredUrl.hostname);
  if (!isLoopback && registeredUrl.port !== requestedUrl.port) return false;
  return (
    requestedUrl.pathname === registeredUrl.pathname ||
    requestedUrl.pathname.startsWith(`${registeredUrl.pathname.replace(/\/$/, '')}/`)
  );
}

function authorizePage({ world, request }: Call): Answer {
  const query = request.query;
  const client = world.oauthApps.get(query.get('client_id') ?? '');
  if (!client) return { status: 404, html: errorPage('There is no application with this client_id.') };
  const redirectUri = query.get('redirect_uri') ?? client.callbackUrl;
  if (!redirectUri || !isAllowedRedirect(client.callbackUrl, redirectUri)) {
    return { status: 400, html: errorPage('The redirect_uri is not associated with this application.') };
  }
  const params = Object.fromEntries([...query, ['redirect_uri', redirectUri]]);
  if (world.signInAs) return approve(world, client, { user: world.signInAs, params });
  const users = [...world.users.values()].filter((user) => user.type === 'User' && !user.suspended);
  return { status: 200, html: signInPage({ applicationName: client.name, users, params }) };
}

/** Handles the form of the sign-in page. */
function submitSignIn({ world, request }: Call): Answer {
  const params = Object.fromEntries(
    Object.entries(request.body).map(([name, value]) => [name, String(value)]),
  );
  const client = world.oauthApps.get(params.client_id ?? '');
  const redirectUri = params.redirect_uri ?? '';
  if (!client || !isAllowedRedirect(client.callbackUrl, redirectUri)) {
    return { status: 400, html: errorPage('The redirect_uri is not associated with this application.') };
  }
  const user = world.users.get(Number(params.user_id));
  if (params.decision === 'authorize' && user) return approve(world, client, { user, params });
  const description = 'The user has denied your application access.';
  return redirect(redirectUri, {
    error: 'access_denied',
    error_description: description,
    state: params.state,
  });
}

type Approval = { user: StoredUser; params: { [name: string]: string } };

function approve(world: World, client: StoredOAuthApp, { user, params }: Approval): Answer {
  const code = newCode();
  const redirectUri = params.redirect_uri ?? '';
  world.codes.set(code, {
    clientId: client.clientId,
    user,
    scopes: (params.scope ?? '').split(/[\s,]+/).filter((scope) => scope !== ''),
    redirectUri,
    challenge: params.code_challenge_method === 'S256' ? params.code_challenge : undefined,
    expiresAtMs: world.now() + CODE_LIFETIME_MS,
  });
  return redirect(redirectUri, { code, state: params.state });
}

function redirect(to: string, params: { [name: string]: string | undefined }): Answer {
  const url = new URL(to);
  for (const [name, value] of Object.entries(params))
    if (value !== undefined) url.searchParams.set(name, value);
  return { status: 302, headers: { location: url.href } };
}

type TokenAnswer = { [name: string]: string | number };

const oauthError = (error: string, description: string): TokenAnswer => ({
  error,
  error_description: description,
  error_uri:
    'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors',
});

/** GitHub answers errors of this endpoint with status 200, form-encoded unless JSON is accepted. */
function accessToken({ world, request }: Call): Answer {
  const answer = issueToken(world, { ...Object.fromEntries(request.query), ...request.body });
  if (request.headers.accept?.includes('json')) return { status: 200, json: answer };
  return {
    status: 200,
    form: Object.fromEntries(Object.entries(answer).map(([name, v]) => [name, String(v)])),
  };
}

function issueToken(world: World, body: { readonly [name: string]: unknown }): TokenAnswer {
  const client = world.oauthApps.get(textOf(body.client_id) ?? '');
  if (!client || client.clientSecret !== body.client_secret) {
    return oauthError(
      'incorrect_client_credentials',
      'The client_id and/or client_secret passed are incorrect.',
    );
  }
  return body.grant_type === 'refresh_token'
    ? redeemRefreshToken(world, client, body)
    : redeemCode(world, client, body);
}

function redeemCode(
  world: World,
  client: StoredOAuthApp,
  body: { readonly [name: string]: unknown },
): TokenAnswer {
  const text = textOf(body.code) ?? '';
  const code = world.codes.get(text);
  world.codes.delete(text);
  if (!code || code.clientId !== client.clientId || code.expiresAtMs <= world.now()) {
    return oauthError('bad_verification_code', 'The code passed is incorrect or expired.');
  }
  const verifier = textOf(body.code_verifier);
  const verifierHash = verifier && createHash('sha256').update(verifier).digest('base64url');
  if (code.challenge !== undefined && verifierHash !== code.challenge) {
    return oauthError('bad_verification_code', 'The code passed is incorrect or expired.');
  }
  const redirectUri = textOf(body.redirect_uri);
  if (redirectUri !== undefined && redirectUri !== code.redirectUri) {
    return oauthError('redirect_uri_mismatch', 'The redirect_uri MUST match the registered callback URL.');
  }
  return tokenResponse(world, newToken(world, client, code), code.scopes);
}

function newToken(
  world: World,
  client: StoredOAuthApp,
  grant: { user: StoredUser; scopes: readonly string[] },
): StoredToken {
  const { clientId } = client;
  // An App's user tokens have the App's permissions; only OAuth apps have scopes.
  return client.appId > 0
    ? storeUserToken(world, grant.user, { kind: 'app_user', clientId })
    : storeUserToken(world, grant.user, { kind: 'oauth', scopes: grant.scopes, clientId });
}

function redeemRefreshToken(
  world: World,
  client: StoredOAuthApp,
  body: { readonly [name: string]: unknown },
): TokenAnswer {
  const text = textOf(body.refresh_token) ?? '';
  const old = world.refreshTokens.get(text);
  if (old?.bearer.kind !== 'user' || old.bearer.clientId !== client.clientId) {
    return oauthError('bad_refresh_token', 'The refresh token passed is incorrect or expired.');
  }
  // A refresh token is single-use, and using it revokes the old access token.
  world.refreshTokens.delete(text);
  old.revoked = true;
  return tokenResponse(world, newToken(world, client, { user: old.bearer.user, scopes: [] }), []);
}

const SIX_MONTHS_SECONDS = 15_897_600;

function tokenResponse(world: World, token: StoredToken, scopes: readonly string[]): TokenAnswer {
  const { refreshToken, expiresAtMs } = issued(token);
  const basic = { access_token: token.text, scope: scopes.join(','), token_type: 'bearer' };
  if (refreshToken === undefined || expiresAtMs === undefined) return basic;
  const expiring = {
    expires_in: Math.round((expiresAtMs - world.now()) / 1000),
    refresh_token: refreshToken,
  };
  return { ...basic, ...expiring, refresh_token_expires_in: SIX_MONTHS_SECONDS };
}

export const SIGN_IN_ROUTES: readonly Route[] = [
  { method: 'GET', pattern: '/login/oauth/authorize', cost: 'web', handle: authorizePage },
  { method: 'POST', pattern: '/login/oauth/authorize', cost: 'web', handle: submitSignIn },
  { method: 'POST', pattern: '/login/oauth/access_token', cost: 'web', handle: accessToken },
];
