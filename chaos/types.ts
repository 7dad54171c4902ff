import type { PostgresServer } from '../testkit/postgres/start-postgres.js';

/** The result of a client's request. Times are milliseconds since the epoch. */
export type Answer = {
  route: 'lease' | 'report' | 'renew' | 'explain' | 'other';
  atMs: number;
  tookMs: number;
  /** Null without an answer: a refused or broken connection, or the client's deadline. */
  status: number | null;
  /** Whether the answer had a `Retry-After` header. */
  hasRetryAfter: boolean;
  /** The origin of the server. */
  server: string;
  /** The error code of a refusal. */
  code: string | undefined;
  /** For a lease: the `expected_requests` of all its tokens. */
  expectedRequests: number;
};

/** An answer of `/readyz`. */
export type Readiness = Pick<Answer, 'server' | 'atMs' | 'tookMs' | 'status'>;

/**
 * The time of a fault. `refusals` excuses refused requests and a `/readyz` that is not ready; `closing`, for a server
 * that is shutting down, excuses only the latter.
 */
export type Excuse = { fromMs: number; untilMs: number; of: 'refusals' | 'closing' };

/** A lease as its client received it. */
export type AcknowledgedLease = {
  leaseId: string;
  owner: string;
  tokenId: number;
  /** Shared by all leases of one answer. */
  answerId: number;
  requestedAtMs: number;
  answeredAtMs: number;
  expiresAtMs: number;
  /** The requests that its job spent, all of them right after the answer. */
  spentRequests: number;
};

/** A report or a renewal that the pool confirmed. */
export type Acknowledgement = { leaseId: string; state: 'settled' | 'expired' | 'open'; atMs: number };

/** A lease as the pool reports it after the fault. */
export type LeaseAfterFault = {
  leaseId: string;
  atMs: number;
  /** Undefined when the pool does not know the lease. */
  found: { owner: string; state: 'open' | 'settled' | 'expired'; expiresAtMs: number } | undefined;
};

/** Everything that the clients of an experiment saw, and the rules of its pool. */
export type History = {
  answers: Answer[];
  leases: AcknowledgedLease[];
  acknowledgements: Acknowledgement[];
  leasesAfterFault: LeaseAfterFault[];
  readiness: Readiness[];
  excuses: Excuse[];
  rules: {
    owners: number;
    /** What each owner may lend: its budget less the reserve. */
    lendable: number;
    /** The longest lease, without renewals. */
    leaseMs: number;
    /** The deadline of each request. */
    answerDeadlineMs: number;
    /** The deadline of `/readyz`. */
    readyzDeadlineMs: number;
    /** How long a fault excuses refusals after its end. */
    recoveryDeadlineMs: number;
    /** How far the pool's clock may differ from the clients'. */
    clockToleranceMs: number;
  };
  tokens: { before: readonly number[]; after: readonly number[] };
};

export type Experiment = {
  name: string;
  /** What happens to the pool, for the table. */
  fault: string;
  /** Rejects when the experiment itself fails. */
  run(resources: Resources): Promise<Findings>;
};

/** The resources that experiments share. */
export type Resources = {
  folder: string;
  /** How long jobs run while the pool is disturbed. */
  loadMs: number;
  /** How long the soak lasts. */
  soakMs: number;
  postgres(): Promise<PostgresServer>;
  progress(line: string): void;
};

export type Findings = {
  /** A line for each broken promise. Without any, the experiment holds. */
  violations: string[];
  /** Figures for the table, such as the time to recovery. */
  figures: string[];
  answers: Answer[];
};

/** `notRun`: why the experiment could not run here, which is neither held nor broken. */
export type Verdict = Findings & { name: string; fault: string; tookMs: number; notRun?: string };
