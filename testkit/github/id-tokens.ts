import { randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { IdTokenOptions, JobClaims } from './types.js';

type SigningKey = { id: string; privateKey: CryptoKey; publicJwk: JWK };

export type IdTokenIssuer = {
  issue(claims: JobClaims, options?: IdTokenOptions): Promise<string>;
  jwks(): Promise<{ keys: JWK[] }>;
  rotate(fate: 'keep-old' | 'forget-old'): Promise<void>;
};

const LIFETIME_SECONDS = 300;

/** Signs like the OIDC provider of GitHub Actions. Generating an RSA key is slow, so the first one is made on demand. */
export function createIdTokenIssuer(deps: { now: () => number; issuer: () => string }): IdTokenIssuer {
  let keys: Promise<SigningKey[]> | undefined;
  const currentKeys = (): Promise<SigningKey[]> => {
    keys ??= newKey().then((key) => [key]);
    return keys;
  };

  return {
    async issue(claims, options = {}) {
      const key = options.key === 'unknown' ? await newKey() : (await currentKeys())[0];
      if (!key) throw new Error('the stand-in has no key to sign id tokens with');
      const iat = Math.floor((options.issuedAtMs ?? deps.now()) / 1000);
      const times = { iat, nbf: iat, exp: iat + (options.lifetimeSeconds ?? LIFETIME_SECONDS) };
      const standardClaims = {
        jti: randomUUID(),
        iss: deps.issuer(),
        aud: options.audience ?? defaultAudience(claims),
      };
      return new SignJWT({ ...standardClaims, ...times, ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.id, x5t: key.id })
        .sign(key.privateKey);
    },
    jwks: async () => ({ keys: (await currentKeys()).map((key) => key.publicJwk) }),
    async rotate(fate) {
      const old = fate === 'keep-old' ? await currentKeys() : [];
      const fresh = await newKey();
      keys = Promise.resolve([fresh, ...old]);
    },
  };
}

function defaultAudience(claims: JobClaims): string {
  return `https://github.com/${String(claims.repository_owner ?? 'octo')}`;
}

async function newKey(): Promise<SigningKey> {
  const id = randomUUID();
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return {
    id,
    privateKey,
    publicJwk: { ...(await exportJWK(publicKey)), kid: id, use: 'sig', alg: 'RS256' },
  };
}
