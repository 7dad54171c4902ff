import { setTimeout as sleep } from 'node:timers/promises';
import { PATHS } from '../src/wire.js';
import { type Client, createClient } from './client.js';
import { PromiseBroken } from './run-experiment.js';
import { judge } from './model.js';
import { type PoolUnderTest, RESERVE } from './pool.js';
import { waitUntilReady } from './readiness.js';
import type { PoolServer } from './server-process.js';
import type { Findings, History, LeaseAfterFault } from './types.js';

const CONCURRENCY = 16;
/** Leasing and `/readyz` must be back this soon after a fault. */
export const RECOVERY_DEADLINE_MS = 5000;
/** `/readyz` gives the database 3 s. */
const READYZ_DEADLINE_MS = 4000;

export type HistoryRules = Partial<History['rules']>;

/** An empty history of a pool. A request may take 10 s by default. */
export async function newHistory(pool: PoolUnderTest, rules: HistoryRules = {}): Promise<History> {
  const lendable = pool.limit * (1 - RESERVE);
  return {
    answers: [],
    leases: [],
    acknowledgements: [],
    leasesAfterFault: [],
    readiness: [],
    excuses: [],
    rules: {
      owners: pool.owners.size,
      lendable,
      leaseMs: pool.windowMs,
      answerDeadlineMs: 10_000,
      readyzDeadlineMs: READYZ_DEADLINE_MS,
      recoveryDeadlineMs: RECOVERY_DEADLINE_MS,
      clockToleranceMs: 1000,
      ...rules,
    },
    tokens: { before: await pool.tokenIds(), after: [] },
  };
}

/** Reads back every lease that the pool acknowledged, and checks the history against the pool's promises. */
export async function checkHistory(pool: PoolUnderTest, history: History): Promise<Findings> {
  const client = createClient({ connections: CONCURRENCY, deadlineMs: 10_000 });
  const queue = [...new Set(history.leases.map(({ leaseId }) => leaseId))];
  const work = async () => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      history.leasesAfterFault.push(await readLeaseState(pool, client, { history, leaseId: id }));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work)).finally(() => client.close());
  history.tokens = { ...history.tokens, after: await pool.tokenIds() };
  const stopped = pool.servers.filter((server) => !server.isAlive());
  const crashes = stopped.map((server) => `a server crashed: ${lastLine(server.printed())}`);
  return { violations: [...judge(history), ...crashes], figures: [], answers: history.answers };
}

function lastLine(printed: string): string {
  return printed.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}

type LeaseQuery = { history: History; leaseId: string };

/** The state of a lease, as the pool reports it. */
export async function readLeaseState(
  pool: Pick<PoolUnderTest, 'servers' | 'leaseKey'>,
  client: Client,
  { history, leaseId }: LeaseQuery,
): Promise<LeaseAfterFault> {
  const url = (pool.servers[0]?.url ?? '') + PATHS.lease(leaseId);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const reply = await client.send({ route: 'explain', method: 'GET', url, key: pool.leaseKey });
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
  throw new Error(`a lease could not be read in 20 attempts:\n${pool.servers[0]?.printed()}`);
}

type Probe = { pool: PoolUnderTest; history: History };

const MAX_WAIT_MS = 30_000;

/** Waits until each of these servers leases again and is ready; returns how long that took in milliseconds. */
export async function waitUntilLeasing(
  { pool, history }: Probe,
  servers: readonly Pick<PoolServer, 'url'>[],
): Promise<number> {
  const client = createClient({ connections: 4, deadlineMs: 5000 });
  const startedMs = performance.now();
  try {
    await Promise.all(servers.map(({ url }) => waitForLease(url)));
    return performance.now() - startedMs;
  } finally {
    client.close();
  }

  async function waitForLease(url: string): Promise<void> {
    while (performance.now() - startedMs < MAX_WAIT_MS) {
      const { body: _, ...answer } = await client.send({
        route: 'lease',
        method: 'POST',
        url: url + PATHS.leases,
        key: pool.leaseKey,
        body: { job: PROBE_JOB, expected_requests: 0 },
      });
      history.answers.push(answer);
      if (answer.status === 201) return waitForReadiness(url);
      await sleep(50);
    }
    throw new PromiseBroken(`no lease within ${MAX_WAIT_MS / 1000} s after the fault`);
  }
}

async function waitForReadiness(url: string): Promise<void> {
  if (!(await waitUntilReady(url, MAX_WAIT_MS)))
    throw new PromiseBroken(`not ready within ${MAX_WAIT_MS / 1000} s after the fault`);
}

const PROBE_JOB = {
  repository: 'octo/chaos',
  workflow: 'ci',
  job: 'after the fault',
  run_id: '999999',
  run_attempt: 1,
  event_name: 'push',
};
