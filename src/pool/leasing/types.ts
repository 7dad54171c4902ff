import type { LeaseRequest, RenewRequest, Report, ReportAnswer, TokenKind } from '../../wire.js';
import type { Presumption } from '../domain/demand.js';
import type { LeaseRecord } from '../store/records.js';

/** A token that expires sooner is not granted unless the request allows it. */
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
  /** Leases per hour, or null for no limit. */
  quotaPerHour: number | null;
};

/** A lease with its token in the clear, for the client. */
export type GrantedLease = {
  leaseId: string;
  token: string;
  tokenId: number;
  kind: TokenKind;
  ownerId: string;
  /** The owner's public pseudonym: stable, and not traceable to a login. */
  ownerRef: string;
  expiresAtMs: number | null;
  leaseExpiresAtMs: number;
  bucket: string;
  limit: number;
  /** What the owner's budget had free at the claim, after its reserve and other leases. */
  remaining: number;
  resetAtMs: number | null;
};

export type LeaseResult =
  | { granted: GrantedLease[] }
  /** No owner can serve the request before this time: an expected outcome, not an error. */
  | { granted: []; retryAfterSeconds: number; impossibleBecause?: string };

export type RenewResult =
  | { decision: 'keep'; leaseId: string; leaseExpiresAtMs: number }
  | { decision: 'replace'; leaseId: string; leaseExpiresAtMs: number; lease: GrantedLease };

/** A lease, and why its owner was chosen. */
export type ExplainedLease = Omit<LeaseRecord, 'explanation'> & {
  /** The candidates at the time of the claim, best first; the first was chosen. */
  candidates: {
    ownerRef: string;
    headroom: number;
    score: number;
    openLeases: number;
    feasible: boolean;
  }[];
};

/** For clients of mise-versions, which accept some formats only and never say what they need. */
export type LeaseOptions = { legacyFormats?: boolean; presumed?: Presumption };

/** The use cases of leasing. Errors are `PoolError`s; expected outcomes are values. */
export type Leasing = {
  lease(principal: Principal, request: LeaseRequest, options?: LeaseOptions): Promise<LeaseResult>;
  /** Idempotent: reporting a settled lease again changes nothing and gets the same answer. */
  report(principal: Principal, leaseId: string, report: Report): Promise<ReportAnswer>;
  renew(principal: Principal, leaseId: string, request: RenewRequest): Promise<RenewResult>;
  explain(principal: Principal, leaseId: string): Promise<ExplainedLease>;
  /** Ends every lease whose time is over; returns how many. Any replica may run it at any time. */
  expire(): Promise<number>;
};
