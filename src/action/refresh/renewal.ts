import type { RenewRequest } from '../../wire.js';
import {
  type BudgetReading,
  type HeldLease,
  type ObtainedToken,
  type Renewal,
  SourceFailure,
  type TokenRequest,
} from '../sources/types.js';
import { isFresh, lifeOf } from './life.js';
import type { Clock, Credentials, RefreshSettings } from './types.js';

export type TokenSource = {
  readonly obtain: (request: TokenRequest) => Promise<ObtainedToken>;
  readonly renewLease: (lease: HeldLease, request: RenewRequest) => Promise<Renewal>;
  readonly readBudget: (token: string) => Promise<BudgetReading>;
  /** How far the clock of the last server that answered is ahead of ours. */
  readonly issuerAheadMs: () => number;
};

/** Why a token is replaced. `due` covers expiry, a lease about to end, and a cache that was lost. */
export type Cause = 'due' | 'rejected' | 'spent' | 'fallback';

export type RenewalDeps = { readonly source: TokenSource; readonly clock: Clock };

/**
 * Gets the credentials that replace `current`: renews its lease if there is one, otherwise asks the sources again.
 * Does not fall back to GITHUB_TOKEN while the current token still works. Throws `SourceFailure`.
 */
export async function nextCredentials(
  deps: RenewalDeps,
  settings: RefreshSettings,
  situation: {
    readonly current: Credentials | null;
    readonly cause: Cause;
    readonly currentIsUsable: boolean;
  },
): Promise<Credentials> {
  const { current, cause } = situation;
  if (settings.request.given !== null) return recheckGiven(deps, settings, cause);
  if (current?.lease?.leaseId && cause !== 'fallback') {
    const renewed = await renewThroughLease(deps, settings, { current, lease: current.lease, cause });
    if (renewed !== null) return renewed;
  }
  const exclude = cause === 'due' || current?.owner == null ? [] : [current.owner];
  const request: TokenRequest = {
    ...settings.request,
    required: situation.currentIsUsable ? 'renewal' : settings.request.required,
    minTtlSeconds: minTtlSeconds(settings),
    exclude: [...settings.request.exclude, ...exclude],
  };
  return credentialsOf(deps, settings, await deps.source.obtain(request));
}

function minTtlSeconds(settings: RefreshSettings): number {
  return Math.max(settings.request.minTtlSeconds ?? 0, Math.ceil(settings.refreshBeforeMs / 1000));
}

/** A token that the user gave can be checked but not renewed. */
function recheckGiven(deps: RenewalDeps, settings: RefreshSettings, cause: Cause): Promise<Credentials> {
  if (cause === 'rejected') {
    const message =
      'GitHub refuses the token given as `token`: it was revoked or has expired. Store a new one.';
    return Promise.reject(new SourceFailure('bad_token', message));
  }
  return deps.source.obtain(settings.request).then((token) => credentialsOf(deps, settings, token));
}

/** Null if this lease yields no usable token, so that a new lease is needed. */
async function renewThroughLease(
  deps: RenewalDeps,
  settings: RefreshSettings,
  held: { readonly current: Credentials; readonly lease: HeldLease; readonly cause: Cause },
): Promise<Credentials | null> {
  const outcome = held.cause === 'rejected' ? 'unauthorized' : held.cause === 'spent' ? 'exhausted' : 'ok';
  const request: RenewRequest = { outcome, buckets: {}, min_ttl_seconds: minTtlSeconds(settings) };
  let renewal: Renewal;
  try {
    renewal = await deps.source.renewLease(held.lease, request);
  } catch (error) {
    if (error instanceof SourceFailure && error.code === 'lease_ended') return null;
    throw error;
  }
  if (renewal.decision === 'replace') return credentialsOf(deps, settings, renewal.token);
  // The pool kept the token, which is of no use any more; a new lease may get another.
  if (held.cause === 'rejected' || !isFresh(held.current.life, deps.clock)) return null;
  return withLease(held.current, renewal.lease);
}

/** The same token under the renewed lease. */
function withLease(current: Credentials, lease: HeldLease): Credentials {
  return { ...current, lease, lease_expires_at: isoOrNull(lease.leaseExpiresAtMs) };
}

/** The cache entry for a token obtained just now. */
function credentialsOf(deps: RenewalDeps, settings: RefreshSettings, obtained: ObtainedToken): Credentials {
  const { token, lease, budgets: _budgets, ...rest } = obtained;
  const { expiresAtMs, source, kind, ownerRef } = obtained;
  const issuerAheadMs = deps.source.issuerAheadMs();
  return {
    token,
    expires_at: isoOrNull(expiresAtMs),
    source,
    kind,
    owner: ownerRef,
    lease_id: lease?.leaseId ?? null,
    lease_expires_at: isoOrNull(lease?.leaseExpiresAtMs ?? null),
    life: lifeOf(deps.clock, { expiresAtMs, issuerAheadMs, refreshBeforeMs: settings.refreshBeforeMs }),
    lease,
    obtained: rest,
  };
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
