import type { TokenKind } from '../../wire.js';

/**
 * The contexts that secrets are sealed for. A token's context names everything that decides who may lease it: if its
 * label is changed in the database, it no longer opens.
 */
export function sealedTokenContext(token: { ownerId: string; kind: TokenKind; label: string }): string {
  return `token:${token.ownerId}:${token.kind}:${token.label}`;
}

export function sealedRefreshContext(token: { ownerId: string }): string {
  return `refresh:${token.ownerId}`;
}

/** Names where the token is sent: if the address is changed in the database, it no longer opens. */
export function sealedRevocationContext(row: { owner_id: string; api_url: string }): string {
  return `revocation:${row.owner_id}:${row.api_url}`;
}

export function sealedAppContext(appId: string): string {
  return `app:${appId}`;
}

export const POOL_SECRET_CONTEXT = 'settings:pool_secret';
