import type { Job, Outcome, TokenKind } from '../../wire.js';

/** What the store returns and takes. Secrets appear only in the `New…` types and in `PendingRevocation`. */

export type OwnerKind = 'user' | 'installation';
export type OwnerStatus = 'active' | 'suspended' | 'removed';
export type TokenStatus = 'active' | 'suspect' | 'unreadable' | 'dead' | 'removed';
export type LeaseState = 'open' | 'settled' | 'expired';

export type Owner = {
  id: string;
  ref: string;
  kind: OwnerKind;
  accountId: number;
  login: string;
  apiUrl: string;
  reserve: number | null;
  paused: boolean;
  status: OwnerStatus;
  cooldownUntilMs: number;
  cooldownReason: string | null;
  probeDueMs: number;
  probedAtMs: number | null;
  createdAtMs: number;
  lastLeasedAtMs: number | null;
};

export type NewOwner = Pick<Owner, 'kind' | 'accountId' | 'login' | 'apiUrl'>;

export type Token = {
  id: number;
  ownerId: string;
  kind: TokenKind;
  label: string;
  scopes: readonly string[];
  canWrite: boolean;
  fingerprint: string;
  expiresAtMs: number | null;
  hasRefreshToken: boolean;
  refreshExpiresAtMs: number | null;
  status: TokenStatus;
  suspicions: number;
  suspectedAtMs: number | null;
  nextProbeAtMs: number | null;
  origin: string;
  createdAtMs: number;
};

/** A token with the number and time of its leases, as far as retention keeps them. */
export type UsedToken = Token & { usageCount: number; lastUsedAtMs: number | null };

export type NewToken = {
  ownerId: string;
  /** In the clear; sealed before it reaches the database. */
  token: string;
  kind: TokenKind;
  label?: string;
  scopes?: readonly string[];
  canWrite?: boolean;
  expiresAtMs?: number | null;
  refreshToken?: string;
  refreshExpiresAtMs?: number | null;
  origin: string;
};

export type Budget = {
  ownerId: string;
  bucket: string;
  limit: number;
  remaining: number;
  resetAtMs: number | null;
  seenAtMs: number;
  lendLimit: number;
  lendRemaining: number;
  promised: number;
  openLeases: number;
};

export type LeaseRecord = {
  id: string;
  ownerId: string;
  ownerRef: string;
  tokenId: number;
  bucket: string;
  principalId: string;
  principalName: string;
  repository: string;
  workflow: string;
  job: string;
  runId: string;
  runAttempt: number;
  eventName: string;
  label: string;
  need: number;
  deviation: number;
  grantedAtMs: number;
  /** When the job should be done, judging by such jobs before it. */
  expectedEndMs: number;
  endsAtMs: number;
  settledAtMs: number | null;
  state: LeaseState;
  outcome: Outcome | null;
  requestsSpent: number | null;
  /** The candidates at the time of the claim, best first: a list of `ExplainedCandidate` as JSON. */
  explanation: string;
};

/** A candidate of a claim, stored with the lease as a tuple to save space. */
export type ExplainedCandidate = [
  ownerRef: string,
  headroom: number,
  score: number,
  openLeases: number,
  isFeasible: boolean,
];

/** Identifies jobs of one kind; the legs of a matrix are one kind. */
export type JobName = Pick<Job, 'repository' | 'workflow' | 'job'>;

export type ApiKey = {
  id: string;
  name: string;
  prefix: string;
  role: 'lease' | 'admin';
  labels: readonly string[];
  /** The label under which clients of mise-versions, who cannot name one, lease; empty for the default. */
  legacyLabel: string;
  quotaPerHour: number | null;
  expiresAtMs: number | null;
  revokedAtMs: number | null;
  lastUsedAtMs: number | null;
  createdAtMs: number;
};

export type NewApiKey = {
  name: string;
  role: 'lease' | 'admin';
  labels?: readonly string[];
  legacyLabel?: string;
  quotaPerHour?: number | null;
  expiresAtMs?: number | null;
};

export type PolicyRecord = { id: string; name: string; document: string; createdAtMs: number };

export type Session = { id: string; ownerId: string; createdAtMs: number; expiresAtMs: number };

export type NewRevocation = {
  ownerId: string;
  ownerRef: string;
  apiUrl: string;
  /** This token alone, or everything that the person authorized. */
  extent: 'token' | 'grant';
  /** In the clear; sealed before it reaches the database. */
  token: string;
};

/** A token that was removed here and is still to be revoked at GitHub; `token` is undefined when it does not open. */
export type PendingRevocation = Omit<NewRevocation, 'token'> & {
  id: number;
  token: string | undefined;
  tries: number;
  createdAtMs: number;
};

export type AppRecord = {
  id: string;
  appId: number;
  clientId: string | null;
  name: string;
  apiUrl: string;
  createdAtMs: number;
};

export type NewApp = {
  appId: number;
  clientId?: string | null;
  name: string;
  apiUrl: string;
  /** PEM, in the clear; sealed before it reaches the database. */
  privateKey: string;
};

export type BucketStatus = {
  bucket: string;
  owners: number;
  limit: number;
  remaining: number;
  promised: number;
  /** What can still be lent, after reserves and promises. */
  free: number;
  openLeases: number;
  leasesLastHour: number;
  /** Of the leases settled in the last hour, those whose job met a limit, 0 to 1. */
  limitedShare: number;
};

/** An owner as the public page may show it. */
export type AnonymousOwner = {
  ref: string;
  kind: OwnerKind;
  status: OwnerStatus | 'paused' | 'cooling';
  limit: number;
  remaining: number;
  promised: number;
  openLeases: number;
  resetAtMs: number | null;
  lastLeasedAtMs: number | null;
};

export type HistorySample = {
  bucket: string;
  atMs: number;
  limit: number;
  remaining: number;
  promised: number;
  owners: number;
  openLeases: number;
};

export type AuditEvent = {
  id: number;
  atMs: number;
  actor: string;
  action: string;
  subject: string;
  detail: string;
};
