import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import type { Engine, Query, Steps } from './engine.js';
import { makePrivateFolder } from './private-folder.js';
import type { Database } from './schema.js';

type SqlValue = string | number | null;
type Row = { [column: string]: unknown };

/** A prepared statement, its rows as they begin, and which of the query's parameters stands at each of its places. */
type Prepared = {
  statement: StatementSync;
  columns: readonly string[];
  blank: Row;
  order: readonly number[] | null;
  isInOrder: boolean;
};

/** The pool's texts are some two hundred; should there ever be texts that vary, the cache starts over past so many. */
const MAX_PREPARED = 500;

/** Room for the pages that every claim touches; the rest is in the system's own cache. */
const CACHE_KIB = 16 * 1024;
/** 16 MiB of log before pages move to the file: a page that every lease changes moves once for many. */
const CHECKPOINT_PAGES = 4096;
/** Where a thread sees to that, the connection moves the few pages that are left, so that the log begins anew. */
const PAGES_BESIDE_THREAD = 16_384;

/** How long a statement waits for another process that writes. */
export const BUSY_TIMEOUT_MS = 5000;

export type SqliteOptions = {
  nowMs?: () => number;
  /** A server's claims must not wait some 20 ms while pages move to the file; a command's may. */
  checkpointThread?: boolean;
};

/**
 * Opens a SQLite file, or `:memory:`. `synchronous=NORMAL` under WAL survives a crash of the process; a power
 * cut may lose the last leases, which expire anyway, but never leaves a broken file.
 */
export function openSqlite(path: string, options: SqliteOptions = {}): Engine {
  const { nowMs = Date.now } = options;
  const isFile = path !== ':memory:';
  if (isFile) makePrivate(path);
  const connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
  const hasThread = isFile && options.checkpointThread === true;
  const pages = hasThread ? PAGES_BESIDE_THREAD : CHECKPOINT_PAGES;
  connection.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${pages};`);
  const endThread = hasThread ? startCheckpointThread(path) : async () => undefined;
  const prepared = new Map<string, Prepared>();
  const run = (query: Query): unknown[] => {
    const found = prepared.get(query.sql) ?? prepare(connection, prepared, query.sql);
    const lists: unknown = found.statement.all(...inOrder(found, query.parameters as SqlValue[]));
    return query.asLists ? (lists as unknown[]) : rowsOf(found, lists as unknown[][]);
  };
  const group = groupCommit(run, nowMs);
  return {
    dialect: 'sqlite',
    db: new Kysely<Database>({ dialect: new SqliteDialect({ database: asKyselyDatabase(connection) }) }),
    nowMs: async () => nowMs(),
    read: async <R>(query: Query) => run(query) as R[],
    // One connection and one writer at a time: nobody ever comes in between.
    atomically: group.atomically,
    changingBudgets: group.atomically,
    claiming: group.atomically,
    isOwnFault: () => true,
    close: async () => {
      // What was asked for before is still done, and what follows from it at once; nobody waits in vain.
      while (group.drain()) await nextTurn();
      await endThread();
      connection.close();
    },
  };
}

/** Nobody else's to read, whatever the umask; what SQLite puts beside the file takes over its mode. */
function makePrivate(path: string): void {
  makePrivateFolder(dirname(path));
  closeSync(openSync(path, 'a', 0o600));
}

function startCheckpointThread(path: string): () => Promise<unknown> {
  const thread = new Worker(new URL('./checkpoint-thread.js', import.meta.url), { workerData: path });
  // Without it the connection moves all pages itself: slower, and no reason to end the server.
  thread.on('error', () => undefined);
  thread.unref();
  return () => thread.terminate();
}

const statement = (sql: string): Query => ({ sql, parameters: [] });
/** IMMEDIATE, because a transaction that reads first and writes later fails when another process wrote meanwhile. */
const BEGIN = statement('begin immediate');
const COMMIT = statement('commit');
const ROLLBACK = statement('rollback');
const SAVE = statement('savepoint work');
const KEEP = statement('release work');
const UNDO = statement('rollback to work');

/** Pieces of work that share a commit at most: others must have their turn on the event loop. */
const MAX_GROUP = 64;

type Piece = { run: () => void; settle: () => void; fail: (error: unknown) => void };

/**
 * Runs the pieces of work that came in during one turn of the event loop in one transaction: a commit costs
 * more than a claim. Each has a savepoint of its own, and no result is told before the commit.
 */
function groupCommit(
  run: (query: Query) => unknown[],
  nowMs: () => number,
): { atomically: Engine['atomically']; drain: () => boolean } {
  let waiting: Piece[] = [];
  const flush = (): void => {
    const group = waiting.slice(0, MAX_GROUP);
    waiting = waiting.slice(MAX_GROUP);
    if (waiting.length > 0) setImmediate(flush);
    if (group.length > 0) commitTogether(run, group);
  };
  const drain = (): boolean => {
    const hadWork = waiting.length > 0;
    while (waiting.length > 0) flush();
    return hadWork;
  };
  const atomically = <T>(work: (nowMs: number) => Steps<T>) =>
    new Promise<T>((resolve, reject) => {
      let result: T;
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({
        run: () => {
          result = walk(work(nowMs()), run);
        },
        settle: () => resolve(result),
        fail: reject,
      });
    });
  return { atomically, drain };
}

function commitTogether(run: (query: Query) => unknown[], group: readonly Piece[]): void {
  const done: Piece[] = [];
  try {
    run(BEGIN);
    for (const piece of group) if (attempt(run, piece)) done.push(piece);
    run(COMMIT);
  } catch (error) {
    rollBack(run);
    for (const piece of group) piece.fail(error);
    return;
  }
  for (const piece of done) piece.settle();
}

/** A piece that fails takes nothing of its neighbours along. */
function attempt(run: (query: Query) => unknown[], piece: Piece): boolean {
  run(SAVE);
  try {
    piece.run();
    run(KEEP);
    return true;
  } catch (error) {
    run(UNDO);
    run(KEEP);
    piece.fail(error);
    return false;
  }
}

/** SQLite may have rolled back by itself, as on a full disk; then there is nothing left to do. */
function rollBack(run: (query: Query) => unknown[]): void {
  try {
    run(ROLLBACK);
  } catch {
    return;
  }
}

function walk<T>(steps: Steps<T>, run: (query: Query) => unknown[]): T {
  let step = steps.next();
  while (!step.done) {
    const asked = step.value;
    step = steps.next('sql' in asked ? run(asked) : asked.map(run));
  }
  return step.value;
}

function prepare(connection: DatabaseSync, cache: Map<string, Prepared>, sql: string): Prepared {
  if (cache.size >= MAX_PREPARED) cache.clear();
  const order: number[] = [];
  const text = sql.replace(/\$(\d+)/g, (_, number: string) => {
    order.push(Number(number) - 1);
    return '?';
  });
  const isInOrder = order.every((index, place) => index === place);
  const statement = connection.prepare(text);
  // Rows as lists: the objects that Node would make have no shape, and both making and reading them is slow.
  statement.setReturnArrays(true);
  const columns = statement.columns().map(({ name }) => name);
  const blank: Row = Object.fromEntries(columns.map((column) => [column, null]));
  const made = { statement, columns, blank, order: order.length > 0 ? order : null, isInOrder };
  cache.set(sql, made);
  return made;
}

function rowsOf({ columns, blank }: Prepared, lists: readonly unknown[][]): Row[] {
  return lists.map((list) => {
    const row = { ...blank };
    for (let place = 0; place < columns.length; place += 1) row[columns[place] as string] = list[place];
    return row;
  });
}

function inOrder({ order, isInOrder }: Prepared, parameters: readonly SqlValue[]): readonly SqlValue[] {
  if (order === null || (isInOrder && order.length === parameters.length)) return parameters;
  return order.map((index) => parameters[index] ?? null);
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
