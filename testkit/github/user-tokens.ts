import { isUsable } from './callers.js';
import { newRefreshToken, newUserTokenText } from './token-text.js';
import type { IssuedToken, NewToken } from './types.js';
import type { StoredToken, StoredUser, World } from './world.js';

const APP_USER_TOKEN_MS = 8 * 3_600_000;
const MAX_TOKENS_PER_GRANT = 10;

/** Stores a new token of a user. As on GitHub, the eleventh for the same application and scopes revokes the oldest. */
export function storeUserToken(world: World, user: StoredUser, fields: NewToken = {}): StoredToken {
  const tokenKind = fields.kind ?? 'oauth';
  const isAppUser = tokenKind === 'app_user';
  const lifetimeMs =
    fields.lifetimeMs ?? (isAppUser ? (world.options.appUserTokenMs ?? APP_USER_TOKEN_MS) : undefined);
  const clientId = fields.clientId === undefined ? {} : { clientId: fields.clientId };
  const token: StoredToken = {
    id: world.nextId(),
    text: newUserTokenText(tokenKind),
    owner: user.owner,
    bearer: { kind: 'user', user, tokenKind, scopes: fields.scopes ?? [], ...clientId },
    createdAtMs: world.now(),
    expiresAtMs: lifetimeMs === undefined ? undefined : world.now() + lifetimeMs,
    revoked: false,
    refreshToken: isAppUser ? newRefreshToken() : undefined,
  };
  world.tokens.set(token.text, token);
  if (token.refreshToken !== undefined) world.refreshTokens.set(token.refreshToken, token);
  if (fields.clientId !== undefined) endOldest(world, token);
  return token;
}

function endOldest(world: World, newToken: StoredToken): void {
  const siblings = [...world.tokens.values()].filter(
    (token) => isUsable(world, token) && isSameGrant(token, newToken),
  );
  for (const token of siblings.slice(0, -MAX_TOKENS_PER_GRANT)) token.revoked = true;
}

function isSameGrant(a: StoredToken, b: StoredToken): boolean {
  if (a.bearer.kind !== 'user' || b.bearer.kind !== 'user' || a.owner !== b.owner) return false;
  return a.bearer.clientId === b.bearer.clientId && a.bearer.scopes.join() === b.bearer.scopes.join();
}

/** Revokes a user's grant to an application: all its tokens and refresh tokens. */
export function endGrant(world: World, user: StoredUser, clientId: string): void {
  for (const token of world.tokens.values()) {
    if (token.bearer.kind !== 'user' || token.bearer.user !== user || token.bearer.clientId !== clientId)
      continue;
    token.revoked = true;
    if (token.refreshToken !== undefined) world.refreshTokens.delete(token.refreshToken);
  }
}

/** A stored token as the stand-in's API returns it. */
export function issued(token: StoredToken): IssuedToken {
  const { text, owner, expiresAtMs, refreshToken } = token;
  return { token: text, owner, expiresAtMs, refreshToken };
}
