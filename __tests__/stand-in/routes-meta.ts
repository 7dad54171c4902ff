import { BUCKETS, figuresOf } from './budgets.js';
import { type Answer, type Call, type Route, refusal } from './exchange.js';
import { publicUser, simpleUser } from './shapes.js';

const HOUR_MS = 3_600_000;

function rateLimit({ world, caller }: Call): Answer {
  if (world.options.rateLimiting === 'off') return refusal(404, 'Rate limiting is not enabled.');
  if (caller.kind !== 'token' && caller.kind !== 'app' && caller.kind !== 'anonymous') {
    return refusal(401, 'Bad credentials');
  }
  // A closed window is told as one that would end a whole window from now.
  const closedResetAtMs = world.now() + (world.options.windowMs ?? HOUR_MS);
  const resources = Object.fromEntries(
    BUCKETS.map((bucket) => [bucket, figuresOf(world.budgets.view(caller.owner, bucket), closedResetAtMs)]),
  );
  return { status: 200, json: { resources, rate: resources.core } };
}

function currentUser({ world, caller }: Call): Answer {
  if (caller.kind === 'token' && caller.token.bearer.kind === 'user') {
    const { bearer, expiresAtMs } = caller.token;
    const hasScopes = bearer.tokenKind === 'pat_classic' || bearer.tokenKind === 'oauth';
    const headers = {
      ...(hasScopes ? { 'x-oauth-scopes': bearer.scopes.join(', '), 'x-accepted-oauth-scopes': '' } : {}),
      ...(bearer.clientId ? { 'x-oauth-client-id': bearer.clientId } : {}),
      ...(expiresAtMs === undefined
        ? {}
        : { 'github-authentication-token-expiration': utcText(expiresAtMs) }),
    };
    return { status: 200, json: publicUser(world, bearer.user), headers };
  }
  if (caller.kind === 'token') return refusal(403, 'Resource not accessible by integration');
  return refusal(401, 'Requires authentication');
}

/** `2026-11-20 21:00:00 UTC`, the form of that one header. */
function utcText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function userByLogin({ world, param }: Call): Answer {
  const user = [...world.users.values()].find(
    (found) => found.login.toLowerCase() === param('login').toLowerCase(),
  );
  return user ? { status: 200, json: publicUser(world, user) } : refusal(404, 'Not Found');
}

function graphql({ world, caller }: Call): Answer {
  if (caller.kind !== 'token') return refusal(401, 'This endpoint requires you to be authenticated.');
  const figures = figuresOf(world.budgets.view(caller.owner, 'graphql'), world.now());
  const { bearer } = caller.token;
  const viewer = bearer.kind === 'user' ? simpleUser(world, bearer.user).login : 'github-actions[bot]';
  const rateLimitFields = {
    cost: 1,
    limit: figures.limit,
    remaining: figures.remaining,
    used: figures.used,
    resetAt: new Date(figures.reset * 1000).toISOString(),
  };
  return { status: 200, json: { data: { viewer: { login: viewer }, rateLimit: rateLimitFields } } };
}

/** Irreversible, without authentication, for anybody's leaked tokens but those of installations. */
function revokeCredentials({ world, request }: Call): Answer {
  const { credentials } = request.body;
  for (const text of Array.isArray(credentials) ? credentials : []) {
    const token = world.tokens.get(String(text));
    if (token?.bearer.kind === 'user') token.revoked = true;
  }
  return { status: 202, json: {} };
}

const zen = (): Answer => ({ status: 200, text: 'Keep it logically awesome.' });

export const META_ROUTES: readonly Route[] = [
  { method: 'GET', pattern: '/rate_limit', cost: 'free', handle: rateLimit },
  { method: 'GET', pattern: '/user', cost: 'core', handle: currentUser },
  { method: 'GET', pattern: '/users/:login', cost: 'core', handle: userByLogin },
  { method: 'GET', pattern: '/zen', cost: 'core', handle: zen },
  { method: 'POST', pattern: '/graphql', cost: 'graphql', handle: graphql },
  { method: 'POST', pattern: '/credentials/revoke', cost: 'core', handle: revokeCredentials },
];
