import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import type { Engine, Query, Steps } from './engine.js';
import type { Database } from './schema.js';

type SqlValue = string | number | null;

/** A prepared statement, and which of the query's parameters stands at each of its places. */
type Prepared = { statement: StatementSync; order: readonly number[] | null };

/** Lists of ids make ever new texts; past this many the cache starts over. */
const MAX_PREPARED = 500;

/** How long a statement waits for another process that writes. */
export const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens a SQLite file, or `:memory:`. `synchronous=NORMAL` under WAL survives a crash of the process; a power
 * cut may lose the last leases, which expire anyway, but never leaves a broken file.
 */
export function openSqlite(path: string, nowMs: () => number = Date.now): Engine {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
  const prepared = new Map<string, Prepared>();
  const run = (query: Query): unknown[] => {
    const found = prepared.get(query.sql) ?? prepare(connection, prepared, query.sql);
    return found.statement.all(...inOrder(found, query.parameters as SqlValue[]));
  };
  return {
    dialect: 'sqlite',
    db: new Kysely<Database>({ dialect: new SqliteDialect({ database: asKyselyDatabase(connection) }) }),
    nowMs: async () => nowMs(),
    read: async <R>(query: Query) => run(query) as R[],
    atomically: async (work) => {
      run(BEGIN);
      try {
        const result = walk(work(nowMs()), run);
        run(COMMIT);
        return result;
      } catch (error) {
        if (connection.isTransaction) run(ROLLBACK);
        throw error;
      }
    },
    close: async () => connection.close(),
  };
}

/** IMMEDIATE, because a transaction that reads first and writes later fails when another process wrote meanwhile. */
const BEGIN: Query = { sql: 'begin immediate', parameters: [] };
const COMMIT: Query = { sql: 'commit', parameters: [] };
const ROLLBACK: Query = { sql: 'rollback', parameters: [] };

function walk<T>(steps: Steps<T>, run: (query: Query) => unknown[]): T {
  let step = steps.next();
  while (!step.done) step = steps.next(run(step.value));
  return step.value;
}

function prepare(connection: DatabaseSync, cache: Map<string, Prepared>, sql: string): Prepared {
  if (cache.size >= MAX_PREPARED) cache.clear();
  const order: number[] = [];
  const text = sql.replace(/\$(\d+)/g, (_, number: string) => {
    order.push(Number(number) - 1);
    return '?';
  });
  const made = { statement: connection.prepare(text), order: order.length > 0 ? order : null };
  cache.set(sql, made);
  return made;
}

function inOrder(prepared: Prepared, parameters: readonly SqlValue[]): readonly SqlValue[] {
  return prepared.order ? prepared.order.map((index) => parameters[index] ?? null) : parameters;
}

/** What Kysely's SQLite dialect expects, which is better-sqlite3's shape. */
function asKyselyDatabase(connection: DatabaseSync): SqliteDatabase {
  return {
    close: () => connection.close(),
    prepare(sql) {
      const statement = connection.prepare(sql);
      const values = (parameters: readonly unknown[]) => parameters as readonly SqlValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}
