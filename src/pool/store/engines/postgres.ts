import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { Connection, Engine, Transaction } from '../engine.js';
import { ConnectionError, noAnswer, withCode } from './connection-error.js';
import { withDeadline } from './deadline.js';
import { kyselyOn } from './kysely.js';
import { createMutex, type Mutex, quiet } from './mutex.js';
import { createClock, type Clock } from './postgres-clock.js';
import { createStatements, type Statements } from './postgres-statements.js';

export type PostgresOptions = {
  /** The clock of a test or a simulation, in place of the database's. */
  nowMs?: () => number;
  /** A monotonic clock, to extrapolate the database's between queries. */
  monotonicMs?: () => number;
  random?: () => number;
  /** Called when an idle connection breaks; it is replaced automatically. */
  onIdleError?: (error: Error) => void;
};

const MAX_CONNECTIONS = 10;
/** How long requests wait for a connection: enough to serve a burst of thousands, and less than clients wait (10 s). */
const CONNECTION_WAIT_MS = 8000;
/** The server ends a statement after this time; the client gives up the connection a little later. */
const STATEMENT_MS = 10_000;
const ANSWER_MS = 12_000;
const PING_MS = 3000;
const PING_SQL = `insert into settings (name, value) values ('ping', now()::text)
  on conflict (name) do update set value = excluded.value`;
/** The pool never idles within a transaction: a process that does is gone, and others wait for its lock. */
const MAX_IDLE_IN_TRANSACTION_MS = 5000;
/** serialization_failure, deadlock_detected: PostgreSQL asks to try the transaction again. */
const RETRY_CODES = new Set(['40001', '40P01']);
/** feature_not_supported: a migration changed the columns of a statement that was prepared before. */
const STALE_PLAN = '0A000';
/** read_only_sql_transaction: the connection leads to a standby. */
const READ_ONLY = '25006';
const MAX_TRIES = 8;
const RETRY_PAUSE_MS = 4;
/** Error classes caused by data: malformed values, and violated constraints. */
const DATA_FAULTS = /^(22|23)\w{3}$/;
const INT8 = 20;
const NUMERIC = 1700;

/** The key of the allocation lock, an arbitrary number. */
export const ALLOCATION_LOCK = 7_106_510;

/**
 * Opens PostgreSQL at a `postgres://` address, which also gives `sslmode` and certificates. Every statement has a
 * deadline on both sides, and a connection that missed one is never used again.
 */
export function openPostgres(url: string, options: PostgresOptions = {}): Engine {
  const pool = openPool(url, options);
  const statements = createStatements();
  const clock = createClock((sql) => coded(pool.query(sql)), options);
  const turns = createMutex();
  const retried = createRetries(statements, options.random ?? Math.random);
  const single = (sql: string, parameters: readonly unknown[] = []) =>
    retried(async () => (await pool.query(statements.named({ sql, parameters }))).rows);
  return {
    dialect: 'postgres',
    db: kyselyOn('postgres', single),
    rows: single as Engine['rows'],
    nowMs: clock.nowMs,
    transaction: (work) =>
      retried(() => inTurn(turns, () => inTransaction({ pool, clock, statements }, work))),
    ping: async () => void (await coded(ping(pool))),
    isDataFault: (error) => DATA_FAULTS.test(codeOf(error)),
    close: async () => {
      await quiet(() => turns.isHeld() || pool.waitingCount > 0 || pool.totalCount > pool.idleCount);
      await pool.end();
    },
  };
}

function openPool(url: string, { onIdleError }: PostgresOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECTION_WAIT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_MS,
    idle_in_transaction_session_timeout: MAX_IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    pipeline: true,
    application_name: 'token-pool',
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        parserOf(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // Without listeners a broken connection would end the process: idle ones emit on the pool, others on the client.
  pool.on('error', (error) => onIdleError?.(error));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Sums and 64-bit integers arrive as text; all of the pool's fit into a double. */
function parserOf(oid: number, format?: 'text'): (text: string) => unknown {
  return oid === INT8 || oid === NUMERIC
    ? Number
    : (pg.types.getTypeParser(oid, format) as (text: string) => unknown);
}

/** A write, because a standby or a full disk still allows reads. */
function ping(pool: pg.Pool): Promise<unknown> {
  const write = pool.query({ text: PING_SQL, query_timeout: PING_MS } as pg.QueryConfig);
  return withDeadline(PING_MS, write, noAnswer);
}

/**
 * One transaction of this process at a time. If a process hung while several of its connections queued for the lock,
 * each would get it in turn and block everybody until the database ended its transaction.
 */
async function inTurn<T>(turns: Mutex, work: () => Promise<T>): Promise<T> {
  const release = await turns.acquireWithin(CONNECTION_WAIT_MS, noAnswer);
  return work().finally(release);
}

type Session = { pool: pg.Pool; clock: Clock; statements: Statements };

async function inTransaction<T>(
  { pool, clock, statements }: Session,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  const isSound = { value: false };
  try {
    // One round trip opens the transaction, waits for the lock and reads the clock.
    const begin = clock.withTime(`begin; select pg_advisory_xact_lock(${ALLOCATION_LOCK})`);
    const nowMs = clock.timeFrom(await client.query(begin));
    const result = await work({ ...connectionOn(client, statements), nowMs });
    await client.query('commit');
    isSound.value = true;
    return result;
  } catch (error) {
    isSound.value = await rolledBack(client, error);
    throw error;
  } finally {
    client.release(!isSound.value);
  }
}

function connectionOn(client: pg.PoolClient, { named }: Statements): Connection {
  const run = async (sql: string, parameters: readonly unknown[] = []) =>
    (await client.query(named({ sql, parameters }))).rows;
  return { dialect: 'postgres', db: kyselyOn('postgres', run), rows: run as Connection['rows'] };
}

/** Whether the connection can be used again: it answered, and can write. */
async function rolledBack(client: pg.PoolClient, error: unknown): Promise<boolean> {
  if (withCode(error) instanceof ConnectionError || codeOf(error) === READ_ONLY) return false;
  return client.query('rollback').then(
    () => true,
    () => false,
  );
}

type Retried = <T>(attempt: () => Promise<T>) => Promise<T>;

function createRetries(statements: Statements, random: () => number): Retried {
  return async (attempt) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await coded(attempt());
      } catch (error) {
        const code = codeOf(error);
        if (tries >= MAX_TRIES || !(RETRY_CODES.has(code) || code === STALE_PLAN)) throw error;
        if (code === STALE_PLAN) statements.renew();
      }
      await setTimeout(random() * RETRY_PAUSE_MS * 2 ** tries);
    }
  };
}

const coded = <T>(work: Promise<T>): Promise<T> => work.catch((error) => Promise.reject(withCode(error)));

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
