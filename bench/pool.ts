import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATHS } from '../src/wire.js';
import { startGitHub } from '../testkit/github/start-github.js';
import { startPostgres } from '../testkit/postgres/start-postgres.js';
import {
  type Contender,
  leaseRequest,
  measureAnswers,
  measureBurst,
  measureJobs,
} from './pool-servers/load.js';
import { startServerProcess } from './pool-servers/start.js';
import { type PoolSize, fillPool, fillPrior } from './pool-servers/stock.js';
import { median } from './processes.js';
import type { BenchOptions, BenchResult, BenchRow } from './types.js';

const ROUND_SECONDS = 4;
const BURST = 256;
const BOUNDS = { againstBare: 0.25, against50: 0.3, burst: 5 };

/** The small pool is compared with the large one; the huge ones only have to answer. */
const SMALL: PoolSize = { owners: 50, openLeases: 0 };
const LARGE: PoolSize = { owners: 2000, openLeases: 5000 };
const HUGE: readonly PoolSize[] = [
  { owners: 10_000, openLeases: 5000 },
  { owners: 100_000, openLeases: 5000 },
];

type Round = { answersPerSecond: number; p99Ms: number; burstMs: number };
type Measured = Map<string, Round[]>;
type Servers = { bare: Contender; prior: Contender; pools: Pool[]; close(): Promise<void> };
type Pool = { database: string; stock: PoolSize; contender: Contender };

/** Measures leases and reports on both databases, next to a bare server that answers with the same bytes. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const servers = await startServers(options);
  try {
    const rounds = options.quick ? 1 : Math.max(3, Math.ceil(options.runs / 6));
    const measured = await measure(servers, rounds, options);
    return {
      title: 'The pool, as a server',
      method: `64 connections over loopback HTTP lease and then report, in ${rounds} interleaved rounds of ${ROUND_SECONDS} s after a round of \
warm-up. Figures are medians; ratios are taken within each round. A job is a lease and its report, two answers. "Bare" is a \
node:http server that answers the same clients with the bytes of a lease; its answers are compared with the pool's. "${BURST} legs at \
once" is the time until the last of ${BURST} simultaneous legs of one run has its lease. Leases are durable on SQLite (WAL, \
synchronous=NORMAL). PostgreSQL runs on the same machine, without fsync. Pools of 10,000 and more owners are measured once and only \
have to answer. "Prior pools" select a token, ask GitHub's stand-in twice, then update.`,
      rows: rowsOf(servers, measured),
    };
  } finally {
    await servers.close();
  }
}

async function startServers({ progress, quick }: BenchOptions): Promise<Servers> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-pool-'));
  const postgres = await startPostgres();
  const github = await startGitHub();
  const started: Contender[] = [];
  const start = async (name: string, script: URL, env: { [name: string]: string }) => {
    const args = script.pathname.endsWith('main.js') ? ['serve'] : [];
    const server = await startServerProcess(script, args, env);
    const contender: Contender = { name, servers: [server], secret: '', jobs: 0 };
    started.push(contender);
    return contender;
  };
  const close = async () => {
    await Promise.all(started.flatMap(({ servers }) => servers.map((server) => server.stop())));
    await github.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const pools: Pool[] = [];
    for (const stock of [SMALL, LARGE, ...(quick ? [] : HUGE)]) {
      for (const database of ['SQLite', 'PostgreSQL']) {
        const name = `${database}, ${stock.owners.toLocaleString('en')} owners`;
        progress(`filling ${name}`);
        const url =
          database === 'SQLite' ? join(folder, `${stock.owners}.sqlite`) : await postgres.newDatabase();
        const key = randomBytes(32).toString('hex');
        const { secret } = await fillPool(url, key, stock);
        const env = { DATABASE_URL: url, TOKEN_ENCRYPTION_KEY: key, GITHUB_API_URL: github.apiUrl };
        const contender = await start(name, new URL('../src/pool/main.js', import.meta.url), env);
        pools.push({ database, stock, contender: Object.assign(contender, { secret }) });
      }
    }
    const [first] = pools;
    const answer = first ? await leaseAnswer(first.contender) : '{}';
    const bare = await start('bare node:http', new URL('./pool-servers/bare.js', import.meta.url), {
      BENCH_ANSWER: answer,
    });
    const database = join(folder, 'prior.sqlite');
    const tokens = Array.from(
      { length: 10 },
      () => github.addToken(github.addUser({}), { kind: 'oauth' }).token,
    );
    fillPrior(database, tokens);
    const priorEnv = { BENCH_DATABASE: database, GITHUB_API_URL: github.apiUrl };
    const prior = await start('prior pools', new URL('./pool-servers/prior.js', import.meta.url), priorEnv);
    return { bare, prior, pools, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

async function leaseAnswer({ servers, secret }: Contender): Promise<string> {
  const answer = await fetch(`${servers[0]?.url}${PATHS.leases}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: leaseRequest(0),
  });
  if (answer.status !== 201) throw new Error(`the pool answered ${answer.status} to the first lease`);
  return answer.text();
}

async function measure(
  { bare, prior, pools }: Servers,
  rounds: number,
  { progress }: BenchOptions,
): Promise<Measured> {
  const measured: Measured = new Map();
  const addRound = (name: string, figures: Round) =>
    measured.set(name, [...(measured.get(name) ?? []), figures]);
  for (let round = 0; round <= rounds; round += 1) {
    progress(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
    // The bare server gets the same clients, which create each request and read each answer.
    const paces = [
      [bare, await measureJobs(bare, ROUND_SECONDS)],
      [prior, await measureAnswers(prior, ROUND_SECONDS)],
    ] as const;
    for (const [{ name }, pace] of paces) if (round > 0) addRound(name, { ...pace, burstMs: Number.NaN });
    for (const { stock, contender } of pools) {
      if (HUGE.includes(stock)) {
        if (round === 1) {
          addRound(contender.name, { ...(await measureJobs(contender, ROUND_SECONDS)), burstMs: Number.NaN });
        }
        continue;
      }
      const pace = await measureJobs(contender, ROUND_SECONDS);
      const burstMs = await measureBurst(contender, BURST);
      if (round > 0) addRound(contender.name, { ...pace, burstMs });
    }
  }
  return measured;
}

function rowsOf({ bare, prior, pools }: Servers, measured: Measured): BenchRow[] {
  const figures = (name: string, figure: keyof Round) =>
    (measured.get(name) ?? []).map((round) => round[figure]);
  // Within each round, because the machine's speed drifts.
  const ratio = (figure: keyof Round, name: string, to: string) => {
    const others = figures(to, figure);
    return median(figures(name, figure).map((value, round) => value / (others[round] ?? Number.NaN)));
  };
  const answers = (name: string) => `${Math.round(median(figures(name, 'answersPerSecond')))} answers/s`;
  const rows: BenchRow[] = [{ what: bare.name, value: answers(bare.name), ratio: '1 x' }];
  for (const { database, stock, contender } of pools) {
    const { name } = contender;
    const small =
      pools.find((pool) => pool.database === database && pool.stock === SMALL)?.contender.name ?? '';
    const reference = stock === SMALL ? bare.name : small;
    const ratioToReference = ratio('answersPerSecond', name, reference);
    const minimum = stock === SMALL ? BOUNDS.againstBare : BOUNDS.against50;
    const isBound = stock === LARGE || (stock === SMALL && database === 'SQLite');
    const jobs = Math.round(median(figures(name, 'answersPerSecond')) / 2);
    const open = stock.openLeases > 0 ? `, ${stock.openLeases.toLocaleString('en')} open leases` : '';
    rows.push({
      what: `${name}${open}`,
      value: `${jobs} jobs/s`,
      ratio: `${ratioToReference.toFixed(2)} x ${stock === SMALL ? 'bare' : '50 owners'}; p99 ${median(figures(name, 'p99Ms')).toFixed(0)} ms`,
      ...(isBound ? { bound: `>= ${minimum} x`, ok: ratioToReference >= minimum } : {}),
    });
    if (HUGE.includes(stock)) continue;
    const burst = ratio('burstMs', name, small);
    rows.push({
      what: `${name}: ${BURST} legs at once`,
      value: `${median(figures(name, 'burstMs')).toFixed(0)} ms`,
      ...(stock === SMALL ? {} : { ratio: `${burst.toFixed(1)} x 50 owners` }),
      ...(stock === LARGE ? { bound: `<= ${BOUNDS.burst} x`, ok: burst <= BOUNDS.burst } : {}),
    });
  }
  const times = ratio('answersPerSecond', prior.name, bare.name);
  rows.push({
    what: `${prior.name}: select, two calls upstream, update`,
    value: answers(prior.name),
    ratio: `${times.toFixed(2)} x bare`,
  });
  return rows;
}
