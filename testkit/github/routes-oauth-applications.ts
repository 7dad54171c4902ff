import { createHash } from 'node:crypto';
import { isUsable } from './callers.js';
import {
  type Answer,
  type Call,
  isoTime,
  notFound,
  type Route,
  refusal,
  textOf,
  unprocessable,
} from './exchange.js';
import { simpleUser } from './shapes.js';
import { endGrant } from './user-tokens.js';
import type { Bearer, StoredOAuthApp, StoredToken, World } from './world.js';

type UserToken = StoredToken & { bearer: Extract<Bearer, { kind: 'user' }> };
type Handler = (call: Call, client: StoredOAuthApp, token: UserToken) => Answer;

/** These endpoints require an application's id and secret, and accept only tokens issued to it. */
function asOwnApplication(handler: Handler): (call: Call) => Answer {
  return (call) => {
    const { caller, param, request, world } = call;
    if (caller.kind !== 'client' || caller.client.clientId !== param('client_id')) {
      return refusal(
        caller.kind === 'client' ? 404 : 401,
        caller.kind === 'client' ? 'Not Found' : 'Requires authentication',
      );
    }
    // GitHub's front end refuses a body without Content-Length, which Node does not send with a DELETE.
    if (request.headers['content-length'] === undefined) return refusal(400, 'Problems parsing JSON');
    const text = textOf(request.body.access_token);
    if (text === undefined) return unprocessable('Invalid request. "access_token" wasn\'t supplied.');
    const token = world.tokens.get(text);
    return token && isOwn(world, token, caller.client) ? handler(call, caller.client, token) : notFound();
  };
}

function isOwn(world: World, token: StoredToken, client: StoredOAuthApp): token is UserToken {
  return token.bearer.kind === 'user' && token.bearer.clientId === client.clientId && isUsable(world, token);
}

function authorization({ world }: Call, client: StoredOAuthApp, token: UserToken): Answer {
  const created = isoTime(token.createdAtMs);
  return {
    status: 200,
    json: {
      id: token.id,
      url: `${world.apiUrl}/authorizations/${token.id}`,
      app: { name: client.name, url: client.callbackUrl ?? world.origin, client_id: client.clientId },
      token: token.text,
      hashed_token: createHash('sha256').update(token.text).digest('hex'),
      token_last_eight: token.text.slice(-8),
      note: null,
      note_url: null,
      created_at: created,
      updated_at: created,
      scopes: token.bearer.scopes,
      fingerprint: null,
      expires_at: token.expiresAtMs === undefined ? null : isoTime(token.expiresAtMs),
      user: simpleUser(world, token.bearer.user),
    },
  };
}

function removeToken(_call: Call, _client: StoredOAuthApp, token: UserToken): Answer {
  token.revoked = true;
  return { status: 204 };
}

function removeGrant({ world }: Call, client: StoredOAuthApp, token: UserToken): Answer {
  endGrant(world, token.bearer.user, client.clientId);
  return { status: 204 };
}

const TOKEN = '/applications/:client_id/token';
const GRANT = '/applications/:client_id/grant';

export const OAUTH_APPLICATION_ROUTES: readonly Route[] = [
  { method: 'POST', pattern: TOKEN, cost: 'free', handle: asOwnApplication(authorization) },
  { method: 'DELETE', pattern: TOKEN, cost: 'free', handle: asOwnApplication(removeToken) },
  { method: 'DELETE', pattern: GRANT, cost: 'free', handle: asOwnApplication(removeGrant) },
];
