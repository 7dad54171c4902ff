import type { Kysely } from 'kysely';
import type { Database } from './schema.js';

export type Dialect = 'sqlite' | 'postgres';

/** Runs statements, each by itself or all in one transaction. */
export type Connection = {
  readonly dialect: Dialect;
  /** For most queries. */
  readonly db: Kysely<Database>;
  /** For SQL by hand, with `$1`, `$2`… for its parameters; prepared once. */
  rows<R>(sql: string, parameters?: readonly unknown[]): Promise<R[]>;
};

/** A transaction that holds the allocation lock, at its own time. */
export type Transaction = Connection & { readonly nowMs: number };

/** A database: what differs between SQLite and PostgreSQL, and all that the queries of each subject need. */
export type Engine = Connection & {
  /** The clock that decides: the database's. */
  nowMs(): Promise<number>;
  /**
   * Runs work in a transaction that holds the allocation lock: one at a time, over all replicas. So what is read
   * stays true until the commit. Never use the engine itself within: only what the transaction offers.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Throws when the database does not answer soon. */
  ping(): Promise<void>;
  /** Whether the data made a transaction fail, so that its parts are worth trying one by one. */
  isDataFault(error: unknown): boolean;
  /** Waits for the statements under way and those that follow them at once; then refuses all others. */
  close(): Promise<void>;
};
