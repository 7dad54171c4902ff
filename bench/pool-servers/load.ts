import autocannon from 'autocannon';
import { type Leases, PATHS } from '../../src/wire.js';
import type { ServerProcess } from './start.js';
import { LIMIT } from './stock.js';

const CONNECTIONS = 64;
const HOUR_MS = 3_600_000;
/** The legs of a run; every run is a new one. */
const LEGS = 16;

export type Contender = { name: string; servers: ServerProcess[]; secret: string; jobs: number };
export type Pace = { answersPerSecond: number; p99Ms: number };

/** Measures answers per second while every client leases a token and reports it. */
export async function measureJobs(contender: Contender, seconds: number): Promise<Pace> {
  return measured(
    contender,
    await Promise.all(contender.servers.map(({ url }) => autocannon(jobsOn(contender, url, seconds)))),
  );
}

/** Measures answers per second of a server with a constant answer. */
export async function measureAnswers(contender: Contender, seconds: number): Promise<Pace> {
  const [server] = contender.servers;
  const headers = { 'content-type': 'application/json' };
  const options = { url: `${server?.url}${PATHS.leases}`, connections: CONNECTIONS, duration: seconds };
  const body = leaseRequest(0);
  return measured(contender, [await autocannon({ ...options, method: 'POST', headers, body })]);
}

function measured({ name }: Contender, runs: readonly autocannon.Result[]): Pace {
  for (const { errors, non2xx, statusCodeStats } of runs) {
    if (errors === 0 && non2xx === 0) continue;
    const statuses = JSON.stringify(statusCodeStats);
    throw new Error(`${name} failed under load: ${errors} broken requests, answers ${statuses}`);
  }
  return {
    answersPerSecond: runs.reduce((sum, { requests, duration }) => sum + requests.total / duration, 0),
    p99Ms: Math.max(...runs.map(({ latency }) => latency.p99)),
  };
}

type Leased = { leaseId?: string; resetAt?: string | null };

function jobsOn(contender: Contender, url: string, seconds: number): autocannon.Options {
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

export function leaseRequest(number: number): string {
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

/** Reports a single spent call, so that budgets outlast the bench. */
function reportOf({ resetAt }: Leased): string {
  const reset_at = resetAt ?? new Date(Date.now() + HOUR_MS).toISOString();
  const core = { limit: LIMIT, remaining: LIMIT - 1, reset_at, remaining_at_start: LIMIT };
  return JSON.stringify({ outcome: 'ok', release: true, buckets: { core } });
}

/** Measures the time until the last of many simultaneous legs of a run has its lease. */
export async function measureBurst(contender: Contender, legs: number): Promise<number> {
  const { name, servers, secret } = contender;
  contender.jobs += LEGS;
  const body = JSON.stringify({ job: jobOf(`${1_000_000 + contender.jobs}`), expected_requests: 1 });
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const startedAtMs = performance.now();
  const leased = await Promise.all(
    Array.from({ length: legs }, async (_, leg) => {
      const url = servers[leg % servers.length]?.url ?? '';
      const answer = await fetch(url + PATHS.leases, { method: 'POST', headers, body });
      if (answer.status !== 201) throw new Error(`${name} answered ${answer.status} in a burst`);
      const [lease] = ((await answer.json()) as Leases).leases;
      return { url, id: lease?.lease_id ?? '', resetAt: lease?.rate_limit.reset_at ?? null };
    }),
  );
  const elapsedMs = performance.now() - startedAtMs;
  for (const { url, id, resetAt } of leased) {
    await fetch(url + PATHS.report(id), { method: 'POST', headers, body: reportOf({ resetAt }) });
  }
  return elapsedMs;
}
