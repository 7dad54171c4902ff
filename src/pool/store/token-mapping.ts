import type { TokenKind } from '../../wire.js';
import type { Token, TokenStatus, UsedToken } from './records.js';
import type { Database } from './schema.js';

export type TokenRow = Omit<Database['tokens'], 'id'> & { id: number };

export function tokenFrom(row: TokenRow): Token {
  return {
    id: row.id,
    ownerId: row.owner_id,
    kind: row.kind as TokenKind,
    label: row.label,
    scopes: JSON.parse(row.scopes) as string[],
    canWrite: row.can_write === 1,
    fingerprint: row.fingerprint,
    expiresAtMs: row.expires_at_ms,
    hasRefreshToken: row.sealed_refresh !== null,
    refreshExpiresAtMs: row.refresh_expires_at_ms,
    status: row.status as TokenStatus,
    suspicions: row.suspicions,
    suspectedAtMs: row.suspected_at_ms,
    nextProbeAtMs: row.next_probe_at_ms,
    origin: row.origin,
    createdAtMs: row.created_at_ms,
  };
}

/** A token's columns, with the number and time of its leases. */
export type UsedTokenRow = TokenRow & { usage_count: number; last_used_at_ms: number | null };

export function usedTokenFrom(row: UsedTokenRow): UsedToken {
  return { ...tokenFrom(row), usageCount: row.usage_count, lastUsedAtMs: row.last_used_at_ms };
}
