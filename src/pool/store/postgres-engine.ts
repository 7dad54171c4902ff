import { setImmediate, setTimeout } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Engine, Query, Steps } from './engine.js';
import { createStatements, type Statements } from './postgres-statements.js';
import type { Database } from './schema.js';

export type PostgresOptions = {
  /** The clock of a test or a simulation; without it the database's own decides. */
  nowMs?: () => number;
  /** Milliseconds that only ever grow, to carry the database's clock on for a moment. */
  monotonicMs?: () => number;
  random?: () => number;
  maxConnections?: number;
  /** Told of connections that break while idle; the pool replaces them by itself. */
  onIdleError?: (error: Error) => void;
};

const NOW_SQL = '(extract(epoch from clock_timestamp()) * 1000)::bigint';
/** How long the database's clock is carried on by this process's before it is asked again. */
const CLOCK_KEPT_MS = 1000;
/** Requests wait so long for a connection, in which a burst of thousands is served; clients wait for 10 s. */
const CONNECTION_WAIT_MS = 8000;
/** No work of ours idles within a transaction: whoever does is gone, and others wait for what it holds. */
const MAX_IDLE_IN_TRANSACTION_MS = 5000;
/** serialization_failure, deadlock_detected: PostgreSQL asks to try the transaction again. */
const RETRY_CODES = new Set(['40001', '40P01']);
/** feature_not_supported: here, that a migration changed the columns of a statement that was prepared before. */
const STALE_PLAN = '0A000';
const MAX_TRIES = 8;
const RETRY_PAUSE_MS = 4;
/** Classes of what a piece of work does wrong itself: its data, and what the tables refuse. */
const OWN_FAULTS = /^(22|23)\w{3}$/;
const INT8 = 20;
const NUMERIC = 1700;

/** The turn: shared by all who change budgets, and had by claims alone. The number is the pool's own and means nothing. */
const TURN = 7_106_510;
const BEGIN = 'begin';
const BEGIN_CHANGING = `begin; select pg_advisory_xact_lock_shared(${TURN})`;
const BEGIN_CLAIMING = `begin; select pg_advisory_xact_lock(${TURN})`;

/**
 * Opens PostgreSQL at a `postgres://` address; `sslmode` and certificates come from the address. A statement
 * that hangs is ended by the server, so that no lease waits on it for ever.
 */
export function openPostgres(url: string, options: PostgresOptions = {}): Engine {
  const pool = openPool(url, options);
  const clock = createClock(pool, options);
  const statements = createStatements();
  const retried = createRetries(statements, options.random ?? Math.random);
  const beginningWith =
    (begin: string): Engine['atomically'] =>
    (work) =>
      retried(() => inTransaction({ pool, clock, statements, begin }, work));
  return {
    dialect: 'postgres',
    db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }),
    nowMs: clock.nowMs,
    read: <R>(query: Query) => retried(async () => (await pool.query(statements.named(query))).rows as R[]),
    atomically: beginningWith(BEGIN),
    changingBudgets: beginningWith(BEGIN_CHANGING),
    claiming: beginningWith(BEGIN_CLAIMING),
    isOwnFault: (error) => OWN_FAULTS.test(codeOf(error)),
    close: async () => {
      await quiet(pool);
      await pool.end();
    },
  };
}

function openPool(url: string, options: PostgresOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: CONNECTION_WAIT_MS,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: MAX_IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    pipeline: true,
    application_name: 'token-pool',
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        parserOf(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // Without a listener, a server restart would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  return pool;
}

/** Sums and 64-bit integers arrive as text; the pool's all fit a double. */
function parserOf(oid: number, format?: 'text'): (text: string) => unknown {
  return oid === INT8 || oid === NUMERIC
    ? Number
    : (pg.types.getTypeParser(oid, format) as (text: string) => unknown);
}

/** Turns of the event loop without any work, after which none follows from what was done before. */
const QUIET_TURNS = 5;

/** The driver's own end would leave unanswered whoever waits for a connection. */
async function quiet(pool: pg.Pool): Promise<void> {
  for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
    await setImmediate();
    while (pool.waitingCount > 0 || pool.totalCount > pool.idleCount) {
      turns = 0;
      await setTimeout(1);
    }
  }
}

type Clock = {
  nowMs: () => Promise<number>;
  /** What a transaction begins with to learn the time, and the time that it learned. */
  beginning: (begin: string) => string;
  begun: (answer: unknown) => number;
};

function createClock(pool: pg.Pool, options: PostgresOptions): Clock {
  const { nowMs: given, monotonicMs = () => performance.now() } = options;
  if (given) return { nowMs: async () => given(), beginning: (begin) => begin, begun: given };
  let last = { toldMs: 0, atMs: Number.NEGATIVE_INFINITY };
  const told = (answer: unknown): number => {
    last = { toldMs: numberIn(answer), atMs: monotonicMs() };
    return last.toldMs;
  };
  return {
    async nowMs() {
      const ageMs = monotonicMs() - last.atMs;
      if (ageMs < CLOCK_KEPT_MS) return Math.round(last.toldMs + ageMs);
      return told(await pool.query(`select ${NOW_SQL} as now_ms`));
    },
    beginning: (begin) => `${begin}; select ${NOW_SQL} as now_ms`,
    begun: (answer) => told((answer as unknown[]).at(-1)),
  };
}

function numberIn(answer: unknown): number {
  const rows = (answer as { rows: { now_ms: number }[] }).rows;
  const now = rows[0]?.now_ms;
  if (now === undefined) throw new Error('The database told no time.');
  return now;
}

type Session = { pool: pg.Pool; clock: Clock; statements: Statements; begin: string };

async function inTransaction<T>(
  { pool, clock, statements, begin }: Session,
  work: (nowMs: number) => Steps<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // One round trip opens the transaction, waits for the turn and reads the clock.
    const nowMs = clock.begun(await client.query(clock.beginning(begin)));
    const result = await walk(work(nowMs), client, statements);
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

async function walk<T>(steps: Steps<T>, client: pg.PoolClient, { named }: Statements): Promise<T> {
  const run = async (query: Query): Promise<unknown[]> => (await client.query(named(query))).rows;
  let step = steps.next();
  while (!step.done) {
    const asked: Query | readonly Query[] = step.value;
    step = steps.next(await ('sql' in asked ? run(asked) : Promise.all(asked.map(run))));
  }
  return step.value;
}

type Retried = <T>(attempt: () => Promise<T>) => Promise<T>;

function createRetries(statements: Statements, random: () => number): Retried {
  return async (attempt) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt();
      } catch (error) {
        const code = codeOf(error);
        if (tries >= MAX_TRIES || !(RETRY_CODES.has(code) || code === STALE_PLAN)) throw error;
        if (code === STALE_PLAN) statements.renew();
      }
      // Rivals that came to blows would meet again if all came back at once.
      await setTimeout(random() * RETRY_PAUSE_MS * 2 ** tries);
    }
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
