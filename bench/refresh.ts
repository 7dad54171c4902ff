import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Contender, median, type Timing, timeInterleaved, timeOnce } from './processes.js';
import { startSlowPool } from './refresh-pool.js';
import { prepareStep, type Step } from './step.js';
import { BENCH_TOKEN, startStub } from './stub.js';
import type { BenchOptions, BenchResult, BenchRow } from './types.js';

const MANIFEST = 'refresh-token/action.yml';
/** Main starts the keeper, which takes about 4 ms of the difference. */
const BOUNDS = { main: 2.3, cached: 1.25, helper: 3, rssMiB: 65, contention: 2, cpuMs: 20 };
const PROCESSES = 50;
/** The time to mint in the contention row; GitHub takes about as long. */
const UPSTREAM_MS = 1_500;
const IDLE_MS = 5_000;
/** Longer than the start of an empty process. */
const SETTLE_MS = 80;

/** Compares refresh-token's processes with minimal ones. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const stub = await startStub();
  const step = prepareStep(MANIFEST, inputsFor(stub.url));
  try {
    const contenders = [...mainContenders(step, stub.url), ...readers(await prepareFolder(step), step)];
    options.progress(`${contenders.length} processes, ${options.runs} rounds`);
    const timings = await timeInterleaved(contenders, options.runs);
    options.progress('the idle keeper');
    const keeper = await keeperRows(step);
    options.progress(`${PROCESSES} processes at once`);
    const contention = await contentionRow(Math.min(3, options.runs));
    return {
      title: 'refresh-token, as processes',
      method: `Whole processes from start to exit, median of ${options.runs} interleaved runs. Main asks the pool and \
GitHub, wires git and gh, and starts the keeper; bare main makes the same two requests with \`node:http\` and nothing \
else. The credential helper runs as git runs it, through \`sh -c\`. In the last row, ${PROCESSES} \
processes need a stale token at once and the pool takes ${UPSTREAM_MS} ms.`,
      rows: [...ratioRows(timings), ...keeper, contention],
    };
  } finally {
    stub.close();
    endKeepers(step);
    step.remove();
  }
}

function inputsFor(url: string): Record<string, string> {
  const secret = 'bench-secret-of-a-usual-length';
  return { 'pool-url': url, 'api-secret': secret, 'github-api-url': url };
}

function foldersOf(step: Step): string[] {
  const names = readdirSync(step.folder).filter((name) => name.startsWith('fetch-token-'));
  return names.map((name) => join(step.folder, name));
}

function endKeepers(step: Step): void {
  for (const folder of foldersOf(step)) {
    try {
      process.kill(keeperPid(folder), 'SIGKILL');
    } catch {
      // Main failed before it started one, or it has exited.
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kills the keeper of the previous run and waits, so that its start does not slow down the next run. */
function settle(step: Step): void {
  endKeepers(step);
  step.reset();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETTLE_MS);
}

function keeperPid(folder: string): number {
  return JSON.parse(readFileSync(join(folder, 'keeper.json'), 'utf8')).pid;
}

function mainContenders(step: Step, url: string): Contender[] {
  const env = { ...step.env, GITHUB_SERVER_URL: 'https://github.com' };
  const bare = join(step.folder, 'bare.cjs');
  writeFileSync(bare, BARE.replace('URL_OF_STUB', url));
  const bareAndProcess = join(step.folder, 'bare-and-process.cjs');
  const source = BARE.replace('URL_OF_STUB', url).replace('() => {}', START_PROCESS);
  writeFileSync(bareAndProcess, source);
  const before = () => settle(step);
  const verify = () => {
    if (!step.written('ENV').includes(BENCH_TOKEN)) throw new Error('main did not export the token');
  };
  return [
    { name: 'main', command: [process.execPath, step.main], env, before, verify },
    { name: 'bare main', command: [process.execPath, bare], env, before },
    { name: 'bare main and a process', command: [process.execPath, bareAndProcess], env, before },
  ];
}

const BARE = `const http = require('node:http');
const ask = (method, path, next) => http.request('URL_OF_STUB' + path, { method }, (response) => {
  const chunks = [];
  response.on('data', (chunk) => chunks.push(chunk));
  response.on('end', () => { JSON.parse(Buffer.concat(chunks)); next(); });
}).end(method === 'POST' ? '{}' : undefined);
ask('POST', '/api/v1/leases', () => ask('GET', '/rate_limit', () => {}));
`;

/** The cost of starting the keeper, for the process that starts it. */
const START_PROCESS = `() => require('node:child_process')
  .spawn(process.execPath, ['-e', '0'], { detached: true, stdio: 'ignore' }).unref()`;

/** Prepares a folder with a fresh token that the runs of main do not delete. */
async function prepareFolder(step: Step): Promise<Step & { readonly path: string }> {
  await timeOnce({
    name: 'main',
    command: [process.execPath, step.main],
    env: { ...step.env, GITHUB_SERVER_URL: 'https://github.com' },
  });
  const [path = ''] = foldersOf(step);
  process.kill(keeperPid(path), 'SIGKILL');
  const copy = join(step.folder, 'copy');
  cpSync(path, copy, { recursive: true, preserveTimestamps: true });
  // The copy has the process's default mode, which the action refuses.
  chmodSync(copy, 0o700);
  return { ...step, path: copy };
}

function readers({ path }: { readonly path: string }, step: Step): Contender[] {
  const bundle = join(step.main, '../../token/index.js');
  const credentialRequest = join(step.folder, 'question');
  writeFileSync(credentialRequest, 'protocol=https\nhost=github.com\n\n');
  const { env } = step;
  const before = () => settle(step);
  const viaGit = 'h=$0; test -f "$h"; exec "$h" get < "$1"';
  return [
    { name: 'ask', command: [process.execPath, bundle, '--folder', path], env, before },
    { name: 'bare node', command: [process.execPath, '-e', '0'], env, before },
    {
      name: 'helper',
      command: ['/bin/sh', '-c', viaGit, join(path, 'git-credential'), credentialRequest],
      env,
      before,
    },
    { name: 'bare sh', command: ['/bin/sh', '-c', ':'], env, before },
  ];
}

function ratioRows(timings: readonly Timing[]): BenchRow[] {
  const msOf = (name: string) => timings.find((timing) => timing.name === name)?.medianMs ?? Number.NaN;
  const ratioRow = (what: string, names: readonly [string, string], bound?: number): BenchRow => {
    const ratio = msOf(names[0]) / msOf(names[1]);
    return {
      what,
      value: `${msOf(names[0]).toFixed(1)} ms`,
      ratio: `${ratio.toFixed(2)} x ${names[1]} (${msOf(names[1]).toFixed(1)} ms)`,
      ...(bound === undefined ? {} : { bound: `<= ${bound} x`, ok: ratio <= bound }),
    };
  };
  return [
    ratioRow('main', ['main', 'bare main'], BOUNDS.main),
    ratioRow('main, when the bare script starts a process too', ['main', 'bare main and a process']),
    ratioRow('a token from the cache', ['ask', 'bare node'], BOUNDS.cached),
    ratioRow('credential helper', ['helper', 'bare sh'], BOUNDS.helper),
  ];
}

async function keeperRows(step: Step): Promise<BenchRow[]> {
  endKeepers(step);
  step.reset();
  const env = { ...step.env, GITHUB_SERVER_URL: 'https://github.com' };
  await timeOnce({ name: 'main', command: [process.execPath, step.main], env });
  const pid = keeperPid(foldersOf(step)[0] ?? '');
  await delay(1_500);
  const before = cpuMs(pid);
  await delay(IDLE_MS);
  const spentMs = cpuMs(pid) - before;
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  return [
    {
      what: 'keeper, peak memory',
      value: `${peak.toFixed(1)} MiB`,
      bound: `<= ${BOUNDS.rssMiB} MiB`,
      ok: peak <= BOUNDS.rssMiB,
    },
    {
      what: `keeper, CPU time in ${IDLE_MS / 1000} s when idle`,
      value: `${spentMs} ms`,
      bound: `<= ${BOUNDS.cpuMs} ms`,
      ok: spentMs <= BOUNDS.cpuMs,
    },
  ];
}

/** The kernel's unit is a hundredth of a second. */
function cpuMs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Each round makes the token stale, first for one process and then for many. */
async function contentionRow(rounds: number): Promise<BenchRow> {
  const pool = await startSlowPool(UPSTREAM_MS);
  const step = prepareStep(MANIFEST, { ...inputsFor(pool.url), git: 'false', gh: 'false' });
  try {
    await timeOnce({ name: 'main', command: [process.execPath, step.main], env: step.env });
    const [folder = ''] = foldersOf(step);
    process.kill(keeperPid(folder), 'SIGKILL');
    const ratios: number[] = [];
    let mostRequests = 0;
    for (let round = 0; round < rounds; round += 1) {
      const aloneMs = await requestStale({ step, folder, processes: 1 });
      const before = pool.leases();
      const contendedMs = await requestStale({ step, folder, processes: PROCESSES });
      mostRequests = Math.max(mostRequests, pool.leases() - before);
      ratios.push(contendedMs / aloneMs);
    }
    const ratio = median(ratios);
    return {
      what: `${PROCESSES} processes at expiry, until the last has a token`,
      value: `${mostRequests} request upstream`,
      ratio: `${ratio.toFixed(2)} x one process`,
      bound: `1 request, <= ${BOUNDS.contention} x`,
      ok: mostRequests === 1 && ratio <= BOUNDS.contention,
    };
  } finally {
    pool.close();
    endKeepers(step);
    step.remove();
  }
}

type Contention = { readonly step: Step; readonly folder: string; readonly processes: number };

async function requestStale({ step, folder, processes }: Contention): Promise<number> {
  const path = join(folder, 'credentials.json');
  const credentials = JSON.parse(readFileSync(path, 'utf8'));
  credentials.life.lifetimeMs = 1;
  writeFileSync(path, JSON.stringify(credentials));
  const bundle = join(step.main, '../../token/index.js');
  const command = [process.execPath, bundle, '--folder', folder];
  const startedAtMs = performance.now();
  await Promise.all(
    Array.from({ length: processes }, () => timeOnce({ name: 'ask', command, env: step.env })),
  );
  const elapsedMs = performance.now() - startedAtMs;
  process.kill(keeperPid(folder), 'SIGKILL');
  return elapsedMs;
}
