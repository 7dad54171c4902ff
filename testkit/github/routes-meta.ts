import { BUCKETS } from './buckets.js';
import { figuresOf, windowLengthMs } from './budgets.js';
import { type Answer, type Call, type Route, refusal } from './exchange.js';
import { publicUser, simpleUser } from './shapes.js';

const HOUR_MS = 3_600_000;

function rateLimit({ world, caller }: Call): Answer {
  if (world.options.rateLimiting === 'off') return refusal(404, 'Rate limiting is not enabled.');
  if (caller.kind !== 'token' && caller.kind !== 'app' && caller.kind !== 'anonymous') {
    return refusal(401, 'Bad credentials');
  }
  // Without an open window GitHub reports a reset one whole window from now.
  const windowMs = world.options.windowMs ?? HOUR_MS;
  const resources = Object.fromEntries(
    BUCKETS.map((bucket) => {
      const closedResetAtMs = world.now() + windowLengthMs(bucket, windowMs);
      return [bucket, figuresOf(world.budgets.view(caller.owner, bucket), closedResetAtMs)];
    }),
  );
  return { status: 200, json: { resources, rate: resources.core } };
}

function currentUser({ world, caller }: Call): Answer {
  if (caller.kind === 'token' && caller.token.bearer.kind === 'user') {
    return { status: 200, json: publicUser(world, caller.token.bearer.user) };
  }
  if (caller.kind === 'token') return refusal(403, 'Resource not accessible by integration');
  return refusal(401, 'Requires authentication');
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

/** Revokes leaked user tokens; needs no authentication, and ignores installation tokens. */
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
