import { closeSync, openSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { makePrivateFolder } from '../../config/private-folder.js';
import { CodedError } from '../../../coded-error.js';
import type { Engine } from '../engine.js';
import { withDeadline } from './deadline.js';
import { kyselyOn } from './kysely.js';
import { createMutex, quiet } from './mutex.js';
import { checkpointPages } from './sqlite-log.js';

type SqlValue = string | number | null;
type Row = { [column: string]: unknown };

/** A prepared statement, a row without values, and the index of the parameter for each placeholder. */
type Prepared = {
  statement: StatementSync;
  columns: readonly string[];
  blank: Row;
  order: readonly number[] | null;
};

/** The pool has some two hundred statements; if texts ever vary, the cache is cleared at this size. */
const MAX_PREPARED = 500;
const CACHE_KIB = 16 * 1024;
/** How long a statement waits while another process writes, and the pause between tries. */
const BUSY_TIMEOUT_MS = 5000;
const BUSY_PAUSE_MS = 2;
const PING_MS = 3000;
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const PING_SQL = `insert into settings (name, value) values ('ping', $1)
  on conflict (name) do update set value = excluded.value`;

/**
 * Opens a SQLite file, or `:memory:`. `synchronous=NORMAL` under WAL survives a crash of the process; a power
 * cut may lose the last leases, which expire anyway, but never leaves a broken file.
 */
export function openSqlite(path: string, { nowMs = Date.now }: { nowMs?: () => number } = {}): Engine {
  if (path !== ':memory:') makePrivate(path);
  const connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  refuseDamaged(connection);
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
  connection.exec(
    `PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${checkpointPages(freeBytes(path))};`,
  );
  // From here on the engine waits between tries itself: SQLite's own waiting would block the event loop.
  connection.exec('PRAGMA busy_timeout = 0;');
  const run = createRunner(connection);
  // There is one connection: statements outside a transaction wait until it has ended.
  const queue = createConnectionQueue();
  const alone = (sql: string, parameters: readonly unknown[]) => queue.run(async () => run(sql, parameters));
  const within = async (sql: string, parameters: readonly unknown[]) => run(sql, parameters);
  const inTransaction = { dialect: 'sqlite', db: kyselyOn('sqlite', within), rows: rowsBy(within) } as const;
  return {
    dialect: 'sqlite',
    db: kyselyOn('sqlite', alone),
    rows: rowsBy(alone),
    nowMs: async () => nowMs(),
    transaction: (work) =>
      queue.run(async () => {
        run('begin immediate', []);
        return committed(run, () => work({ ...inTransaction, nowMs: nowMs() }));
      }),
    // A file that cannot be written cannot lease.
    ping: async () => void (await withDeadline(PING_MS, alone(PING_SQL, [String(nowMs())]), busy)),
    isDataFault: () => true,
    close: async () => {
      await quiet(queue.isBusy);
      connection.close();
    },
  };
}

/** An error that the engine finds itself, with the number that SQLite has for it. */
class DatabaseFileError extends CodedError<'SQLITE_BUSY' | 'SQLITE_CORRUPT'> {
  readonly errcode: number;

  constructor(code: 'SQLITE_BUSY' | 'SQLITE_CORRUPT', message: string) {
    super(code, message);
    this.errcode = code === 'SQLITE_BUSY' ? SQLITE_BUSY : SQLITE_CORRUPT;
  }
}

const busy = () => new DatabaseFileError('SQLITE_BUSY', 'another process writes to the database');

function freeBytes(path: string): number {
  if (path === ':memory:') return Number.POSITIVE_INFINITY;
  const { bavail, bsize } = statfsSync(dirname(path));
  return bavail * bsize;
}

/** Finds damage at the start rather than at the first lease that reads the damaged page. */
function refuseDamaged(connection: DatabaseSync): void {
  const [found] = connection.prepare('PRAGMA quick_check(1)').all();
  if (found?.quick_check === 'ok') return;
  connection.close();
  throw new DatabaseFileError('SQLITE_CORRUPT', 'the database file is damaged');
}

function rowsBy(execute: (sql: string, parameters: readonly unknown[]) => Promise<Row[]>): Engine['rows'] {
  return async <R>(sql: string, parameters: readonly unknown[] = []) =>
    (await execute(sql, parameters)) as R[];
}

type ConnectionQueue = { run<T>(work: () => Promise<T>): Promise<T>; isBusy(): boolean };

/**
 * One use of the connection at a time. While another process writes, a writer tries again and readers get in between.
 */
function createConnectionQueue(): ConnectionQueue {
  const mutex = createMutex();
  let waiting = 0;
  const untilFree = async <T>(work: () => Promise<T>): Promise<T> => {
    const untilMs = performance.now() + BUSY_TIMEOUT_MS;
    for (;;) {
      try {
        return await mutex.exclusively(work);
      } catch (error) {
        if (!isBusy(error) || performance.now() > untilMs) throw error;
      }
      await setTimeout(BUSY_PAUSE_MS);
    }
  };
  return {
    run(work) {
      waiting += 1;
      return untilFree(work).finally(() => {
        waiting -= 1;
      });
    },
    isBusy: () => waiting > 0,
  };
}

/** The lower byte of SQLite's extended codes is the primary code. */
function isBusy(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : 0;
  return (Number(code) & 0xff) === SQLITE_BUSY;
}

/** Makes the file readable by its owner only, whatever the umask; SQLite gives its other files the same mode. */
function makePrivate(path: string): void {
  makePrivateFolder(dirname(path));
  closeSync(openSync(path, 'a', 0o600));
}

type Run = (sql: string, parameters: readonly unknown[]) => Row[];

/**
 * Runs work in the transaction that was begun, and ends it. Work waits for nothing but this connection, so it completes
 * within one turn of the event loop.
 */
async function committed<T>(run: Run, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    run('commit', []);
    return result;
  } catch (error) {
    rollBack(run);
    throw error;
  }
}

/** SQLite may have rolled back already, for instance on a full disk. */
function rollBack(run: Run): void {
  try {
    run('rollback', []);
  } catch {
    return;
  }
}

function createRunner(connection: DatabaseSync): Run {
  const cache = new Map<string, Prepared>();
  return (sql, parameters) => {
    const { statement, columns, blank, order } = cache.get(sql) ?? prepare(connection, cache, sql);
    const bound = order ? order.map((index) => parameters[index] ?? null) : parameters;
    const arrays: unknown = statement.all(...(bound as readonly SqlValue[]));
    return (arrays as unknown[][]).map((values) => {
      const row = { ...blank };
      for (let index = 0; index < columns.length; index += 1) row[columns[index] as string] = values[index];
      return row;
    });
  };
}

function prepare(connection: DatabaseSync, cache: Map<string, Prepared>, sql: string): Prepared {
  if (cache.size >= MAX_PREPARED) cache.clear();
  const order: number[] = [];
  const text = sql.replace(/\$(\d+)/g, (_, number: string) => {
    order.push(Number(number) - 1);
    return '?';
  });
  const statement = connection.prepare(text);
  // Rows as arrays: the objects that Node makes have no shared shape, and are slow to make and to read.
  statement.setReturnArrays(true);
  const columns = statement.columns().map(({ name }) => name);
  const blank: Row = Object.fromEntries(columns.map((column) => [column, null]));
  const made = { statement, columns, blank, order: order.length > 0 ? order : null };
  cache.set(sql, made);
  return made;
}
