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
import { obtainedToken } from './obtained-token.js';
import type { ObtainedToken, PoolSettings } from './types.js';
import { isPlausibleReset } from './read-budget.js';

/** A window without a reset time starts with the next request and lasts an hour. */
const WINDOW_MS = 3_600_000;

/** Why an answer, or a lease in it, cannot be used. `rule` is a clause that quotes no value. */
export type AnswerFault = { readonly code: 'bad_answer' | 'bad_token'; readonly rule: string };

type LeasesRead = { readonly tokens: ObtainedToken[]; readonly faults: AnswerFault[] };

/** The usable tokens of a native answer, and a fault for each of the others. */
export function readLeases(answer: unknown, settings: PoolSettings, nowMs: number): LeasesRead {
  const leases = memberOf(answer, 'leases');
  if (!Array.isArray(leases) || leases.length === 0)
    return { tokens: [], faults: [{ code: 'bad_answer', rule: 'it carries no leases' }] };
  const tokens: ObtainedToken[] = [];
  const faults: AnswerFault[] = [];
  for (const lease of leases.slice(0, 20)) {
    const format = checkTokenFormat(memberOf(lease, 'token'));
    const fault = format.ok ? schemaFault(faultsOf(LEASE_SCHEMA, lease, 'lease')) : tokenFault(format.rule);
    if (fault === undefined) tokens.push(obtainedFrom(lease as Lease, settings, nowMs));
    else faults.push(fault);
  }
  return { tokens, faults };
}

function tokenFault(rule: string): AnswerFault {
  return { code: 'bad_token', rule: `the token is refused: ${rule}` };
}

function schemaFault([rule]: readonly string[]): AnswerFault | undefined {
  return rule === undefined ? undefined : { code: 'bad_answer', rule };
}

/** Converts a lease of the native API. */
export function obtainedFrom(lease: Lease, settings: PoolSettings, nowMs: number): ObtainedToken {
  return obtainedToken({
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
    rateLimit: rateLimitFrom(lease.rate_limit, nowMs),
  });
}

function rateLimitFrom(wire: WireRateLimit, nowMs: number): RateLimit | null {
  const resetAtMs = wire.reset_at === null ? nowMs + WINDOW_MS : Date.parse(wire.reset_at);
  if (!isPlausibleReset(resetAtMs, nowMs)) return null;
  const { bucket, limit, remaining } = wire;
  return { bucket, limit, remaining, used: Math.max(0, limit - remaining), resetAtMs };
}

/** The token of a mise-versions answer, or why it cannot be used. */
export function readLegacyToken(
  answer: unknown,
  settings: PoolSettings,
): ObtainedToken | { readonly fault: AnswerFault } {
  const format = checkTokenFormat(memberOf(answer, 'token'));
  if (!format.ok) return { fault: tokenFault(format.rule) };
  const fault = schemaFault(faultsOf(LEGACY_TOKEN_SCHEMA, answer, 'answer'));
  if (fault !== undefined) return { fault };
  const legacy = answer as LegacyToken;
  const expiresAtMs = Date.parse(legacy.expires_at ?? '');
  return obtainedToken({
    source: 'pool',
    token: legacy.token,
    kind: format.kind,
    tokenId: legacy.token_id ?? legacy.installation_id ?? null,
    expiresAtMs: Number.isFinite(expiresAtMs) ? expiresAtMs : null,
    lease: { poolUrl: settings.url, leaseId: null, leaseExpiresAtMs: null, auth: settings.auth },
  });
}
