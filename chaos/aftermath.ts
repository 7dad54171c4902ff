import { setTimeout as sleep } from 'node:timers/promises';
import { PATHS } from '../src/wire.js';
import { type Client, createClient } from './ask.js';
import { Broken } from './bench.js';
import { judge } from './model.js';
import { type PoolUnderTest, RESERVE } from './pool.js';
import { untilReady } from './readiness.js';
import type { PoolServer } from './server-process.js';
import type { Findings, History, LaterSight } from './types.js';

const TOGETHER = 16;
/** What is promised of leasing, and of `/readyz`, once a fault is over. */
export const BACK_WITHIN_MS = 5000;
/** `/readyz` gives the database 3 s. */
const READY_WITHIN_MS = 4000;

export type HistoryRules = Partial<History['rules']>;

/** An empty history of a pool; a request may take 10 s, which is what clients wait, unless told otherwise. */
export async function historyOf(pool: PoolUnderTest, rules: HistoryRules = {}): Promise<History> {
  const lendable = pool.limit * (1 - RESERVE);
  return {
    answers: [],
    leases: [],
    acknowledgements: [],
    sights: [],
    readiness: [],
    excuses: [],
    rules: {
      owners: pool.owners.size,
      lendable,
      leaseMs: pool.windowMs,
      answerWithinMs: 10_000,
      readyWithinMs: READY_WITHIN_MS,
      backWithinMs: BACK_WITHIN_MS,
      clockSlackMs: 1000,
      ...rules,
    },
    tokens: { before: await pool.tokenIds(), after: [] },
  };
}

/** Asks the pool for every lease that it ever acknowledged, and judges. */
export async function settle(pool: PoolUnderTest, history: History): Promise<Findings> {
  const client = createClient({ connections: TOGETHER, deadlineMs: 10_000 });
  const queue = [...new Set(history.leases.map(({ leaseId }) => leaseId))];
  const work = async () => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      history.sights.push(await look(pool, client, { history, leaseId: id }));
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, work)).finally(() => client.close());
  history.tokens = { ...history.tokens, after: await pool.tokenIds() };
  const dead = pool.servers.filter((server) => !server.isAlive());
  const ended = dead.map((server) => `a server ended by itself: ${lastLine(server.printed())}`);
  return { violations: [...judge(history), ...ended], figures: [], answers: history.answers };
}

function lastLine(printed: string): string {
  return printed.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}

type Sighting = { history: History; leaseId: string };

/** What a server of the pool tells of a lease. */
export async function look(
  pool: Pick<PoolUnderTest, 'servers' | 'leaseKey'>,
  client: Client,
  { history, leaseId }: Sighting,
): Promise<LaterSight> {
  const url = (pool.servers[0]?.url ?? '') + PATHS.lease(leaseId);
  for (let tries = 0; tries < 20; tries += 1) {
    const reply = await client.ask({ route: 'explain', method: 'GET', url, key: pool.leaseKey });
    const { body, ...answer } = reply;
    history.answers.push(answer);
    if (reply.status === 404) return { leaseId, atMs: Date.now(), found: undefined };
    if (reply.status === 200) {
      const { owner, state, lease_expires_at } = JSON.parse(body);
      const expiresAtMs = Date.parse(lease_expires_at);
      return { leaseId, atMs: reply.atMs, found: { owner, state, expiresAtMs } };
    }
    await sleep(250);
  }
  throw new Error(`the pool did not tell of a lease within 20 tries:\n${pool.servers[0]?.printed()}`);
}

type Probed = { pool: PoolUnderTest; history: History };

const MOST_MS = 30_000;

/** Milliseconds from now until each of these servers has leased again and says that it is ready. */
export async function untilLeasing(
  { pool, history }: Probed,
  servers: readonly Pick<PoolServer, 'url'>[],
): Promise<number> {
  const client = createClient({ connections: 4, deadlineMs: 5000 });
  const startedMs = performance.now();
  try {
    await Promise.all(servers.map(({ url }) => leasedFrom(url)));
    return performance.now() - startedMs;
  } finally {
    client.close();
  }

  async function leasedFrom(url: string): Promise<void> {
    while (performance.now() - startedMs < MOST_MS) {
      const { body: _, ...answer } = await client.ask({
        route: 'lease',
        method: 'POST',
        url: url + PATHS.leases,
        key: pool.leaseKey,
        body: { job: PROBING_JOB, expected_requests: 0 },
      });
      history.answers.push(answer);
      if (answer.status === 201) return becameReady(url);
      await sleep(50);
    }
    throw new Broken(`no lease for ${MOST_MS / 1000} s after the fault had ended`);
  }
}

async function becameReady(url: string): Promise<void> {
  if (!(await untilReady(url, MOST_MS)))
    throw new Broken(`not ready for ${MOST_MS / 1000} s after the fault had ended`);
}

const PROBING_JOB = {
  repository: 'octo/chaos',
  workflow: 'ci',
  job: 'after the fault',
  run_id: '999999',
  run_attempt: 1,
  event_name: 'push',
};
