import type { PostgresServer } from '../testkit/postgres/start-postgres.js';

/** What one request of a client came to. Times are milliseconds since the epoch. */
export type Answer = {
  route: 'lease' | 'report' | 'renew' | 'explain' | 'other';
  atMs: number;
  tookMs: number;
  /** Null where no answer came: a connection refused or broken, or a deadline of the client's. */
  status: number | null;
  /** Whether the header was there; it tells clients when to try again. */
  hasRetryAfter: boolean;
  /** The server that was asked. */
  server: string;
  /** What an answer that refuses gives as its reason: the `code` of the contract. */
  code: string | undefined;
  /** Requests that the lease asked for would be promised, over all its tokens. */
  wanted: number;
};

/** What a server said of itself at `/readyz`; null where no answer came. */
export type Readiness = Pick<Answer, 'server' | 'atMs' | 'tookMs' | 'status'>;

/**
 * A time in which something is broken. Whatever is done to the pool, nothing else excuses a refusal, or an answer of
 * `/readyz` that says no; a server that is told to stop may only say the latter.
 */
export type Excuse = { fromMs: number; untilMs: number; of: 'refusals' | 'closing' };

/** A lease as the answer to its client had it. */
export type AcknowledgedLease = {
  leaseId: string;
  owner: string;
  tokenId: number;
  /** Leases of one answer share it. */
  answerId: number;
  askedAtMs: number;
  answeredAtMs: number;
  expiresAtMs: number;
  /** What its job spent of the owner's budget, all of it right after the answer. */
  spent: number;
};

/** A report or a renewal that the pool said it took in. */
export type Acknowledgement = { leaseId: string; state: 'settled' | 'expired' | 'open'; atMs: number };

/** A lease as the pool tells of it once the fault is over. */
export type LaterSight = {
  leaseId: string;
  atMs: number;
  /** Undefined where the pool knows no such lease. */
  found: { owner: string; state: 'open' | 'settled' | 'expired'; expiresAtMs: number } | undefined;
};

/** Everything that the clients of one experiment were told, and what the pool was set up with. */
export type History = {
  answers: Answer[];
  leases: AcknowledgedLease[];
  acknowledgements: Acknowledgement[];
  sights: LaterSight[];
  readiness: Readiness[];
  excuses: Excuse[];
  rules: {
    owners: number;
    /** What each owner may lend of its budget in the time of the experiment: budget less reserve. */
    lendable: number;
    /** How long a lease lasts at most before it is renewed. */
    leaseMs: number;
    /** Within what time each request must have been answered. */
    answerWithinMs: number;
    /** Within what time `/readyz` must have answered. */
    readyWithinMs: number;
    /** How long after its end something broken still excuses. */
    backWithinMs: number;
    /** How far the pool's clock may be from that of the clients. */
    clockSlackMs: number;
  };
  tokens: { before: readonly number[]; after: readonly number[] };
};

export type Experiment = {
  name: string;
  /** What is done to the pool, for the table. */
  fault: string;
  /** Throws where the experiment itself could not be performed. */
  run(bench: Bench): Promise<Findings>;
};

/** What experiments share: one PostgreSQL, a folder, and how long they may take. */
export type Bench = {
  folder: string;
  /** How long jobs run against a disturbed pool. */
  loadMs: number;
  /** How long the soak lasts. */
  soakMs: number;
  postgres(): Promise<PostgresServer>;
  progress(line: string): void;
};

export type Findings = {
  /** What was broken, a line each; none is a verdict that holds. */
  violations: string[];
  /** Figures worth a reader's time, such as how long leasing was away. */
  figures: string[];
  answers: Answer[];
};

/** `notRun`: why it was not performed here, which is neither a verdict that holds nor a violation. */
export type Verdict = Findings & { name: string; fault: string; tookMs: number; notRun?: string };
