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

/** What renewing needs of the outside. */
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
 * Gets the credentials that follow `current`: renews the lease where there is one, else asks the sources anew.
 * While the current token can still be used, GITHUB_TOKEN is no substitute for it. Throws `SourceFailure`.
 */
export async function nextCredentials(
  deps: RenewalDeps,
  settings: RefreshSettings,
  situation: { readonly current: Credentials | null; readonly cause: Cause; readonly currentLives: boolean },
): Promise<Credentials> {
  const { current, cause } = situation;
  if (settings.request.given !== null) return givenAgain(deps, settings, cause);
  if (current?.lease?.leaseId && cause !== 'fallback') {
    const renewed = await throughLease(deps, settings, { current, lease: current.lease, cause });
    if (renewed !== null) return renewed;
  }
  const exclude = cause === 'due' || current?.owner == null ? [] : [current.owner];
  const request: TokenRequest = {
    ...settings.request,
    required: situation.currentLives ? 'renewal' : settings.request.required,
    minTtlSeconds: minTtlSeconds(settings),
    exclude: [...settings.request.exclude, ...exclude],
  };
  return credentialsOf(deps, settings, await deps.source.obtain(request));
}

function minTtlSeconds(settings: RefreshSettings): number {
  return Math.max(settings.request.minTtlSeconds ?? 0, Math.ceil(settings.refreshBeforeMs / 1000));
}

/** A token that the user gave can only be checked. */
function givenAgain(deps: RenewalDeps, settings: RefreshSettings, cause: Cause): Promise<Credentials> {
  if (cause === 'rejected') {
    const message =
      'GitHub refuses the token given as `token`: it was revoked or has expired. Store a new one.';
    return Promise.reject(new SourceFailure('bad_token', message));
  }
  return deps.source.obtain(settings.request).then((token) => credentialsOf(deps, settings, token));
}

/** Null when the pool cannot help through this lease, and a new one must be asked for. */
async function throughLease(
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
  // The pool knows no better token under this lease: a new lease may still get one.
  if (held.cause === 'rejected' || !isFresh(held.current.life, deps.clock)) return null;
  return withLease(held.current, renewal.lease);
}

/** The same token under a lease that ends later. */
export function withLease(current: Credentials, lease: HeldLease): Credentials {
  return { ...current, lease, lease_expires_at: isoOrNull(lease.leaseExpiresAtMs) };
}

/** What is cached of a token that was just obtained. */
export function credentialsOf(
  deps: RenewalDeps,
  settings: RefreshSettings,
  obtained: ObtainedToken,
): Credentials {
  const { token, lease, rateLimit: _, budgets: _budgets, ...rest } = obtained;
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
