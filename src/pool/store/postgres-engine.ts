import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Engine, Query, Steps } from './engine.js';
import type { Database } from './schema.js';

export type PostgresOptions = {
  /** The clock of a test or a simulation; without it the database's own decides. */
  nowMs?: () => number;
  maxConnections?: number;
  /** Told of connections that break while idle; the pool replaces them by itself. */
  onIdleError?: (error: Error) => void;
};

const NOW_SQL = '(extract(epoch from clock_timestamp()) * 1000)::bigint';
/** serialization_failure, deadlock_detected: PostgreSQL asks to try the transaction again. */
const RETRY_CODES = new Set(['40001', '40P01']);
const MAX_TRIES = 5;
const INT8 = 20;
const NUMERIC = 1700;

/**
 * Opens PostgreSQL at a `postgres://` address; `sslmode` and certificates come from the address. A statement
 * that hangs is ended by the server, so that no lease waits on it for ever.
 */
export function openPostgres(url: string, options: PostgresOptions = {}): Engine {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 5000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 15_000,
    keepAlive: true,
    application_name: 'token-pool',
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        parserOf(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // Without a listener, a server restart would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const nowMs = async (): Promise<number> => {
    if (options.nowMs) return options.nowMs();
    return numberIn(await pool.query(`select ${NOW_SQL} as now_ms`));
  };
  return {
    dialect: 'postgres',
    db,
    nowMs,
    read: async <R>(query: Query) => (await pool.query(query.sql, [...query.parameters])).rows as R[],
    atomically: (work) => withRetries(() => inTransaction(pool, options.nowMs, work)),
    close: () => db.destroy(),
  };
}

/** Sums and 64-bit integers arrive as text; the pool's all fit a double. */
function parserOf(oid: number, format?: 'text'): (text: string) => unknown {
  return oid === INT8 || oid === NUMERIC
    ? Number
    : (pg.types.getTypeParser(oid, format) as (text: string) => unknown);
}

async function inTransaction<T>(
  pool: pg.Pool,
  nowMs: (() => number) | undefined,
  work: (nowMs: number) => Steps<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // One round trip opens the transaction and reads the clock.
    const opened: unknown = await client.query(nowMs ? 'begin' : `begin; select ${NOW_SQL} as now_ms`);
    const result = await walk(work(nowMs ? nowMs() : numberIn((opened as unknown[])[1])), client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function walk<T>(steps: Steps<T>, client: pg.PoolClient): Promise<T> {
  let step = steps.next();
  while (!step.done) {
    const query: Query = step.value;
    const answer = await client.query(query.sql, [...query.parameters]);
    step = steps.next(answer.rows);
  }
  return step.value;
}

async function withRetries<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (tries >= MAX_TRIES || !RETRY_CODES.has(code)) throw error;
    }
  }
}

function numberIn(answer: unknown): number {
  const rows = (answer as { rows: { now_ms: number }[] }).rows;
  const now = rows[0]?.now_ms;
  if (now === undefined) throw new Error('The database told no time.');
  return now;
}
