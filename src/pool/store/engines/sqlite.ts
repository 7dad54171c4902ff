import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import type { Engine } from '../engine.js';
import { makePrivateFolder } from '../../config/private-folder.js';
import { kyselyOn } from './kysely.js';
import { createMutex, quiet } from './mutex.js';

type SqlValue = string | number | null;
type Row = { [column: string]: unknown };

/** A prepared statement, a row without values, and which parameter stands at each of its places. */
type Prepared = {
  statement: StatementSync;
  columns: readonly string[];
  blank: Row;
  order: readonly number[] | null;
};

/** The pool's texts are some two hundred; should there ever be texts that vary, the cache starts over past so many. */
const MAX_PREPARED = 500;
const CACHE_KIB = 16 * 1024;
/** 16 MiB of log before pages move to the file: a page that every lease changes moves once for many. */
const CHECKPOINT_PAGES = 4096;
/** How long a statement waits for another process that writes, and between its tries. */
const BUSY_TIMEOUT_MS = 5000;
const BUSY_PAUSE_MS = 2;
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
  connection.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};`);
  // From here on waiting is done between tries and not by SQLite, which would stop the event loop.
  connection.exec('PRAGMA busy_timeout = 0;');
  const run = createRunner(connection);
  // There is one connection: whatever is not part of a transaction waits until that has ended.
  const mutex = createMutex();
  const alone = (sql: string, parameters: readonly unknown[]) =>
    mutex.exclusively(() => untilFree(() => run(sql, parameters)));
  const within = async (sql: string, parameters: readonly unknown[]) => run(sql, parameters);
  const inTransaction = { dialect: 'sqlite', db: kyselyOn('sqlite', within), rows: rowsBy(within) } as const;
  return {
    dialect: 'sqlite',
    db: kyselyOn('sqlite', alone),
    rows: rowsBy(alone),
    nowMs: async () => nowMs(),
    transaction: (work) =>
      mutex.exclusively(async () => {
        await untilFree(() => run('begin immediate', []));
        return committed(run, () => work({ ...inTransaction, nowMs: nowMs() }));
      }),
    // A file that can be read and not written leases nothing.
    ping: async () => void (await alone(PING_SQL, [String(nowMs())])),
    isDataFault: () => true,
    close: async () => {
      await quiet(mutex.isHeld);
      connection.close();
    },
  };
}

/** A page that is damaged would otherwise show when a lease comes to it. */
function refuseDamaged(connection: DatabaseSync): void {
  const [found] = connection.prepare('PRAGMA quick_check(1)').all();
  if (found?.quick_check === 'ok') return;
  connection.close();
  throw Object.assign(new Error('the database file is damaged'), { errcode: SQLITE_CORRUPT });
}

function rowsBy(execute: (sql: string, parameters: readonly unknown[]) => Promise<Row[]>): Engine['rows'] {
  return async <R>(sql: string, parameters: readonly unknown[] = []) =>
    (await execute(sql, parameters)) as R[];
}

/** Tries again while another connection writes. */
async function untilFree<T>(attempt: () => T): Promise<T> {
  const untilMs = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() > untilMs) throw error;
    }
    await setTimeout(BUSY_PAUSE_MS);
  }
}

/** The lower byte of SQLite's extended codes is what kind of fault it is. */
function isBusy(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : 0;
  return (Number(code) & 0xff) === SQLITE_BUSY;
}

/** Nobody else's to read, whatever the umask; what SQLite puts beside the file takes over its mode. */
function makePrivate(path: string): void {
  makePrivateFolder(dirname(path));
  closeSync(openSync(path, 'a', 0o600));
}

type Run = (sql: string, parameters: readonly unknown[]) => Row[];

/**
 * Ends the transaction that was begun. Nothing in `work` waits for anything but this connection, so it runs through
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

/** SQLite may have rolled back by itself, as on a full disk; then there is nothing left to do. */
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
    const values = order ? order.map((index) => parameters[index] ?? null) : parameters;
    const lists: unknown = statement.all(...(values as readonly SqlValue[]));
    return (lists as unknown[][]).map((list) => {
      const row = { ...blank };
      for (let place = 0; place < columns.length; place += 1) row[columns[place] as string] = list[place];
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
  // Rows as lists: the objects that Node would make have no shape, and both making and reading them is slow.
  statement.setReturnArrays(true);
  const columns = statement.columns().map(({ name }) => name);
  const blank: Row = Object.fromEntries(columns.map((column) => [column, null]));
  const made = { statement, columns, blank, order: order.length > 0 ? order : null };
  cache.set(sql, made);
  return made;
}
