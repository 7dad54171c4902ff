import { createHmac, hkdfSync } from 'node:crypto';
import type { PoolSecrets } from './types.js';

/** Derives the pool's keys from its root secret, one per purpose, so that none can be used for another. */
export function derivePoolSecrets(rootSecret: string): PoolSecrets {
  const key = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', Buffer.from(rootSecret, 'base64url'), '', `fetch-token ${purpose}`, 32));
  const fingerprintKey = key('token fingerprint');
  const refKey = key('owner reference');
  return {
    key,
    fingerprint: (token) => createHmac('sha256', fingerprintKey).update(token).digest('base64url'),
    ownerRef: (ownerId) => createHmac('sha256', refKey).update(ownerId).digest('hex').slice(0, 12),
  };
}
