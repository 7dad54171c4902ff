import type { LeaseRequest, Outcome, RenewRequest, Report, ReportAnswer, TokenKind } from '../../wire.js';

/** A token is not handed out with less life than this, unless less was asked for. */
export const DEFAULT_MIN_TTL_SECONDS = 300;

/** Who asks: an API key, or an OIDC identity that a policy matched. Leases belong to a principal's id. */
export type Principal = {
  id: string;
  kind: 'key' | 'oidc';
  name: string;
  role: 'lease' | 'admin';
  /** Labels other than the default that this principal may lease under. */
  labels: readonly string[];
  /** The one of them under which it leases over the mise-versions contract, if any. */
  legacyLabel?: string;
  /** Leases per hour, or null for no limit of its own. */
  quotaPerHour: number | null;
};

/** A claimed lease with its token opened; the only value of the pool that carries a token in the clear. */
export type GrantedLease = {
  leaseId: string;
  token: string;
  tokenId: number;
  kind: TokenKind;
  ownerId: string;
  /** The owner's public reference: stable, and not to be traced to a login. */
  ownerRef: string;
  expiresAtMs: number | null;
  leaseExpiresAtMs: number;
  bucket: string;
  limit: number;
  /** What the owner's budget still had for others when the lease was claimed, after the owner's reserve. */
  remaining: number;
  resetAtMs: number | null;
};

export type LeaseResult =
  | { granted: GrantedLease[] }
  /** Nobody can serve the request; budget returns after this time. An expected outcome, hence no error. */
  | { granted: []; retryAfterSeconds: number };

export type RenewResult =
  | { decision: 'keep'; leaseId: string; leaseExpiresAtMs: number }
  | { decision: 'replace'; leaseId: string; leaseExpiresAtMs: number; lease: GrantedLease };

/** Why an owner was chosen, for the principal that leased. */
export type LeaseExplanation = {
  leaseId: string;
  state: 'open' | 'settled' | 'expired';
  ownerRef: string;
  bucket: string;
  grantedAtMs: number;
  leaseExpiresAtMs: number;
  settledAtMs: number | null;
  outcome: Outcome | null;
  requestsSpent: number | null;
  /** Requests that the job was expected to need, and how far such jobs stray from it. */
  need: number;
  deviation: number;
  /** The candidates as they stood at the claim, best first, the chosen one included. */
  candidates: {
    ownerRef: string;
    headroom: number;
    score: number;
    openLeases: number;
    feasible: boolean;
  }[];
};

/** The use cases of leasing. Errors are `PoolError`s; expected outcomes are values. */
export type Leasing = {
  lease(
    principal: Principal,
    request: LeaseRequest,
    options?: { legacyFormats?: boolean },
  ): Promise<LeaseResult>;
  /** Idempotent: a second report of a settled lease answers as the first did. */
  report(principal: Principal, leaseId: string, report: Report): Promise<ReportAnswer>;
  renew(principal: Principal, leaseId: string, request: RenewRequest): Promise<RenewResult>;
  explain(principal: Principal, leaseId: string): Promise<LeaseExplanation>;
  /** Settles by expiry every lease whose time is over; returns how many. Safe to run anywhere, any time. */
  expire(): Promise<number>;
};
