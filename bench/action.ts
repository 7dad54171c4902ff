import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selfSigned } from './certificate.js';
import { preparePeers } from './peers.js';
import { type Contender, type Timing, timeInterleaved, timeOnce } from './processes.js';
import { prepareStep, type Step, stateVariables } from './step.js';
import { BENCH_TOKEN, type Stub, startStub } from './stub.js';
import type { BenchOptions, BenchResult, BenchRow } from './types.js';

const MANIFEST = 'action.yml';
/** `main` and `post` as multiples of bare Node; over loopback HTTP a bare script is at its cheapest. */
const BOUNDS = { http: 2.1, https: 1.6, bundleKb: 250, rssMiB: 65 };

/** One protocol's stub, the step that talks to it, and the contenders of both stages. */
type Protocol = 'http' | 'https';
type Arena = { protocol: Protocol; stub: Stub; step: Step; contenders: Contender[] };

/** Measures fetch-token against scripts that do nothing but the same requests. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const arenas = [await openArena('http'), await openArena('https')];
  try {
    const contenders = arenas.flatMap((arena) => arena.contenders);
    options.progress(`${contenders.length} processes, ${options.runs} rounds`);
    const timings = await timeInterleaved(contenders, options.runs);
    const rssMiB = await Promise.all(arenas.slice(0, 1).map(peakMemoryMiB));
    return {
      title: 'fetch-token, as a process',
      method: `Each line is a whole process from start to exit, median of ${options.runs} interleaved runs. Main asks \
the pool for a lease and GitHub for its rate limit; post asks for the rate limit and reports. "Bare" makes the same \
two requests with nothing but Node's own module, "bash" with curl and jq, "the toolkit as it comes" and "fetch" as other \
actions make them.`,
      rows: [...arenas.flatMap(({ protocol }) => timeRows(protocol, timings)), ...sizeRows(arenas, rssMiB)],
    };
  } finally {
    for (const arena of arenas) {
      arena.stub.close();
      arena.step.remove();
    }
  }
}

async function openArena(protocol: Protocol): Promise<Arena> {
  const tls = protocol === 'https' ? selfSigned() : undefined;
  const stub = await startStub(tls);
  const step = prepareStep(MANIFEST, {
    'pool-url': stub.url,
    'api-secret': 'bench-secret-of-a-usual-length',
    'github-api-url': stub.url,
    'github-token': `ghs_${'f'.repeat(36)}`,
  });
  const env = { ...step.env, STUB_URL: stub.url };
  const arena = { protocol, stub, step, contenders: [] };
  if (!tls) return withContenders({ ...arena, step: { ...step, env } });
  const authority = join(step.folder, 'authority.pem');
  writeFileSync(authority, tls.cert);
  const trusting = { ...env, NODE_EXTRA_CA_CERTS: authority, CURL_CA_BUNDLE: authority };
  return withContenders({ ...arena, step: { ...step, env: trusting } });
}

async function withContenders(arena: Arena): Promise<Arena> {
  const { protocol, step } = arena;
  const node = process.execPath;
  const bareMain = bareScript(step, protocol, ['POST /api/v1/leases', 'GET /rate_limit']);
  const barePost = bareScript(step, protocol, ['GET /rate_limit', 'POST /api/v1/leases/bench/report']);
  const peers = await preparePeers(step.folder);
  const ofMain = (name: string, command: string[]): Contender => ({
    name: `${protocol} ${name}`,
    command,
    env: step.env,
    before: step.reset,
    verify: () => expectRequests(arena, ['POST /api/v1/leases', 'GET /rate_limit']),
  });
  const main = ofMain('main', [node, step.main]);
  const checked: Contender = {
    ...main,
    verify: () => {
      main.verify?.();
      if (!step.written('ENV').includes(BENCH_TOKEN)) throw new Error('main did not export the token');
    },
  };
  await timeOnce(checked);
  const postEnv = { ...step.env, ...stateVariables(step.written('STATE')) };
  const ofPost = (name: string, command: string[]): Contender => ({
    name: `${protocol} ${name}`,
    command,
    env: postEnv,
    before: step.reset,
    verify: () => expectRequests(arena, ['GET /rate_limit', 'POST /api/v1/leases/bench/report']),
  });
  arena.contenders.push(
    checked,
    ofMain('bare main', [node, bareMain]),
    ofMain('bash', ['bash', bashScript(step)]),
    ofMain('toolkit', [node, peers.toolkit]),
    ofMain('fetch', [node, peers.fetch]),
    ofPost('post', [node, step.post]),
    ofPost('bare post', [node, barePost]),
  );
  return arena;
}

function expectRequests(arena: Arena, expected: readonly string[]): void {
  const seen = arena.stub.takeRequests();
  if (seen.join() === expected.join()) return;
  throw new Error(`expected the requests ${expected.join(', ')} and saw ${seen.join(', ') || 'none'}`);
}

/** CommonJS, because Node starts it faster than a module: the strictest floor. */
function bareScript(step: Step, protocol: string, calls: readonly string[]): string {
  const path = join(step.folder, `bare-${calls[0]?.split(' ')[0]}.cjs`);
  writeFileSync(
    path,
    `const client = require('node:${protocol}');
const ask = (method, path, next) => {
  const url = new URL(process.env.STUB_URL + path);
  const body = method === 'POST' ? JSON.stringify({ from: 'bare' }) : undefined;
  const headers = { authorization: 'Bearer x', 'content-type': 'application/json' };
  client.request(url, { method, headers }, (response) => {
    const chunks = [];
    response.on('data', (chunk) => chunks.push(chunk));
    response.on('end', () => { JSON.parse(Buffer.concat(chunks)); next(); });
  }).end(body);
};
const calls = ${JSON.stringify(calls.map((call) => call.split(' ')))};
const step = () => { const call = calls.shift(); if (call) ask(call[0], call[1], step); };
step();
`,
  );
  return path;
}

function bashScript(step: Step): string {
  const path = join(step.folder, 'step.sh');
  writeFileSync(
    path,
    `set -euo pipefail
answer=$(curl -fsS -X POST -H 'authorization: Bearer x' -H 'content-type: application/json' -d '{}' "$STUB_URL/api/v1/leases")
token=$(jq -r '.leases[0].token' <<<"$answer")
echo "::add-mask::$token"
curl -fsS -H "authorization: Bearer $token" "$STUB_URL/rate_limit" | jq -e '.resources.core.remaining > 0' >/dev/null
echo "GITHUB_TOKEN=$token" >>"$GITHUB_ENV"
`,
  );
  return path;
}

function timeRows(protocol: Protocol, timings: readonly Timing[]): BenchRow[] {
  const msOf = (name: string) =>
    timings.find((timing) => timing.name === `${protocol} ${name}`)?.medianMs ?? NaN;
  const compared = (stage: 'main' | 'post'): BenchRow => {
    const ratio = msOf(stage) / msOf(`bare ${stage}`);
    return {
      what: `${protocol}: ${stage}`,
      value: milliseconds(msOf(stage)),
      ratio: `${ratio.toFixed(2)} x bare`,
      bound: `<= ${BOUNDS[protocol]} x`,
      ok: ratio <= BOUNDS[protocol],
    };
  };
  const behind = (what: string, name: string): BenchRow => ({
    what: `${protocol}: ${what}, as main`,
    value: milliseconds(msOf(name)),
    ratio: `${(msOf(name) / msOf('main')).toFixed(2)} x main`,
    bound: '> 1 x main',
    ok: msOf(name) > msOf('main'),
  });
  return [
    compared('main'),
    { what: `${protocol}: bare node:${protocol}, as main`, value: milliseconds(msOf('bare main')) },
    { what: `${protocol}: bash, curl and jq, as main`, value: milliseconds(msOf('bash')) },
    behind('the toolkit as it comes', 'toolkit'),
    behind('fetch', 'fetch'),
    compared('post'),
    { what: `${protocol}: bare node:${protocol}, as post`, value: milliseconds(msOf('bare post')) },
  ];
}

const milliseconds = (ms: number) => `${ms.toFixed(1)} ms`;

/**
 * The kernel's own high-water mark of the process, noted by a hook as it exits. (`getrusage` would not do: a child
 * inherits the mark of the large parent that started it.)
 */
async function peakMemoryMiB(arena: Arena): Promise<number> {
  const main = arena.contenders[0];
  if (!main || !existsSync('/proc/self/status')) return NaN;
  const note = join(arena.step.folder, 'peak');
  const hook = join(arena.step.folder, 'peak.cjs');
  writeFileSync(
    hook,
    `const fs = require('node:fs');
process.on('exit', () => fs.writeFileSync(${JSON.stringify(note)}, fs.readFileSync('/proc/self/status')));
`,
  );
  const [node = '', ...args] = main.command;
  await timeOnce({ ...main, command: [node, '--require', hook, ...args] });
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(note, 'utf8'))?.[1]) / 1024;
}

function sizeRows(arenas: readonly Arena[], rssMiB: readonly number[]): BenchRow[] {
  const kilobytes = statSync(arenas[0]?.step.main ?? '').size / 1000;
  const peak = Math.max(...rssMiB);
  return [
    {
      what: 'bundle of main',
      value: `${kilobytes.toFixed(0)} kB`,
      bound: `<= ${BOUNDS.bundleKb} kB`,
      ok: kilobytes <= BOUNDS.bundleKb,
    },
    {
      what: 'peak memory of main, HTTP',
      value: Number.isNaN(peak) ? 'not on this system' : `${peak.toFixed(1)} MiB`,
      bound: `<= ${BOUNDS.rssMiB} MiB`,
      ok: !(peak > BOUNDS.rssMiB),
    },
  ];
}
