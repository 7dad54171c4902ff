import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selfSigned } from './certificate.js';
import { preparePeers } from './peers.js';
import { type Contender, type Timing, timeInterleaved, timeOnce } from './processes.js';
import { prepareStep, type Step, stateVariables } from './step.js';
import { BENCH_TOKEN, type Stub, startStub } from './stub.js';
import type { BenchOptions, BenchResult, BenchRow } from './types.js';

const MANIFEST = 'action.yml';
/** `main` and `post` as multiples of a bare script, which is cheapest over loopback HTTP. */
const BOUNDS = { http: 2.1, https: 1.6, bundleKb: 250, rssMiB: 65 };

/** A protocol with its stub, the step that uses it, and the contenders of both stages. */
type Protocol = 'http' | 'https';
type Setup = { protocol: Protocol; stub: Stub; step: Step; contenders: Contender[] };

/** Compares fetch-token with scripts that only make the same requests. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const setups = [await prepare('http'), await prepare('https')];
  try {
    const contenders = setups.flatMap((setup) => setup.contenders);
    options.progress(`${contenders.length} processes, ${options.runs} rounds`);
    const timings = await timeInterleaved(contenders, options.runs);
    const rssMiB = await Promise.all(setups.slice(0, 1).map(peakMemoryMiB));
    return {
      title: 'fetch-token, as a process',
      method: `Each figure is a whole process from start to exit, the median of ${options.runs} interleaved runs. Main asks \
the pool for a lease and GitHub for its rate limit; post asks for the rate limit and reports. "Bare" makes the same \
two requests with Node's own module, "bash" with curl and jq, "unmodified toolkit" and "fetch" as other actions \
make them.`,
      rows: [...setups.flatMap(({ protocol }) => timeRows(protocol, timings)), ...sizeRows(setups, rssMiB)],
    };
  } finally {
    for (const setup of setups) {
      setup.stub.close();
      setup.step.remove();
    }
  }
}

async function prepare(protocol: Protocol): Promise<Setup> {
  const tls = protocol === 'https' ? selfSigned() : undefined;
  const stub = await startStub(tls);
  const step = prepareStep(MANIFEST, {
    'pool-url': stub.url,
    'api-secret': 'bench-secret-of-a-usual-length',
    'github-api-url': stub.url,
    'github-token': `ghs_${'f'.repeat(36)}`,
  });
  const env = { ...step.env, STUB_URL: stub.url };
  const setup = { protocol, stub, step, contenders: [] };
  if (!tls) return withContenders({ ...setup, step: { ...step, env } });
  const authority = join(step.folder, 'authority.pem');
  writeFileSync(authority, tls.cert);
  const tlsEnv = { ...env, NODE_EXTRA_CA_CERTS: authority, CURL_CA_BUNDLE: authority };
  return withContenders({ ...setup, step: { ...step, env: tlsEnv } });
}

async function withContenders(setup: Setup): Promise<Setup> {
  const { protocol, step } = setup;
  const node = process.execPath;
  const bareMain = bareScript(step, protocol, ['POST /api/v1/leases', 'GET /rate_limit']);
  const barePost = bareScript(step, protocol, ['GET /rate_limit', 'POST /api/v1/leases/bench/report']);
  const peers = await preparePeers(step.folder);
  const ofMain = (name: string, command: string[]): Contender => ({
    name: `${protocol} ${name}`,
    command,
    env: step.env,
    before: step.reset,
    verify: () => expectRequests(setup, ['POST /api/v1/leases', 'GET /rate_limit']),
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
    verify: () => expectRequests(setup, ['GET /rate_limit', 'POST /api/v1/leases/bench/report']),
  });
  setup.contenders.push(
    checked,
    ofMain('bare main', [node, bareMain]),
    ofMain('bash', ['bash', bashScript(step)]),
    ofMain('toolkit', [node, peers.toolkit]),
    ofMain('fetch', [node, peers.fetch]),
    ofPost('post', [node, step.post]),
    ofPost('bare post', [node, barePost]),
  );
  return setup;
}

function expectRequests(setup: Setup, expected: readonly string[]): void {
  const requests = setup.stub.takeRequests();
  if (requests.join() === expected.join()) return;
  throw new Error(`expected the requests ${expected.join(', ')}, got ${requests.join(', ') || 'none'}`);
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
  const ratioRow = (stage: 'main' | 'post'): BenchRow => {
    const ratio = msOf(stage) / msOf(`bare ${stage}`);
    return {
      what: `${protocol}: ${stage}`,
      value: milliseconds(msOf(stage)),
      ratio: `${ratio.toFixed(2)} x bare`,
      bound: `<= ${BOUNDS[protocol]} x`,
      ok: ratio <= BOUNDS[protocol],
    };
  };
  const slowerThanMain = (what: string, name: string): BenchRow => ({
    what: `${protocol}: ${what}, requests of main`,
    value: milliseconds(msOf(name)),
    ratio: `${(msOf(name) / msOf('main')).toFixed(2)} x main`,
    bound: '> 1 x main',
    ok: msOf(name) > msOf('main'),
  });
  return [
    ratioRow('main'),
    { what: `${protocol}: bare node:${protocol}, requests of main`, value: milliseconds(msOf('bare main')) },
    { what: `${protocol}: bash, curl and jq, requests of main`, value: milliseconds(msOf('bash')) },
    slowerThanMain('unmodified toolkit', 'toolkit'),
    slowerThanMain('fetch', 'fetch'),
    ratioRow('post'),
    { what: `${protocol}: bare node:${protocol}, requests of post`, value: milliseconds(msOf('bare post')) },
  ];
}

const milliseconds = (ms: number) => `${ms.toFixed(1)} ms`;

/**
 * The kernel's high-water mark of the process, written by a hook on exit. (With `getrusage`, a child inherits the mark of
 * its large parent.)
 */
async function peakMemoryMiB(setup: Setup): Promise<number> {
  const main = setup.contenders[0];
  if (!main || !existsSync('/proc/self/status')) return NaN;
  const statusFile = join(setup.step.folder, 'peak');
  const hook = join(setup.step.folder, 'peak.cjs');
  writeFileSync(
    hook,
    `const fs = require('node:fs');
process.on('exit', () => fs.writeFileSync(${JSON.stringify(statusFile)}, fs.readFileSync('/proc/self/status')));
`,
  );
  const [node = '', ...args] = main.command;
  await timeOnce({ ...main, command: [node, '--require', hook, ...args] });
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(statusFile, 'utf8'))?.[1]) / 1024;
}

function sizeRows(setups: readonly Setup[], rssMiB: readonly number[]): BenchRow[] {
  const kilobytes = statSync(setups[0]?.step.main ?? '').size / 1000;
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
      value: Number.isNaN(peak) ? 'not available' : `${peak.toFixed(1)} MiB`,
      bound: `<= ${BOUNDS.rssMiB} MiB`,
      ok: !(peak > BOUNDS.rssMiB),
    },
  ];
}
