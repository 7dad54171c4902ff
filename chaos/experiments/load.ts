import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { newHistory, checkHistory } from '../recovery.js';
import { createClient } from '../client.js';
import { PromiseBroken } from '../run-experiment.js';
import { runJobs } from '../load.js';
import { openPool, type PoolSetup } from '../pool.js';
import { watchReadiness } from '../readiness.js';
import type { PoolServer } from '../server-process.js';
import type { Answer, Resources, Experiment, Findings } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';

const JOBS = 10_000;
const CONNECTIONS = 64;
const HUGE_LIMIT = 1_000_000;

export const LOAD: readonly Experiment[] = [
  {
    name: 'a burst on SQLite',
    fault: '10,000 jobs over 64 connections; budgets cover only some of them',
    run: (resources) => burst(resources, { database: 'sqlite', servers: 1, owners: 25 }),
  },
  {
    name: 'a burst on three replicas',
    fault: '10,000 jobs over 64 connections; budgets cover only some of them',
    run: (resources) => burst(resources, { database: 'postgres', servers: 3, owners: 25 }),
  },
  {
    name: 'idle and slow connections',
    fault: '2,000 idle connections, and 200 that send headers or bodies byte by byte',
    run: (resources) =>
      underLoad(resources, {
        // Half a minute of load would exhaust ordinary budgets.
        setup: { database: 'sqlite', servers: 1, owners: 60, limit: HUGE_LIMIT },
        disturb: openManyConnections,
      }),
  },
  {
    name: 'a soak',
    fault: 'jobs for the time given by --soak; memory and open files must stay flat',
    run: soak,
  },
];

async function burst(resources: Resources, setup: PoolSetup): Promise<Findings> {
  const pool = await openPool(resources, setup);
  const client = createClient({ connections: CONNECTIONS, deadlineMs: 15_000 });
  let watch: { stop(): void } | undefined;
  try {
    const history = await newHistory(pool);
    watch = watchReadiness(pool, history);
    const startedMs = performance.now();
    await runJobs(pool, history, { client, workers: CONNECTIONS, jobs: JOBS, pauseMs: 0 });
    watch.stop();
    const seconds = (performance.now() - startedMs) / 1000;
    const figures = [`${Math.round(JOBS / seconds)} jobs/s`, latencies(history.answers)];
    return { ...(await checkHistory(pool, history)), figures };
  } finally {
    watch?.stop();
    client.close();
    await pool.close();
  }
}

function latencies(answers: readonly Answer[]): string {
  const sorted = answers.map(({ tookMs }) => tookMs).sort((one, other) => one - other);
  const percentile = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return `p50 ${percentile(0.5)} ms, p99 ${percentile(0.99)} ms, slowest ${percentile(1)} ms`;
}

const IDLE_CONNECTIONS = 2000;
const SLOW_PER_KIND = 100;
const CLOSE_DEADLINE_MS = 31_000;

async function openManyConnections({ pool }: Scene): Promise<string[]> {
  const { hostname, port } = new URL(pool.servers[0]?.url ?? '');
  const open = () => connect(Number(port), hostname).on('error', () => undefined);
  const idle = Array.from({ length: IDLE_CONNECTIONS }, open);
  const head = 'POST /api/v1/leases HTTP/1.1\r\nhost: pool\r\ncontent-type: application/json\r\n';
  const slow = Array.from({ length: 2 * SLOW_PER_KIND }, (_, index) => {
    const socket = open();
    socket.write(index % 2 === 0 ? head : `${head}content-length: 1000\r\n\r\n`);
    return socket;
  });
  const trickle = setInterval(() => {
    for (const [index, socket] of slow.entries()) socket.write(index % 2 === 0 ? 'x' : ' ');
  }, 1000);
  try {
    const closedAfterMs = await waitUntilClosed(slow);
    return [
      `${IDLE_CONNECTIONS} idle connections`,
      `slow ones closed after ${Math.round(closedAfterMs / 1000)} s`,
    ];
  } finally {
    clearInterval(trickle);
    for (const socket of [...idle, ...slow]) socket.destroy();
  }
}

async function waitUntilClosed(sockets: readonly Socket[]): Promise<number> {
  const startedMs = performance.now();
  for (const socket of sockets) socket.resume();
  while (sockets.some((socket) => !socket.closed)) {
    if (performance.now() - startedMs > CLOSE_DEADLINE_MS)
      throw new PromiseBroken('slow connections were not closed in time');
    await sleep(100);
  }
  return performance.now() - startedMs;
}

type Sample = { mib: number; handles: number };
const SAMPLES = 30;
/** Compares the last third with the middle one; V8 settles during the first. */
const MAX_GROWTH = { share: 1.15, mib: 24, handles: 10 };

async function soak(resources: Resources): Promise<Findings> {
  const pool = await openPool(resources, { database: 'sqlite', servers: 1, owners: 60, limit: HUGE_LIMIT });
  const client = createClient({ connections: 8, deadlineMs: 15_000 });
  let watch: { stop(): void } | undefined;
  try {
    const history = await newHistory(pool);
    watch = watchReadiness(pool, history);
    const stop = AbortSignal.timeout(resources.soakMs);
    const jobs = runJobs(pool, history, { client, workers: 4, durationMs: 40, requestsOf: () => 1, stop });
    const samples: Sample[] = [];
    while (samples.length < SAMPLES) {
      await sleep(resources.soakMs / SAMPLES);
      samples.push(sampleOf(pool.servers[0]));
    }
    await jobs;
    watch.stop();
    const findings = await checkHistory(pool, history);
    const { violations, figures } = checkGrowth(samples);
    return { ...findings, violations: [...findings.violations, ...violations], figures };
  } finally {
    watch?.stop();
    client.close();
    await pool.close();
  }
}

/** Resident memory and open files of a server; Linux only. */
function sampleOf(server: PoolServer | undefined): Sample {
  const folder = `/proc/${server?.pid()}`;
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`${folder}/status`, 'utf8'));
  return { mib: Number(resident?.[1]) / 1024, handles: readdirSync(`${folder}/fd`).length };
}

function checkGrowth(samples: readonly Sample[]): Pick<Findings, 'violations' | 'figures'> {
  const third = samples.length / 3;
  const [middle, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
  const mean = (samples_: readonly Sample[], figure: keyof Sample) =>
    samples_.reduce((sum, sample) => sum + sample[figure], 0) / samples_.length;
  const [mib, handles] = [mean(last, 'mib'), mean(last, 'handles')];
  const [mibBefore, handlesBefore] = [mean(middle, 'mib'), mean(middle, 'handles')];
  const figures = [
    `${mibBefore.toFixed(0)} MiB, then ${mib.toFixed(0)}`,
    `${handlesBefore.toFixed(0)} open files, then ${handles.toFixed(0)}`,
  ];
  const isFlat =
    mib <= mibBefore * MAX_GROWTH.share + MAX_GROWTH.mib && handles <= handlesBefore + MAX_GROWTH.handles;
  return { figures, violations: isFlat ? [] : [`grew: ${figures.join('; ')}`] };
}
