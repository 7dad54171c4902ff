import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { type Leases, PATHS } from '../src/wire.js';
import { startGitHub } from '../testkit/github/start-github.js';
import { startPostgres } from '../testkit/postgres/start-postgres.js';
import { type ServerProcess, startServerProcess } from './pool-servers/start.js';
import { LIMIT, stockPool } from './pool-servers/stock.js';
import { median } from './processes.js';
import type { BenchOptions, BenchResult, BenchRow } from './types.js';

/** Owners of an organisation's pool, and the legs that ask side by side. */
const OWNERS = 50;
const CONNECTIONS = 64;
const ROUND_SECONDS = 4;
const BURST = 256;

type Contender = { name: string; servers: ServerProcess[]; secret: string; jobs: number };
type Round = { perSecond: number; p99Ms: number; burstMs: number };
type Arena = { contenders: Contender[]; close(): Promise<void> };

/** Measures jobs, each of which leases and reports, per second on both databases. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const arena = await openArena(options);
  try {
    const rounds = options.quick ? 1 : Math.max(3, Math.ceil(options.runs / 6));
    const measured = await measure(arena.contenders, rounds, options);
    return {
      title: 'The pool, on both databases',
      method: `${CONNECTIONS} connections lease over loopback HTTP and report what they saw, ${OWNERS} owners, ${rounds} interleaved rounds of \
${ROUND_SECONDS} s, medians; then ${BURST} legs of one run ask at the same moment. PostgreSQL runs beside on the same machine, without fsync; \
two replicas share its connections out evenly. Every answer must be a lease or a settled report.`,
      rows: measured.flatMap(rowsOf),
    };
  } finally {
    await arena.close();
  }
}

async function openArena({ progress }: BenchOptions): Promise<Arena> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-databases-'));
  const postgres = await startPostgres();
  const github = await startGitHub();
  const main = new URL('../src/pool/main.js', import.meta.url);
  const contenders: Contender[] = [];
  const add = async (name: string, database: string, replicas: number) => {
    progress(`starting ${name}`);
    const key = randomBytes(32).toString('hex');
    const { secret } = await stockPool(database, key, { owners: OWNERS, windows: 'closed' });
    const env = { DATABASE_URL: database, TOKEN_ENCRYPTION_KEY: key, GITHUB_API_URL: github.apiUrl };
    const starting = Array.from({ length: replicas }, () => startServerProcess(main, ['serve'], env));
    contenders.push({ name, servers: await Promise.all(starting), secret, jobs: 0 });
  };
  const close = async () => {
    await Promise.all(contenders.flatMap(({ servers }) => servers.map((server) => server.stop())));
    await github.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await add('SQLite', join(folder, 'pool.sqlite'), 1);
    await add('PostgreSQL, one replica', await postgres.newDatabase(), 1);
    await add('PostgreSQL, two replicas', await postgres.newDatabase(), 2);
  } catch (fault) {
    await close();
    throw fault;
  }
  return { contenders, close };
}

type Measured = { name: string; rounds: Round[] };

async function measure(
  contenders: readonly Contender[],
  rounds: number,
  { progress }: BenchOptions,
): Promise<Measured[]> {
  const measured = contenders.map(({ name }): Measured => ({ name, rounds: [] }));
  for (let round = 0; round <= rounds; round += 1) {
    progress(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
    for (const [index, contender] of contenders.entries()) {
      const pace = await measurePace(contender, round === 0 ? 1 : ROUND_SECONDS);
      const burstMs = await measureBurst(contender);
      if (round > 0) measured[index]?.rounds.push({ ...pace, burstMs });
    }
  }
  return measured;
}

/** Jobs per second over all servers; each leases and, when it has its lease, reports. */
async function measurePace(contender: Contender, seconds: number): Promise<Omit<Round, 'burstMs'>> {
  const runs = await Promise.all(
    contender.servers.map(({ url }) => autocannon(loadOn(contender, url, seconds))),
  );
  for (const { errors, non2xx, statusCodeStats } of runs) {
    if (errors > 0 || non2xx > 0) {
      const seen = JSON.stringify(statusCodeStats);
      throw new Error(`${contender.name} failed under load: ${errors} broken requests, answers ${seen}`);
    }
  }
  return {
    perSecond: runs.reduce((sum, { requests }) => sum + requests.average, 0) / 2,
    p99Ms: Math.max(...runs.map(({ latency }) => latency.p99)),
  };
}

type Leased = { leaseId?: string; resetAt?: string | null };

function loadOn(contender: Contender, url: string, seconds: number): autocannon.Options {
  return {
    url,
    connections: CONNECTIONS / contender.servers.length,
    duration: seconds,
    headers: { authorization: `Bearer ${contender.secret}`, 'content-type': 'application/json' },
    requests: [
      {
        method: 'POST',
        path: PATHS.leases,
        setupRequest: (request) => ({ ...request, body: leaseRequest(contender.jobs++) }),
        onResponse: (_status, body, context: Leased) => {
          const [lease] = (JSON.parse(body) as Partial<Leases>).leases ?? [];
          context.leaseId = lease?.lease_id ?? 'none';
          context.resetAt = lease?.rate_limit.reset_at ?? null;
        },
      },
      {
        method: 'POST',
        setupRequest: (request, context: Leased) => ({
          ...request,
          path: PATHS.report(context.leaseId ?? 'none'),
          body: reportOf(context),
        }),
      },
    ],
  };
}

/** Legs of a run that lease side by side; each run after it is another one, as in a busy day. */
const LEGS = 16;

function leaseRequest(number: number): string {
  return JSON.stringify({ job: jobOf(`${1 + Math.floor(number / LEGS)}`), expected_requests: 1 });
}

function jobOf(run: string) {
  return {
    repository: 'octo/matrix',
    workflow: 'ci',
    job: 'test',
    run_id: run,
    run_attempt: 1,
    event_name: 'push',
  };
}

const HOUR_MS = 3_600_000;

/** One call in all is spent of each owner, so that budgets outlast the bench and reports still do all their work. */
function reportOf({ resetAt }: Leased): string {
  const reset_at = resetAt ?? new Date(Date.now() + HOUR_MS).toISOString();
  const core = { limit: LIMIT, remaining: LIMIT - 1, reset_at, remaining_at_start: LIMIT };
  return JSON.stringify({ outcome: 'ok', release: true, buckets: { core } });
}

/** How long it takes until the last of many legs that ask at once has its lease. */
async function measureBurst({ name, servers, secret, jobs }: Contender): Promise<number> {
  const body = JSON.stringify({ job: jobOf(`${1_000_000 + jobs}`), expected_requests: 1 });
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const startedAtMs = performance.now();
  const answers = Array.from({ length: BURST }, async (_, leg) => {
    const url = servers[leg % servers.length]?.url ?? '';
    const answer = await fetch(url + PATHS.leases, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    if (answer.status !== 201) throw new Error(`${name} answered ${answer.status} in a burst`);
  });
  await Promise.all(answers);
  return performance.now() - startedAtMs;
}

function rowsOf({ name, rounds }: Measured): BenchRow[] {
  const of = (figure: keyof Round) => median(rounds.map((round) => round[figure]));
  return [
    {
      what: name,
      value: `${Math.round(of('perSecond'))} jobs/s`,
      ratio: `a lease and a report each; p99 of an answer ${of('p99Ms').toFixed(0)} ms`,
    },
    { what: `${name}, ${BURST} legs at once`, value: `${of('burstMs').toFixed(0)} ms until the last lease` },
  ];
}
