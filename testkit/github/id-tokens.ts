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

/** Signs as GitHub Actions' OIDC provider does. The first key is generated when first needed, because RSA keys take a while. */
export function createIdTokenIssuer(deps: { now: () => number; issuer: () => string }): IdTokenIssuer {
  let keys: Promise<SigningKey[]> | undefined;
  const listed = (): Promise<SigningKey[]> => {
    keys ??= newKey().then((key) => [key]);
    return keys;
  };

  return {
    async issue(claims, options = {}) {
      const key = options.key === 'unknown' ? await newKey() : (await listed())[0];
      if (!key) throw new Error('the stand-in has no key to sign id tokens with');
      const iat = Math.floor((options.issuedAtMs ?? deps.now()) / 1000);
      const times = { iat, nbf: iat, exp: iat + (options.lifetimeSeconds ?? LIFETIME_SECONDS) };
      const always = {
        jti: randomUUID(),
        iss: deps.issuer(),
        aud: options.audience ?? defaultAudience(claims),
      };
      return new SignJWT({ ...always, ...times, ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.id, x5t: key.id })
        .sign(key.privateKey);
    },
    jwks: async () => ({ keys: (await listed()).map((key) => key.publicJwk) }),
    async rotate(fate) {
      const old = fate === 'keep-old' ? await listed() : [];
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
