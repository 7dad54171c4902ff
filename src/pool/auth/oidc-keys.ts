import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTVerifyGetKey } from 'jose';
import { boundedFetch } from '../github/bounded-fetch.js';

const TIMEOUT_MS = 5_000;
/** GitHub's key set is about 10 kB. */
const MAX_BYTES = 256 * 1024;
/** A token with an unknown key makes the pool read the keys again, but not more often than this. */
const COOLDOWN_MS = 30_000;
const MAX_AGE_MS = 600_000;

/** The public keys of one OIDC issuer. */
export type IssuerKeys = {
  getKey: JWTVerifyGetKey;
  /** How often a key set with at least one key was read. */
  timesRead: () => number;
};

/** Reads the keys of an issuer when needed, at most every half minute, with bounds on time and size. */
export function createIssuerKeys(fetch: FetchImplementation, issuer: string): IssuerKeys {
  const read = boundedFetch((url, init) => fetch(url, init as Parameters<FetchImplementation>[1]), {
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  });
  let timesRead = 0;
  const getKey = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks`), {
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: MAX_AGE_MS,
    timeoutDuration: TIMEOUT_MS,
    [customFetch]: async (url, init) => {
      const response = await read(url, init);
      if (response.status === 200 && (await hasKeys(response.clone()))) timesRead += 1;
      return response;
    },
  });
  return { getKey, timesRead: () => timesRead };
}

async function hasKeys(response: Response): Promise<boolean> {
  const body: unknown = await response.json().catch(() => undefined);
  return (
    typeof body === 'object' &&
    body !== null &&
    'keys' in body &&
    Array.isArray(body.keys) &&
    body.keys.length > 0
  );
}
