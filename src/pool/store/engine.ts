import type { CompiledQuery, Kysely } from 'kysely';
import type { Database } from './schema.js';

/** A statement with `$1`, `$2`… for its parameters, or one that Kysely compiled. */
export type Query = {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** Rows come as lists of their columns' values, for those who make objects of their own of very many. */
  readonly asLists?: boolean;
};

/**
 * Work of several statements in one transaction, written once for both databases: it yields statements and is
 * handed their rows. SQLite runs it without ever leaving the event loop's turn, so that nothing can come in
 * between on its one connection; PostgreSQL awaits each answer, and that of several statements at once.
 */
export type Steps<T> = Generator<Query | readonly Query[], T, unknown[]>;

type Asked<R> = CompiledQuery<R> | (Query & { readonly row?: R });

/** Asks for the rows of one statement, inside `Steps`. */
export function* ask<R>(query: Asked<R>): Generator<Query, R[], unknown[]> {
  return (yield query) as R[];
}

/**
 * Asks several statements that do not need one another's answers, in their order: one round trip on PostgreSQL,
 * where each still sees what those before it have done and waited for.
 */
export function* askAll<R>(queries: readonly Asked<R>[]): Generator<readonly Query[], R[][], unknown[]> {
  return queries.length === 0 ? [] : ((yield queries) as R[][]);
}

/**
 * What differs between the databases, and all that the subjects' queries need.
 *
 * Transactions lock what they change in one order, or replicas that want the same rows would wait for each other:
 * 1. the turn, which `changingBudgets` and `claiming` take by themselves;
 * 2. rows of `budgets`, by owner and bucket, before any row below; who holds a budget's row may change its leases,
 *    and nobody else does;
 * 3. `owners` and `tokens`, each by id;
 * 4. `demand`, by key: legs of a matrix share a row, so it is held for the shortest time.
 */
export type Engine = {
  readonly dialect: 'sqlite' | 'postgres';
  /** For single statements only: a transaction of Kysely's would let others in between on SQLite. */
  readonly db: Kysely<Database>;
  nowMs(): Promise<number>;
  /** One statement outside any transaction; on SQLite prepared once, where Kysely compiles each time. */
  read<R>(query: Query): Promise<R[]>;
  /** Runs the work in one transaction and hands it the time that decides; repeats it after a deadlock. */
  atomically<T>(work: (nowMs: number) => Steps<T>): Promise<T>;
  /** The same for all work that changes budgets or open leases; never while another process claims. */
  changingBudgets<T>(work: (nowMs: number) => Steps<T>): Promise<T>;
  /** The same for claims: they rank owners on what they read, so nobody else may change budgets meanwhile. */
  claiming<T>(work: (nowMs: number) => Steps<T>): Promise<T>;
  /** Whether a piece of work has brought a failure on itself, so that others of its transaction fare better alone. */
  isOwnFault(error: unknown): boolean;
  /** Finishes what was asked for, and what follows from it at once; then refuses everything. */
  close(): Promise<void>;
};
