import { createPublicKey, verify } from 'node:crypto';
import type { Caller, Incoming } from './exchange.js';
import type { StoredToken, World } from './world.js';

const refused = (status: number, message: string): Caller => ({
  kind: 'refused',
  status,
  message,
  owner: undefined,
});

/** Identifies the caller. As on GitHub, a bad credential is refused even where none is needed. */
export function resolveCaller(world: World, request: Incoming): Caller {
  const header = request.headers.authorization;
  if (header === undefined) return { kind: 'anonymous', owner: `anonymous:${request.address}` };
  const [scheme = '', value = ''] = header.split(/ (.*)/s);
  switch (scheme.toLowerCase()) {
    case 'bearer':
    case 'token':
      return isAppJwt(value) ? appCaller(world, value) : tokenCaller(world, value);
    case 'basic':
      return basicCaller(world, value);
    default:
      return refused(401, 'Bad credentials');
  }
}

function isAppJwt(value: string): boolean {
  return value.startsWith('eyJ') && value.split('.').length === 3;
}

function tokenCaller(world: World, text: string): Caller {
  const token = world.tokens.get(text);
  if (!token || !isUsable(world, token)) return refused(401, 'Bad credentials');
  const { bearer } = token;
  if (bearer.kind === 'user' && bearer.user.suspended)
    return refused(403, 'Sorry. Your account was suspended.');
  if (bearer.kind === 'installation' && !world.installations.has(bearer.installation.id)) {
    return refused(401, 'Bad credentials');
  }
  if (bearer.kind === 'installation' && bearer.installation.suspended) {
    return refused(403, 'This installation has been suspended');
  }
  return { kind: 'token', token, owner: token.owner };
}

/** Neither revoked nor expired. */
export function isUsable(world: World, token: StoredToken): boolean {
  return !token.revoked && (token.expiresAtMs === undefined || token.expiresAtMs > world.now());
}

function basicCaller(world: World, encoded: string): Caller {
  const [name = '', password = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s);
  const client = world.oauthApps.get(name);
  if (client) {
    return client.clientSecret === password
      ? { kind: 'client', client, owner: undefined }
      : refused(401, 'Bad credentials');
  }
  // git and old clients send the token as the password, or as the name with x-oauth-basic.
  return tokenCaller(world, world.tokens.has(password) ? password : name);
}

const MAX_LIFETIME_SECONDS = 600;
/** GitHub tolerates clocks that run a little ahead. */
const LEEWAY_SECONDS = 60;

/** The checks of an App's JWT; messages are GitHub's, because clients match them. */
function appCaller(world: World, jwt: string): Caller {
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  const { alg } = decoded(header);
  const { iss, iat, exp } = decoded(claims);
  const app = [...world.apps.values()].find((candidate) =>
    [String(candidate.id), candidate.clientId].includes(`${iss}`),
  );
  if (alg !== 'RS256') return refused(401, 'A JSON web token could not be decoded');
  if (!app) return refused(404, 'Integration not found');
  const key = createPublicKey(app.privateKey);
  if (!verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))) {
    return refused(401, 'A JSON web token could not be decoded');
  }
  const nowSeconds = world.now() / 1000;
  if (!isInteger(iat) || iat > nowSeconds + LEEWAY_SECONDS) {
    return refused(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (!isInteger(exp) || exp <= nowSeconds) {
    return refused(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > nowSeconds + MAX_LIFETIME_SECONDS + LEEWAY_SECONDS) {
    return refused(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  return { kind: 'app', app, owner: `app:${app.id}` };
}

function decoded(part: string): { [name: string]: unknown } {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}
