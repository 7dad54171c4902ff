import type { TokenKind } from '../../wire.js';
import type { Owner, OwnerKind, OwnerStatus, Token, TokenStatus, UsedToken } from './records.js';
import type { Database, OwnersTable } from './schema.js';

type TokenRow = Omit<Database['tokens'], 'id'> & { id: number };

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

/** A token's columns, and what its leases under way add. */
export type UsedTokenRow = TokenRow & { open_uses: number; open_since_ms: number | null };

export function usedTokenFrom(row: UsedTokenRow): UsedToken {
  return {
    ...tokenFrom(row),
    usageCount: row.usage_count + row.open_uses,
    lastUsedAtMs: Math.max(row.last_used_at_ms ?? 0, row.open_since_ms ?? 0) || null,
  };
}

export function ownerFrom(row: OwnersTable & { last_leased_at_ms: number | null }): Owner {
  return {
    id: row.id,
    ref: row.ref,
    kind: row.kind as OwnerKind,
    accountId: row.account_id,
    login: row.login,
    apiUrl: row.api_url,
    reserve: row.reserve,
    paused: row.paused === 1,
    status: row.status as OwnerStatus,
    cooldownUntilMs: row.cooldown_until_ms,
    cooldownReason: row.cooldown_reason,
    probeDueMs: row.probe_due_ms,
    probedAtMs: row.probed_at_ms,
    createdAtMs: row.created_at_ms,
    lastLeasedAtMs: row.last_leased_at_ms,
  };
}
