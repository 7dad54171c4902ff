import type { RateLimit } from '../../github/rate-limit.js';
import { checkTokenFormat } from '../../github/token-format.js';
import { faultsOf } from '../../json-schema.js';
import {
  LEASE_SCHEMA,
  LEGACY_TOKEN_SCHEMA,
  type Lease,
  type LegacyToken,
  type WireRateLimit,
} from '../../wire.js';
import { memberOf } from './answers.js';
import type { ObtainedToken, PoolSettings } from './types.js';
import { isPlausibleReset } from './verify.js';

/** A window that is not open yet opens with the next request and lasts an hour. */
const WINDOW_MS = 3_600_000;

type Reading = { readonly tokens: ObtainedToken[]; readonly faults: string[] };

/** The usable tokens of a native answer, and for each other one the rule it breaks; never a value. */
export function readLeases(answer: unknown, settings: PoolSettings, nowMs: number): Reading {
  const leases = memberOf(answer, 'leases');
  if (!Array.isArray(leases) || leases.length === 0) return { tokens: [], faults: ['it carries no leases'] };
  const tokens: ObtainedToken[] = [];
  const faults: string[] = [];
  for (const lease of leases.slice(0, 20)) {
    const fault = tokenFault(lease) ?? faultsOf(LEASE_SCHEMA, lease, 'lease')[0];
    if (fault === undefined) tokens.push(obtainedFrom(lease as Lease, settings, nowMs));
    else faults.push(fault);
  }
  return { tokens, faults };
}

function tokenFault(lease: unknown): string | undefined {
  const format = checkTokenFormat(memberOf(lease, 'token'));
  return format.ok ? undefined : `the token is refused: ${format.rule}`;
}

/** A lease of the native contract as a token in hand. */
export function obtainedFrom(lease: Lease, settings: PoolSettings, nowMs: number): ObtainedToken {
  return {
    source: 'pool',
    token: lease.token,
    kind: lease.kind,
    tokenId: lease.token_id,
    ownerRef: lease.owner,
    expiresAtMs: lease.expires_at === null ? null : Date.parse(lease.expires_at),
    lease: {
      poolUrl: settings.url,
      leaseId: lease.lease_id,
      leaseExpiresAtMs: Date.parse(lease.lease_expires_at),
      auth: settings.auth,
    },
    legacy: false,
    rateLimit: rateLimitFrom(lease.rate_limit, nowMs),
    fallbackReason: null,
    mintedForThisJob: false,
  };
}

function rateLimitFrom(wire: WireRateLimit, nowMs: number): RateLimit | null {
  const resetAtMs = wire.reset_at === null ? nowMs + WINDOW_MS : Date.parse(wire.reset_at);
  if (!isPlausibleReset(resetAtMs, nowMs)) return null;
  const { bucket, limit, remaining } = wire;
  return { bucket, limit, remaining, used: Math.max(0, limit - remaining), resetAtMs };
}

/** The token of a mise-versions answer, or the rule it breaks. */
export function readLegacyToken(
  answer: unknown,
  settings: PoolSettings,
): ObtainedToken | { readonly fault: string } {
  const format = checkTokenFormat(memberOf(answer, 'token'));
  if (!format.ok) return { fault: `the token is refused: ${format.rule}` };
  const fault = faultsOf(LEGACY_TOKEN_SCHEMA, answer, 'answer')[0];
  if (fault !== undefined) return { fault };
  const legacy = answer as LegacyToken;
  const expiresAtMs = Date.parse(legacy.expires_at ?? '');
  return {
    source: 'pool',
    token: legacy.token,
    kind: format.kind,
    tokenId: legacy.token_id ?? legacy.installation_id ?? null,
    ownerRef: null,
    expiresAtMs: Number.isFinite(expiresAtMs) ? expiresAtMs : null,
    lease: { poolUrl: settings.url, leaseId: null, leaseExpiresAtMs: null, auth: settings.auth },
    legacy: true,
    rateLimit: null,
    fallbackReason: null,
    mintedForThisJob: false,
  };
}
