import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Contender, median, type Timing, timeInterleaved, timeOnce } from './processes.js';
import { startSlowPool } from './refresh-pool.js';
import { prepareStep, type Step } from './step.js';
import { BENCH_TOKEN, startStub } from './stub.js';
import type { BenchOptions, BenchResult, BenchRow } from './types.js';

const MANIFEST = 'refresh-token/action.yml';
/** Main starts a process of its own, the keeper; that takes some 4 ms of the difference. */
const BOUNDS = { main: 2.3, ask: 1.25, helper: 3, rssMiB: 65, crowd: 2, cpuMs: 20 };
const ASKERS = 50;
/** What minting takes upstream in the crowd's row; GitHub takes about as long. */
const UPSTREAM_MS = 1_500;
const IDLE_MS = 5_000;
/** Longer than the start of a process that does nothing. */
const CALM_MS = 80;

/** Measures refresh-token's processes against the least that could do the same. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const stub = await startStub();
  const step = prepareStep(MANIFEST, inputsFor(stub.url));
  try {
    const contenders = [...mainContenders(step, stub.url), ...readers(await aFolder(step), step)];
    options.progress(`${contenders.length} processes, ${options.runs} rounds`);
    const timings = await timeInterleaved(contenders, options.runs);
    options.progress('the keeper at rest');
    const keeper = await keeperRows(step);
    options.progress(`${ASKERS} askers at once`);
    const crowd = await crowdRow(Math.min(3, options.runs));
    return {
      title: 'refresh-token, as processes',
      method: `Whole processes from start to exit, median of ${options.runs} interleaved runs. Main asks the pool and \
GitHub, wires git and gh, and starts the keeper; bare main makes the same two requests with \`node:http\` and nothing \
else. The credential helper runs as git runs it, through \`sh -c\`. The crowd: ${ASKERS} processes ask for a stale token \
at once, upstream takes ${UPSTREAM_MS} ms.`,
      rows: [...ratioRows(timings), ...keeper, crowd],
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
      // Main failed before it had one, or it is gone already.
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends what the run before has started, and lets it go: its start would be counted as the next one's. */
function calm(step: Step): void {
  endKeepers(step);
  step.reset();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, CALM_MS);
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
  const before = () => calm(step);
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

/** What starting the keeper costs the process that starts it. */
const START_PROCESS = `() => require('node:child_process')
  .spawn(process.execPath, ['-e', '0'], { detached: true, stdio: 'ignore' }).unref()`;

/** A folder with a fresh token, kept apart from those that the rounds of main make and delete. */
async function aFolder(step: Step): Promise<Step & { readonly path: string }> {
  await timeOnce({
    name: 'main',
    command: [process.execPath, step.main],
    env: { ...step.env, GITHUB_SERVER_URL: 'https://github.com' },
  });
  const [path = ''] = foldersOf(step);
  process.kill(keeperPid(path), 'SIGKILL');
  const apart = join(step.folder, 'a-folder-apart');
  cpSync(path, apart, { recursive: true, preserveTimestamps: true });
  // Copied with the modes that this process gives to folders, which the action would refuse.
  chmodSync(apart, 0o700);
  return { ...step, path: apart };
}

function readers({ path }: { readonly path: string }, step: Step): Contender[] {
  const bundle = join(step.main, '../../token/index.js');
  const question = join(step.folder, 'question');
  writeFileSync(question, 'protocol=https\nhost=github.com\n\n');
  const { env } = step;
  const before = () => calm(step);
  const viaGit = 'h=$0; test -f "$h"; exec "$h" get < "$1"';
  return [
    { name: 'ask', command: [process.execPath, bundle, '--folder', path], env, before },
    { name: 'bare node', command: [process.execPath, '-e', '0'], env, before },
    {
      name: 'helper',
      command: ['/bin/sh', '-c', viaGit, join(path, 'git-credential'), question],
      env,
      before,
    },
    { name: 'bare sh', command: ['/bin/sh', '-c', ':'], env, before },
  ];
}

function ratioRows(timings: readonly Timing[]): BenchRow[] {
  const msOf = (name: string) => timings.find((timing) => timing.name === name)?.medianMs ?? Number.NaN;
  const compared = (what: string, names: readonly [string, string], bound?: number): BenchRow => {
    const ratio = msOf(names[0]) / msOf(names[1]);
    return {
      what,
      value: `${msOf(names[0]).toFixed(1)} ms`,
      ratio: `${ratio.toFixed(2)} x ${names[1]} (${msOf(names[1]).toFixed(1)} ms)`,
      ...(bound === undefined ? {} : { bound: `<= ${bound} x`, ok: ratio <= bound }),
    };
  };
  return [
    compared('main', ['main', 'bare main'], BOUNDS.main),
    compared('main, if the floor starts a process too', ['main', 'bare main and a process']),
    compared('an ask that the cache answers', ['ask', 'bare node'], BOUNDS.ask),
    compared('credential helper', ['helper', 'bare sh'], BOUNDS.helper),
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
      what: `keeper, CPU time in ${IDLE_MS / 1000} s of rest`,
      value: `${spentMs} ms`,
      bound: `<= ${BOUNDS.cpuMs} ms`,
      ok: spentMs <= BOUNDS.cpuMs,
    },
  ];
}

/** The kernel counts in hundredths of a second. */
function cpuMs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Each round makes the token stale for one asker, and then for a crowd. */
async function crowdRow(rounds: number): Promise<BenchRow> {
  const pool = await startSlowPool(UPSTREAM_MS);
  const step = prepareStep(MANIFEST, { ...inputsFor(pool.url), git: 'false', gh: 'false' });
  try {
    await timeOnce({ name: 'main', command: [process.execPath, step.main], env: step.env });
    const [folder = ''] = foldersOf(step);
    process.kill(keeperPid(folder), 'SIGKILL');
    const ratios: number[] = [];
    let most = 0;
    for (let round = 0; round < rounds; round += 1) {
      const aloneMs = await askStale({ step, folder, askers: 1 });
      const before = pool.leases();
      const crowdMs = await askStale({ step, folder, askers: ASKERS });
      most = Math.max(most, pool.leases() - before);
      ratios.push(crowdMs / aloneMs);
    }
    const ratio = median(ratios);
    return {
      what: `${ASKERS} askers at expiry, the last one served`,
      value: `${most} request upstream`,
      ratio: `${ratio.toFixed(2)} x one asker`,
      bound: `1 request, <= ${BOUNDS.crowd} x`,
      ok: most === 1 && ratio <= BOUNDS.crowd,
    };
  } finally {
    pool.close();
    endKeepers(step);
    step.remove();
  }
}

type Crowd = { readonly step: Step; readonly folder: string; readonly askers: number };

async function askStale({ step, folder, askers }: Crowd): Promise<number> {
  const path = join(folder, 'credentials.json');
  const credentials = JSON.parse(readFileSync(path, 'utf8'));
  credentials.life.lifetimeMs = 1;
  writeFileSync(path, JSON.stringify(credentials));
  const bundle = join(step.main, '../../token/index.js');
  const command = [process.execPath, bundle, '--folder', folder];
  const startedAtMs = performance.now();
  await Promise.all(Array.from({ length: askers }, () => timeOnce({ name: 'ask', command, env: step.env })));
  const elapsedMs = performance.now() - startedAtMs;
  process.kill(keeperPid(folder), 'SIGKILL');
  return elapsedMs;
}
