import type { Caller } from './exchange.js';

/** The headers that describe the caller's token: scopes, application, expiry. */
export function tokenHeaders(caller: Caller): { [name: string]: string } {
  if (caller.kind !== 'token' || caller.token.bearer.kind !== 'user') return {};
  const { bearer, expiresAtMs } = caller.token;
  const hasScopes = bearer.tokenKind === 'pat_classic' || bearer.tokenKind === 'oauth';
  return {
    ...(hasScopes ? { 'x-oauth-scopes': bearer.scopes.join(', '), 'x-accepted-oauth-scopes': '' } : {}),
    ...(bearer.clientId === undefined ? {} : { 'x-oauth-client-id': bearer.clientId }),
    ...(expiresAtMs === undefined ? {} : { 'github-authentication-token-expiration': utcText(expiresAtMs) }),
  };
}

/** `2026-11-20 21:00:00 UTC`, the date format of this header. */
function utcText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
