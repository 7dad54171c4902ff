import type { Job, Outcome, TokenKind } from '../../wire.js';

export type ClaimRequest = {
  job: Job;
  principalId: string;
  principalName: string;
  /** Whether it counts against a quota of the principal's. */
  isCounted: boolean;
  bucket: string;
  label: string;
  /** What the job is expected to need, from its demand or its request. */
  need: number;
  deviation: number;
  seconds: number;
  minRemaining: number;
  minTtlMs: number;
  /** Owner references not to choose. */
  exclude: readonly string[];
  legacyFormats: boolean;
  leaseMs: number;
  /** Unguessable, made by the caller, one per lease wanted: as many leases of distinct owners at most. */
  leaseIds: readonly string[];
};

export type ClaimedLease = {
  leaseId: string;
  ownerId: string;
  ownerRef: string;
  tokenId: number;
  kind: TokenKind;
  sealed: string;
  /** The context to open `sealed` with. */
  sealedFor: string;
  expiresAtMs: number | null;
  leaseExpiresAtMs: number;
  limit: number;
  remaining: number;
  resetAtMs: number | null;
};

export type Candidate = {
  ownerRef: string;
  headroom: number;
  score: number;
  openLeases: number;
  feasible: boolean;
};

/** One job's words on one bucket; `seenAtMs` is the pool's, for a job's clock is not trusted. */
export type BucketSeen = {
  bucket: string;
  limit: number;
  remaining: number;
  resetAtMs: number;
  remainingAtStart?: number;
};

/** A job's words on its lease. */
export type LeaseReport = {
  seen: readonly BucketSeen[];
  outcome: Outcome;
  release: boolean;
  retryAfterMs?: number;
  /** Whose lease it must be. */
  principalId?: string;
};
