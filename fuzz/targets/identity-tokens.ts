import fc from 'fast-check';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createOidc } from '../../src/pool/auth/oidc.js';
import { PoolError } from '../../src/pool/faults/pool-error.js';
import type { PolicyRecord } from '../../src/pool/store/records.js';
import type { Target } from '../types.js';
import { anyJson, anyText, check, withOneEdit } from '../values.js';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
const ISSUER = 'https://issuer.test';
const VALID_CLAIMS = {
  iss: ISSUER,
  aud: 'fetch-token',
  exp: NOW_MS / 1000 + 300,
  iat: NOW_MS / 1000,
  jti: 'one',
  repository: 'octo/repo',
  repository_id: '1',
  repository_owner_id: '2',
  event_name: 'push',
  ref: 'refs/heads/main',
};

/** Claims signed with the issuer's key, most of them damaged, and signed tokens with one edit. */
export const identityTokenTarget: Target = {
  name: 'identity-tokens',
  share: 3,
  property: async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const keys = JSON.stringify({
      keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', kid: 'k', use: 'sig' }],
    });
    const document = JSON.stringify({ repository_ids: ['1'] });
    const policy = { id: 'p', name: 'p', document, createdAtMs: 0 } as unknown as PolicyRecord;
    const identify = createOidc({
      policies: { list: async () => [policy], useOnce: async () => true },
      config: { issuers: [ISSUER], audience: 'fetch-token' },
      fetch: async () => new Response(keys, { headers: { 'content-type': 'application/json' } }),
      now: () => NOW_MS,
    });
    const sign = (claims: object) =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(privateKey);
    const validToken = await sign(VALID_CLAIMS);
    const put = fc.dictionary(fc.constantFrom(...Object.keys(VALID_CLAIMS)), fc.oneof(anyText, anyJson), {
      maxKeys: 2,
    });
    const forged = fc.oneof(withOneEdit(fc.constant(validToken)), anyText, fc.constant(validToken));
    return fc.asyncProperty(fc.option(put), forged, async (damage, text) => {
      const claims = { ...VALID_CLAIMS, ...(damage ?? {}) };
      const jwt = damage === null ? text : await sign(claims);
      try {
        const result = await identify(jwt);
        if (!('principal' in result)) return;
        // The last character of a signature has unused bits, so two strings can be the same token.
        check(damage !== null || jwt.slice(0, -1) === validToken.slice(0, -1), 'a forged token was accepted');
        check(claims.repository_id === '1' && claims.event_name === 'push', 'a stranger was admitted');
        check(!/\p{Cc}/u.test(result.principal.name), 'the name moves the cursor');
      } catch (error) {
        if (!(error instanceof PoolError) || error.code !== 'invalid_request') throw error;
      }
    });
  },
};
