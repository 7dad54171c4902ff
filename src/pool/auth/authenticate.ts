import { hash } from 'node:crypto';
import type { Principal } from '../leasing/types.js';
import { oncePerTurn } from '../once-per-turn.js';
import type { ApiKey } from '../store/records.js';
import type { KeyStore } from '../store/types.js';
import type { FailureLimiter } from './failures.js';
import { createMemory } from './memory.js';
import type { Authenticate, AuthResult } from './types.js';

/** How long `last_used` may lag; in between, a lease does not write the key's row. */
const TOUCH_EVERY_MS = 60_000;
/** Keys known to be good pass the limiter; this many are remembered. */
const REMEMBERED_KEYS = 1000;

/** Tells the principal of an OIDC token; made by `createOidc`. */
export type IdentifyByToken = (jwt: string) => Promise<AuthResult>;

export type AuthenticateDeps = {
  keys: Pick<KeyStore, 'findBySecret' | 'touch'>;
  identifyByToken: IdentifyByToken;
  failures: FailureLimiter;
  now: () => number;
};

const HOW_TO =
  'send "Authorization: Bearer" with a key of this pool (tpk_...) or a GitHub Actions OIDC token';

/** Answers who asks, by API key or OIDC token, and slows down whoever guesses. */
export function createAuthenticate(deps: AuthenticateDeps): Authenticate {
  const { failures } = deps;
  // Jobs behind one NAT share an address: a wrong key in one must not shut out the right key of another.
  const goodKeys = createMemory(REMEMBERED_KEYS);
  // The legs of a matrix ask side by side with one key.
  const identify = oncePerTurn(
    (secret: string) => secret,
    async (secret) => {
      const result = await identifyByKey(deps, secret);
      if ('principal' in result) goodKeys.add(digestOf(secret));
      else goodKeys.forget(digestOf(secret));
      return result;
    },
  );

  return async ({ authorization, address }) => {
    const credential = /^Bearer +([\x21-\x7e]{1,8192}) *$/i.exec(authorization ?? '')?.[1];
    if (credential === undefined) return { refused: 'missing', message: `no credential; ${HOW_TO}` };
    const waitSeconds = failures.refusedForSeconds(address);
    if (waitSeconds > 0 && !goodKeys.has(digestOf(credential))) return limited(waitSeconds);
    const result = isKey(credential)
      ? await identify(credential)
      : isJwt(credential)
        ? await deps.identifyByToken(credential)
        : unknownCredential();
    if ('refused' in result && result.refused === 'invalid') failures.failed(address);
    return result;
  };
}

const digestOf = (secret: string): string => hash('sha256', secret, 'base64');

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
  const { name, role, labels, quotaPerHour } = key;
  return { id: `key:${key.id}`, kind: 'key', name, role, labels, quotaPerHour };
}

function unknownCredential(): AuthResult {
  return { refused: 'invalid', message: 'this credential is not known to the pool' };
}

function limited(retryAfterSeconds: number): AuthResult {
  const message = `too many failed attempts from this address; come back in ${retryAfterSeconds} s`;
  return { refused: 'limited', message, retryAfterSeconds };
}
