import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { PATHS } from '../src/wire.js';
import { startGitHub } from '../testkit/github/start-github.js';
import { peakMiB, type ServerProcess, startServerProcess } from './pool-servers/start.js';
import { type Stock, stockPool, stockPrior } from './pool-servers/stock.js';
import { median } from './processes.js';
import type { BenchOptions, BenchResult, BenchRow } from './types.js';

const CONNECTIONS = 64;
const ROUND_SECONDS = 3;
const MANY = 100_000;
const BOUNDS = { rate: 0.35, p99: 4, scale: 0.8, memoryMiB: 250 };

const BARE = 'bare';
const FEW_OWNERS = 'pool of 10';
const MANY_OWNERS = 'pool of 100,000';
const BUSY_OWNERS = 'busy pool of 100,000';
const PRIOR = 'prior way';

/** Legs of a run that lease side by side; each run after it is another one, as in a busy day. */
const LEGS = 64;

function leaseRequest(number: number): string {
  return JSON.stringify({
    job: {
      repository: 'octo/matrix',
      workflow: 'ci',
      job: 'test',
      run_id: String(1 + Math.floor(number / LEGS)),
      run_attempt: 1,
      event_name: 'push',
    },
    expected_requests: 1,
  });
}

type Round = { perSecond: number; p99Ms: number };
type Contender = {
  name: string;
  server: ServerProcess;
  headers: { [name: string]: string };
  status: number;
  /** Requests so far. */
  asked: number;
};
type Arena = { folder: string; contenders: Contender[]; close(): Promise<void> };

/** Measures leases per second against a bare server that answers the same bytes. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const arena = await openArena(options);
  try {
    const rounds = Math.max(3, Math.ceil(options.runs / 6));
    const measured = await measure(arena.contenders, rounds, options);
    return {
      title: 'The pool, as a server',
      method: `${CONNECTIONS} connections ask for leases over loopback HTTP, ${rounds} interleaved rounds of ${ROUND_SECONDS} s after one of \
warm-up; medians, of ratios as well, which are taken within each round. \
Leases are durable (SQLite, WAL, synchronous=NORMAL); checking the key, choosing, claiming and unsealing are included. \
"Bare" is a node:http server that answers the same bytes; "prior way" selects a token, asks GitHub's stand-in twice, then updates.`,
      rows: rows(measured, arena.contenders),
    };
  } finally {
    await arena.close();
  }
}

async function openArena({ progress }: BenchOptions): Promise<Arena> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-pool-'));
  const main = new URL('../src/pool/main.js', import.meta.url);
  const github = await startGitHub();
  const pool = async (name: string, stock: Stock): Promise<Contender> => {
    const { owners, windows } = stock;
    progress(`stocking a pool with ${owners} owners, windows ${windows}`);
    const key = randomBytes(32).toString('hex');
    const database = join(folder, `${owners}-${windows}.sqlite`);
    const { secret } = await stockPool(database, key, stock);
    const env = { DATABASE_URL: database, TOKEN_ENCRYPTION_KEY: key, GITHUB_API_URL: github.apiUrl };
    const server = await startServerProcess(main, ['serve'], env);
    return { name, server, headers: { authorization: `Bearer ${secret}` }, status: 201, asked: 0 };
  };
  const few = await pool(FEW_OWNERS, { owners: 10, windows: 'closed' });
  const many = await pool(MANY_OWNERS, { owners: MANY, windows: 'closed' });
  const busy = await pool(BUSY_OWNERS, { owners: MANY, windows: 'open' });
  const bareEnv = { BENCH_ANSWER: await answerOf(few) };
  const bare = await startServerProcess(new URL('./pool-servers/bare.js', import.meta.url), [], bareEnv);
  const prior = await startPrior(
    folder,
    github.apiUrl,
    () => github.addToken(github.addUser({}), { kind: 'oauth' }).token,
  );
  const contenders = [
    { name: BARE, server: bare, headers: {}, status: 201, asked: 0 },
    few,
    many,
    busy,
    { name: PRIOR, server: prior, headers: {}, status: 200, asked: 0 },
  ];
  return {
    folder,
    contenders,
    close: async () => {
      await Promise.all(contenders.map(({ server }) => server.stop()));
      await github.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function startPrior(folder: string, apiUrl: string, aToken: () => string): Promise<ServerProcess> {
  const database = join(folder, 'prior.sqlite');
  stockPrior(database, Array.from({ length: 10 }, aToken));
  const env = { BENCH_DATABASE: database, GITHUB_API_URL: apiUrl };
  return startServerProcess(new URL('./pool-servers/prior.js', import.meta.url), [], env);
}

async function answerOf({ server, headers }: Contender): Promise<string> {
  const answer = await fetch(server.url + PATHS.leases, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: leaseRequest(0),
  });
  if (answer.status !== 201) throw new Error(`the pool answered ${answer.status} to the bench's first lease`);
  return answer.text();
}

async function measure(
  contenders: readonly Contender[],
  rounds: number,
  { progress }: BenchOptions,
): Promise<Measured> {
  const samples = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    progress(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
    for (const contender of contenders) {
      const measured = await measureOnce(contender);
      if (round > 0) samples.get(contender.name)?.push(measured);
    }
  }
  return samples;
}

async function measureOnce(contender: Contender): Promise<Round> {
  const { name, server, headers, status } = contender;
  const result = await autocannon({
    url: server.url + PATHS.leases,
    connections: CONNECTIONS,
    duration: ROUND_SECONDS,
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    requests: [{ setupRequest: (request) => ({ ...request, body: leaseRequest(contender.asked++) }) }],
  });
  const refused = Object.entries(result.statusCodeStats ?? {}).filter(([code]) => code !== String(status));
  if (refused.length > 0 || result.errors > 0) {
    const seen = refused.map(([code, { count }]) => `${count} x ${code}`).join(', ');
    throw new Error(`${name} did not answer ${status} to all: ${seen || `${result.errors} broken requests`}`);
  }
  return { perSecond: result.requests.average, p99Ms: result.latency.p99 };
}

type Measured = ReadonlyMap<string, Round[]>;

function figuresOf(measured: Measured, name: string, figure: keyof Round): number[] {
  return (measured.get(name) ?? []).map((round) => round[figure]);
}

/** Within each round, because a machine's speed drifts from one to the next. */
function ratioOf(measured: Measured, figure: keyof Round, [name, to]: readonly [string, string]): number {
  const others = figuresOf(measured, to, figure);
  return median(
    figuresOf(measured, name, figure).map((value, round) => value / (others[round] ?? Number.NaN)),
  );
}

function rows(measured: Measured, contenders: readonly Contender[]): BenchRow[] {
  const rate = (name: string) => `${Math.round(median(figuresOf(measured, name, 'perSecond')))} leases/s`;
  const p99 = (name: string) => `${median(figuresOf(measured, name, 'p99Ms')).toFixed(1)} ms`;
  const times = (name: string, to: string) => `${ratioOf(measured, 'perSecond', [name, to]).toFixed(2)} x`;
  const atLeast = (bound: number, name: string, to: string) => ({
    value: rate(name),
    ratio: times(name, to),
    bound: `>= ${bound} x`,
    ok: ratioOf(measured, 'perSecond', [name, to]) >= bound,
  });
  const memory = peakMiB(contenders.find(({ name }) => name === MANY_OWNERS)?.server.pid ?? 0);
  const slowest = ratioOf(measured, 'p99Ms', [FEW_OWNERS, BARE]);
  return [
    { what: 'bare node:http', value: rate(BARE), ratio: '1 x' },
    { what: 'pool, 10 tokens, against bare', ...atLeast(BOUNDS.rate, FEW_OWNERS, BARE) },
    { what: 'p99 of bare', value: p99(BARE) },
    {
      what: 'p99 of the pool, against bare',
      value: p99(FEW_OWNERS),
      ratio: `${slowest.toFixed(1)} x`,
      bound: `<= ${BOUNDS.p99} x`,
      ok: slowest <= BOUNDS.p99,
    },
    { what: 'pool, 100,000 tokens, against 10', ...atLeast(BOUNDS.scale, MANY_OWNERS, FEW_OWNERS) },
    {
      what: 'the same with all windows open, against 10',
      value: rate(BUSY_OWNERS),
      ratio: times(BUSY_OWNERS, FEW_OWNERS),
    },
    {
      what: 'memory with 100,000 tokens, peak',
      value: `${memory.toFixed(0)} MiB`,
      bound: `<= ${BOUNDS.memoryMiB} MiB`,
      ok: memory <= BOUNDS.memoryMiB,
    },
    {
      what: 'prior way: select, two calls upstream, update',
      value: rate(PRIOR),
      ratio: `${times(PRIOR, BARE)} bare`,
    },
  ];
}
