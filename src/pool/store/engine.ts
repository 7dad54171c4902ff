import type { CompiledQuery, Kysely } from 'kysely';
import type { Database } from './schema.js';

/** A statement with `$1`, `$2`… for its parameters, or one that Kysely compiled. */
export type Query = { readonly sql: string; readonly parameters: readonly unknown[] };

/**
 * Work of several statements in one transaction, written once for both databases: it yields statements and is
 * handed their rows. SQLite runs it without ever leaving the event loop's turn, so that nothing can come in
 * between on its one connection; PostgreSQL awaits each answer.
 */
export type Steps<T> = Generator<Query, T, unknown[]>;

/** Asks for the rows of one statement, inside `Steps`. */
export function* ask<R>(
  query: CompiledQuery<R> | (Query & { readonly row?: R }),
): Generator<Query, R[], unknown[]> {
  return (yield query) as R[];
}

/** What differs between the databases, and all that the subjects' queries need. */
export type Engine = {
  readonly dialect: 'sqlite' | 'postgres';
  /** For single statements only: a transaction of Kysely's would let others in between on SQLite. */
  readonly db: Kysely<Database>;
  nowMs(): Promise<number>;
  /** One statement outside any transaction; on SQLite prepared once, where Kysely compiles each time. */
  read<R>(query: Query): Promise<R[]>;
  /** Runs the work in one transaction and hands it the time that decides; repeats it after a deadlock. */
  atomically<T>(work: (nowMs: number) => Steps<T>): Promise<T>;
  close(): Promise<void>;
};
