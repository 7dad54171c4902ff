import type { ObtainedToken } from './types.js';

type Known = Pick<ObtainedToken, 'source' | 'token' | 'kind'> & Partial<ObtainedToken>;

/** A token of which a source knows only this. */
export function obtainedToken(known: Known): ObtainedToken {
  return {
    tokenId: null,
    ownerRef: null,
    expiresAtMs: null,
    lease: null,
    rateLimit: null,
    fallbackReason: null,
    mintedForThisJob: false,
    ...known,
  };
}
