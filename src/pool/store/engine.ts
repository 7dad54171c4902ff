import type { Kysely } from 'kysely';
import type { Database } from './schema.js';

export type Dialect = 'sqlite' | 'postgres';

/** Runs statements, each separately or all in one transaction. */
export type Connection = {
  readonly dialect: Dialect;
  /** The query builder, for most queries. */
  readonly db: Kysely<Database>;
  /** Runs SQL text with `$1`, `$2`… as parameters; it is prepared once. */
  rows<R>(sql: string, parameters?: readonly unknown[]): Promise<R[]>;
};

/** A transaction that holds the allocation lock; `nowMs` is the time of all of it. */
export type Transaction = Connection & { readonly nowMs: number };

/** A database, with everything that differs between SQLite and PostgreSQL. */
export type Engine = Connection & {
  /** The database's clock, which all replicas share. */
  nowMs(): Promise<number>;
  /**
   * Runs work in a transaction that holds the allocation lock, one at a time over all replicas, so what is read stays
   * true until the commit. Within it, use only the transaction and never the engine.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Throws when the database does not answer soon. */
  ping(): Promise<void>;
  /** Whether a transaction failed because of its data, so that its parts are worth trying one by one. */
  isDataFault(error: unknown): boolean;
  /** Waits for running statements and those that directly follow them, then closes. */
  close(): Promise<void>;
};
