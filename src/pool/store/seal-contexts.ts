import type { TokenKind } from '../../wire.js';

/**
 * The contexts under which secrets are sealed. A token's names all that decides who may lease it: a row with
 * its label changed in the database no longer opens.
 */
export function sealedTokenContext(token: { ownerId: string; kind: TokenKind; label: string }): string {
  return `token:${token.ownerId}:${token.kind}:${token.label}`;
}

export function sealedRefreshContext(token: { ownerId: string }): string {
  return `refresh:${token.ownerId}`;
}

export function sealedAppContext(appId: string): string {
  return `app:${appId}`;
}

export const POOL_SECRET_CONTEXT = 'settings:pool_secret';
