import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { historyOf, settle } from '../aftermath.js';
import { createClient } from '../ask.js';
import { Broken } from '../bench.js';
import { runJobs } from '../load.js';
import { openPool, type PoolSetup } from '../pool.js';
import { watchReadiness } from '../readiness.js';
import type { PoolServer } from '../server-process.js';
import type { Answer, Bench, Experiment, Findings } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';

const JOBS = 10_000;
const CONNECTIONS = 64;
const HUGE_LIMIT = 1_000_000;

export const CROWDS: readonly Experiment[] = [
  {
    name: 'a burst on SQLite',
    fault: '10,000 jobs over 64 connections, of which budgets serve a part',
    run: (bench) => burst(bench, { database: 'sqlite', servers: 1, owners: 25 }),
  },
  {
    name: 'a burst on three replicas',
    fault: '10,000 jobs over 64 connections, of which budgets serve a part',
    run: (bench) => burst(bench, { database: 'postgres', servers: 3, owners: 25 }),
  },
  {
    name: 'idle and slow connections',
    fault: '2,000 idle ones, and 200 whose headers or bodies drip in',
    run: (bench) =>
      underLoad(bench, {
        // Half a minute of load would spend ordinary budgets.
        setup: { database: 'sqlite', servers: 1, owners: 60, limit: HUGE_LIMIT },
        disturb: crowdIn,
      }),
  },
  {
    name: 'a soak',
    fault: 'jobs, for as long as told by --soak; memory and handles have to stay flat',
    run: soak,
  },
];

async function burst(bench: Bench, setup: PoolSetup): Promise<Findings> {
  const pool = await openPool(bench, setup);
  const client = createClient({ connections: CONNECTIONS, deadlineMs: 15_000 });
  let watch: { stop(): void } | undefined;
  try {
    const history = await historyOf(pool);
    watch = watchReadiness(pool, history);
    const startedMs = performance.now();
    await runJobs(pool, history, { client, workers: CONNECTIONS, jobs: JOBS, pauseMs: 0 });
    watch.stop();
    const seconds = (performance.now() - startedMs) / 1000;
    const figures = [`${Math.round(JOBS / seconds)} jobs/s`, latencies(history.answers)];
    return { ...(await settle(pool, history)), figures };
  } finally {
    watch?.stop();
    client.close();
    await pool.close();
  }
}

function latencies(answers: readonly Answer[]): string {
  const sorted = answers.map(({ tookMs }) => tookMs).sort((one, other) => one - other);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms`;
}

const IDLE = 2000;
const SLOW_EACH = 100;
const CUT_OFF_WITHIN_MS = 31_000;

async function crowdIn({ pool }: Scene): Promise<string[]> {
  const { hostname, port } = new URL(pool.servers[0]?.url ?? '');
  const open = () => connect(Number(port), hostname).on('error', () => undefined);
  const idle = Array.from({ length: IDLE }, open);
  const head = 'POST /api/v1/leases HTTP/1.1\r\nhost: pool\r\ncontent-type: application/json\r\n';
  const slow = Array.from({ length: 2 * SLOW_EACH }, (_, index) => {
    const socket = open();
    socket.write(index % 2 === 0 ? head : `${head}content-length: 1000\r\n\r\n`);
    return socket;
  });
  const drip = setInterval(() => {
    for (const [index, socket] of slow.entries()) socket.write(index % 2 === 0 ? 'x' : ' ');
  }, 1000);
  try {
    const cutMs = await untilCut(slow);
    return [`${IDLE} idle ones`, `slow ones cut off after ${Math.round(cutMs / 1000)} s`];
  } finally {
    clearInterval(drip);
    for (const socket of [...idle, ...slow]) socket.destroy();
  }
}

async function untilCut(sockets: readonly Socket[]): Promise<number> {
  const startedMs = performance.now();
  for (const socket of sockets) socket.resume();
  while (sockets.some((socket) => !socket.closed)) {
    if (performance.now() - startedMs > CUT_OFF_WITHIN_MS)
      throw new Broken('slow ones were not cut off in time');
    await sleep(100);
  }
  return performance.now() - startedMs;
}

type Sample = { mib: number; handles: number };
const SAMPLES = 30;
/** Between the middle and the last third; V8 settles within the first. */
const MOST_GROWTH = { share: 1.15, mib: 24, handles: 10 };

async function soak(bench: Bench): Promise<Findings> {
  const pool = await openPool(bench, { database: 'sqlite', servers: 1, owners: 60, limit: HUGE_LIMIT });
  const client = createClient({ connections: 8, deadlineMs: 15_000 });
  let watch: { stop(): void } | undefined;
  try {
    const history = await historyOf(pool);
    watch = watchReadiness(pool, history);
    const over = AbortSignal.timeout(bench.soakMs);
    const jobs = runJobs(pool, history, { client, workers: 4, lastsMs: 40, spends: () => 1, over });
    const samples: Sample[] = [];
    while (samples.length < SAMPLES) {
      await sleep(bench.soakMs / SAMPLES);
      samples.push(sampleOf(pool.servers[0]));
    }
    await jobs;
    watch.stop();
    const findings = await settle(pool, history);
    const { violations, figures } = flatness(samples);
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

function flatness(samples: readonly Sample[]): Pick<Findings, 'violations' | 'figures'> {
  const third = samples.length / 3;
  const [middle, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
  const mean = (some: readonly Sample[], figure: keyof Sample) =>
    some.reduce((sum, sample) => sum + sample[figure], 0) / some.length;
  const [mib, handles] = [mean(last, 'mib'), mean(last, 'handles')];
  const [mibBefore, handlesBefore] = [mean(middle, 'mib'), mean(middle, 'handles')];
  const figures = [
    `${mibBefore.toFixed(0)} MiB, then ${mib.toFixed(0)}`,
    `${handlesBefore.toFixed(0)} handles, then ${handles.toFixed(0)}`,
  ];
  const isFlat =
    mib <= mibBefore * MOST_GROWTH.share + MOST_GROWTH.mib && handles <= handlesBefore + MOST_GROWTH.handles;
  return { figures, violations: isFlat ? [] : [`it grew: ${figures.join('; ')}`] };
}
