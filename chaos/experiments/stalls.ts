import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { untilLeasing } from '../aftermath.js';
import { Broken } from '../bench.js';
import { whileBroken } from '../excuses.js';
import type { Bench, Experiment } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';

const THREE_REPLICAS = { database: 'postgres', servers: 3, owners: 60 } as const;
/** Requests to who is stopped wait as long as that lasts. */
const PATIENT = { deadlineMs: 40_000, rules: { answerWithinMs: 40_000, readyWithinMs: 40_000 } };

/** A wait for a connection, and a statement's deadline, one after the other. */
const ANSWERED_WITHIN_MS = 22_000;

export const STALLS: readonly Experiment[] = [
  {
    name: 'a replica is stopped',
    fault: 'SIGSTOP of one of three for some seconds, mid-transaction or not',
    run: (bench) => underLoad(bench, { setup: THREE_REPLICAS, ...PATIENT, disturb: broken(stopReplicas) }),
  },
  {
    name: 'PostgreSQL is stopped',
    fault: 'SIGSTOP of all its processes, longer than any deadline',
    run: (bench) =>
      underLoad(bench, {
        setup: THREE_REPLICAS,
        deadlineMs: 40_000,
        rules: { answerWithinMs: ANSWERED_WITHIN_MS },
        disturb: broken((scene) => stopPostgres(bench, scene)),
      }),
  },
  {
    name: 'the host of PostgreSQL vanishes',
    fault: 'what is sent to it arrives nowhere, without a reset, for longer than any deadline',
    run: (bench) =>
      underLoad(bench, {
        setup: { ...THREE_REPLICAS, isBehindNetwork: true },
        deadlineMs: 40_000,
        rules: { answerWithinMs: ANSWERED_WITHIN_MS },
        disturb: vanish,
      }),
  },
  {
    name: 'connections are used up',
    fault: 'others hold every connection that PostgreSQL allows',
    run: (bench) => underLoad(bench, { setup: THREE_REPLICAS, disturb: broken(useUpConnections) }),
  },
  {
    name: 'PostgreSQL becomes a standby',
    fault: 'sessions are read-only for some seconds',
    run: (bench) =>
      underLoad(bench, { setup: THREE_REPLICAS, disturb: broken((scene) => becomeReadOnly(bench, scene)) }),
  },
];

type Disturb = (scene: Scene) => Promise<string[]>;

/** Harm that lasts as long as it is done. */
function broken(disturb: Disturb): Disturb {
  return (scene) => whileBroken(scene.history, () => disturb(scene));
}

/** The others must lease on once PostgreSQL has ended the transaction that holds the lock. */
const OTHERS_WITHIN_MS = 6500;
const STOP_MS = 8000;

async function stopReplicas({ pool, history, forMs }: Scene): Promise<string[]> {
  const untilMs = performance.now() + forMs;
  let stops = 0;
  let slowestMs = 0;
  while (performance.now() < untilMs) {
    await sleep(700 + 37 * stops);
    const stopped = pool.servers[stops % pool.servers.length];
    const others = pool.servers.filter((server) => server !== stopped);
    stopped?.signal('SIGSTOP');
    try {
      slowestMs = Math.max(slowestMs, await untilLeasing({ pool, history }, others));
      await sleep(Math.max(0, STOP_MS - slowestMs));
    } finally {
      stopped?.signal('SIGCONT');
    }
    stops += 1;
  }
  if (slowestMs > OTHERS_WITHIN_MS)
    throw new Broken(`the others leased only after ${Math.round(slowestMs)} ms`);
  return [`${stops} stops`, `the others leased after ${Math.round(slowestMs)} ms at most`];
}

async function stopPostgres(bench: Bench, { pool, forMs }: Scene): Promise<string[]> {
  await sleep(1000);
  const processes = familyOf(await (await bench.postgres()).pid());
  for (const pid of processes) process.kill(pid, 'SIGSTOP');
  try {
    await sleep(2000);
    const askedMs = performance.now();
    const { status } = await fetch(`${pool.servers[0]?.url}/readyz`);
    const readyzMs = performance.now() - askedMs;
    if (status !== 503) throw new Broken(`/readyz said ${status} without a database`);
    await sleep(Math.max(3000, forMs - readyzMs));
    return [`/readyz said so after ${Math.round(readyzMs)} ms`];
  } finally {
    for (const pid of processes) process.kill(pid, 'SIGCONT');
  }
}

const VANISHED_MS = 14_000;

async function vanish({ pool, history }: Scene): Promise<string[]> {
  await sleep(1000);
  const fromMs = Date.now();
  await whileBroken(history, async () => {
    pool.network?.vanish();
    await sleep(VANISHED_MS);
    pool.network?.comeBack();
  });
  const unready = history.readiness.filter(({ atMs, status }) => atMs > fromMs && status === 503);
  if (unready.length === 0) throw new Broken('/readyz never said that the database is gone');
  const asked = history.answers.filter(({ atMs, tookMs }) => atMs + tookMs > fromMs);
  const slowestMs = asked.reduce((most, { tookMs }) => Math.max(most, tookMs), 0);
  return [
    `/readyz said so after ${Math.round(unready[0]?.tookMs ?? 0)} ms`,
    `the slowest answer after ${Math.round(slowestMs)} ms`,
  ];
}

/** A process and its children; Linux only, as is SIGSTOP of a database. */
function familyOf(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const children = pids.filter((pid) => parentOf(pid) === parent);
  return [parent, ...children.map(Number)];
}

function parentOf(pid: string): number | undefined {
  try {
    // The name in parentheses may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** More than PostgreSQL allows here. */
const TOO_MANY = 220;

/** Of this database, but not those of the process ids given. */
const CUT_OTHERS =
  'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> all($1)';

async function useUpConnections({ pool, forMs }: Scene): Promise<string[]> {
  const held: pg.Client[] = [];
  const hold = async () => {
    const client = new pg.Client(pool.databaseUrl);
    client.on('error', () => undefined);
    await client.connect().then(
      () => held.push(client),
      () => undefined,
    );
  };
  await sleep(1000);
  // First everything that is free; the servers' own go to whoever asks first once they are cut.
  await Promise.all(Array.from({ length: TOO_MANY }, hold));
  await held[0]?.query(CUT_OTHERS, [await Promise.all(held.map(processOf))]);
  try {
    await Promise.all(Array.from({ length: TOO_MANY / 4 }, hold));
    await sleep(forMs / 2);
    return [`${held.length} connections held`];
  } finally {
    await Promise.all(held.map((client) => client.end()));
  }
}

async function processOf(client: pg.Client): Promise<number> {
  return (await client.query('select pg_backend_pid() as pid')).rows[0].pid;
}

async function becomeReadOnly(bench: Bench, { pool, forMs }: Scene): Promise<string[]> {
  const postgres = await bench.postgres();
  const { pathname } = new URL(pool.databaseUrl);
  const name = pathname.slice(1);
  const operator = new pg.Client(pool.databaseUrl.replace(pathname, '/postgres'));
  operator.on('error', () => undefined);
  await operator.connect();
  try {
    await sleep(1000);
    await operator.query(`alter database ${name} set default_transaction_read_only = on`);
    await postgres.cutConnections(name);
    await sleep(forMs / 2);
    await operator.query(`alter database ${name} set default_transaction_read_only = off`);
    return [];
  } finally {
    await operator.end();
  }
}
