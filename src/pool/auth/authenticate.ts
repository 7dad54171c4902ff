import type { Principal } from '../leasing/types.js';
import { coalesced } from '../cache/coalesced.js';
import type { ApiKey } from '../store/records.js';
import type { KeyStore } from '../store/types.js';
import type { FailureLimiter } from './failures.js';
import type { Authenticate, AuthResult } from './types.js';

/** `last_used` may be this old, so that not every lease writes the key's row. */
const TOUCH_EVERY_MS = 60_000;

/** Identifies the principal of an OIDC token. */
export type IdentifyByToken = (jwt: string) => Promise<AuthResult>;

export type AuthenticateDeps = {
  keys: Pick<KeyStore, 'findBySecret' | 'touch'>;
  identifyByToken: IdentifyByToken;
  failures: FailureLimiter;
  now: () => number;
};

const HOW_TO =
  'send "Authorization: Bearer" with a key of this pool (tpk_...) or a GitHub Actions OIDC token';

/** Identifies clients by API key or OIDC token, and limits wrong credentials per network. */
export function createAuthenticate(deps: AuthenticateDeps): Authenticate {
  // The legs of a matrix send the same key at the same time.
  const identify = coalesced((secret) => identifyByKey(deps, secret));

  return async ({ authorization, address }) => {
    const credential = /^Bearer +([\x21-\x7e]{1,8192}) *$/i.exec(authorization ?? '')?.[1];
    if (credential === undefined) return { refused: 'missing', message: `no credential; ${HOW_TO}` };
    const result = isKey(credential)
      ? await identify(credential)
      : isJwt(credential)
        ? await deps.identifyByToken(credential)
        : unknownCredential();
    if ('principal' in result || result.refused !== 'invalid') return result;
    const waitSeconds = deps.failures.failed(address);
    return waitSeconds > 0 ? limited(waitSeconds) : result;
  };
}

function isKey(credential: string): boolean {
  return /^tpk_[A-Za-z0-9_-]{16,120}$/.test(credential);
}

function isJwt(credential: string): boolean {
  return /^eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(credential);
}

async function identifyByKey(deps: AuthenticateDeps, secret: string): Promise<AuthResult> {
  const key = await deps.keys.findBySecret(secret);
  if (!key) return unknownCredential();
  const nowMs = deps.now();
  if (key.revokedAtMs !== null)
    return { refused: 'invalid', message: 'this key was revoked; ask for a new one' };
  if (key.expiresAtMs !== null && key.expiresAtMs <= nowMs) {
    return { refused: 'invalid', message: 'this key has expired; ask for a new one' };
  }
  if (key.lastUsedAtMs === null || nowMs - key.lastUsedAtMs >= TOUCH_EVERY_MS) await deps.keys.touch(key.id);
  return { principal: principalOfKey(key) };
}

function principalOfKey(key: ApiKey): Principal {
  const { name, role, labels, legacyLabel, quotaPerHour } = key;
  return { id: `key:${key.id}`, kind: 'key', name, role, labels, legacyLabel, quotaPerHour };
}

function unknownCredential(): AuthResult {
  return { refused: 'invalid', message: 'this credential is not known to the pool' };
}

function limited(retryAfterSeconds: number): AuthResult {
  const message = `this credential is not accepted, after too many wrong ones from this address; try again in ${retryAfterSeconds} s`;
  return { refused: 'limited', message, retryAfterSeconds };
}
