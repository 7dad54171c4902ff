import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { waitUntilLeasing } from '../recovery.js';
import { PromiseBroken } from '../run-experiment.js';
import { duringFault } from '../excuses.js';
import type { Resources, Experiment } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';

const THREE_REPLICAS = { database: 'postgres', servers: 3, owners: 60 } as const;
/** Requests to a stopped replica wait until it continues. */
const LONG_DEADLINES = { deadlineMs: 40_000, rules: { answerDeadlineMs: 40_000, readyzDeadlineMs: 40_000 } };

/** The sum of the deadlines for a connection and for a statement. */
const ANSWER_DEADLINE_MS = 22_000;

export const STALLS: readonly Experiment[] = [
  {
    name: 'a replica is stopped',
    fault: 'SIGSTOP of one of three for some seconds, possibly in a transaction',
    run: (resources) =>
      underLoad(resources, { setup: THREE_REPLICAS, ...LONG_DEADLINES, disturb: asFault(stopReplicas) }),
  },
  {
    name: 'PostgreSQL is stopped',
    fault: 'SIGSTOP of all its processes for longer than any deadline',
    run: (resources) =>
      underLoad(resources, {
        setup: THREE_REPLICAS,
        deadlineMs: 40_000,
        rules: { answerDeadlineMs: ANSWER_DEADLINE_MS },
        disturb: asFault((scene) => stopPostgres(resources, scene)),
      }),
  },
  {
    name: 'the host of PostgreSQL vanishes',
    fault: 'packets to it are dropped without a reset for longer than any deadline',
    run: (resources) =>
      underLoad(resources, {
        setup: { ...THREE_REPLICAS, isBehindNetwork: true },
        deadlineMs: 40_000,
        rules: { answerDeadlineMs: ANSWER_DEADLINE_MS },
        disturb: vanish,
      }),
  },
  {
    name: 'connections are used up',
    fault: 'other clients hold every connection that PostgreSQL allows',
    run: (resources) => underLoad(resources, { setup: THREE_REPLICAS, disturb: asFault(useUpConnections) }),
  },
  {
    name: 'PostgreSQL becomes a standby',
    fault: 'sessions are read-only for some seconds',
    run: (resources) =>
      underLoad(resources, {
        setup: THREE_REPLICAS,
        disturb: asFault((scene) => becomeReadOnly(resources, scene)),
      }),
  },
];

type Disturb = (scene: Scene) => Promise<string[]>;

/** Excuses refusals for the duration of the disturbance. */
function asFault(disturb: Disturb): Disturb {
  return (scene) => duringFault(scene.history, () => disturb(scene));
}

/** The others must lease again once PostgreSQL has ended the transaction that holds the lock. */
const OTHERS_DEADLINE_MS = 6500;
const STOP_MS = 8000;

async function stopReplicas({ pool, history, durationMs }: Scene): Promise<string[]> {
  const untilMs = performance.now() + durationMs;
  let stops = 0;
  let slowestMs = 0;
  while (performance.now() < untilMs) {
    await sleep(700 + 37 * stops);
    const stopped = pool.servers[stops % pool.servers.length];
    const others = pool.servers.filter((server) => server !== stopped);
    stopped?.signal('SIGSTOP');
    try {
      slowestMs = Math.max(slowestMs, await waitUntilLeasing({ pool, history }, others));
      await sleep(Math.max(0, STOP_MS - slowestMs));
    } finally {
      stopped?.signal('SIGCONT');
    }
    stops += 1;
  }
  if (slowestMs > OTHERS_DEADLINE_MS)
    throw new PromiseBroken(`the others leased only after ${Math.round(slowestMs)} ms`);
  return [`${stops} stops`, `the others leased after ${Math.round(slowestMs)} ms at most`];
}

async function stopPostgres(resources: Resources, { pool, durationMs }: Scene): Promise<string[]> {
  await sleep(1000);
  const processes = processAndChildren(await (await resources.postgres()).pid());
  for (const pid of processes) process.kill(pid, 'SIGSTOP');
  try {
    await sleep(2000);
    const startedMs = performance.now();
    const { status } = await fetch(`${pool.servers[0]?.url}/readyz`);
    const readyzMs = performance.now() - startedMs;
    if (status !== 503) throw new PromiseBroken(`/readyz returned ${status} without a database`);
    await sleep(Math.max(3000, durationMs - readyzMs));
    return [`/readyz reported it after ${Math.round(readyzMs)} ms`];
  } finally {
    for (const pid of processes) process.kill(pid, 'SIGCONT');
  }
}

const VANISHED_MS = 14_000;

async function vanish({ pool, history }: Scene): Promise<string[]> {
  await sleep(1000);
  const fromMs = Date.now();
  await duringFault(history, async () => {
    pool.network?.vanish();
    await sleep(VANISHED_MS);
    pool.network?.reappear();
  });
  const unready = history.readiness.filter(({ atMs, status }) => atMs > fromMs && status === 503);
  if (unready.length === 0) throw new PromiseBroken('/readyz never reported the lost database');
  const answered = history.answers.filter(({ atMs, tookMs }) => atMs + tookMs > fromMs);
  const slowestMs = answered.reduce((most, { tookMs }) => Math.max(most, tookMs), 0);
  return [
    `/readyz reported it after ${Math.round(unready[0]?.tookMs ?? 0)} ms`,
    `slowest answer after ${Math.round(slowestMs)} ms`,
  ];
}

/** A process and its children; Linux only, as is SIGSTOP of a database. */
function processAndChildren(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const children = pids.filter((pid) => parentOf(pid) === parent);
  return [parent, ...children.map(Number)];
}

function parentOf(pid: string): number | undefined {
  try {
    // The name in parentheses may contain any character.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** More than `max_connections` of the test server. */
const TOO_MANY = 220;

/** Terminates all connections to this database except those of the given process ids. */
const TERMINATE_OTHERS =
  'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> all($1)';

async function useUpConnections({ pool, durationMs }: Scene): Promise<string[]> {
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
  // Takes all free connections, then cuts the servers' own and competes for those.
  await Promise.all(Array.from({ length: TOO_MANY }, hold));
  await held[0]?.query(TERMINATE_OTHERS, [await Promise.all(held.map(processOf))]);
  try {
    await Promise.all(Array.from({ length: TOO_MANY / 4 }, hold));
    await sleep(durationMs / 2);
    return [`${held.length} connections held`];
  } finally {
    await Promise.all(held.map((client) => client.end()));
  }
}

async function processOf(client: pg.Client): Promise<number> {
  return (await client.query('select pg_backend_pid() as pid')).rows[0].pid;
}

async function becomeReadOnly(resources: Resources, { pool, durationMs }: Scene): Promise<string[]> {
  const postgres = await resources.postgres();
  const { pathname } = new URL(pool.databaseUrl);
  const name = pathname.slice(1);
  const operator = new pg.Client(pool.databaseUrl.replace(pathname, '/postgres'));
  operator.on('error', () => undefined);
  await operator.connect();
  try {
    await sleep(1000);
    await operator.query(`alter database ${name} set default_transaction_read_only = on`);
    await postgres.cutConnections(name);
    await sleep(durationMs / 2);
    await operator.query(`alter database ${name} set default_transaction_read_only = off`);
    return [];
  } finally {
    await operator.end();
  }
}
