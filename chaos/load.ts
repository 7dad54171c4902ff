import { setTimeout as sleep } from 'node:timers/promises';
import { type Lease, type Leases, type Outcome, PATHS, type ReportAnswer } from '../src/wire.js';
import type { Client } from './client.js';
import type { PoolUnderTest } from './pool.js';
import type { AcknowledgedLease, History } from './types.js';

export type LoadOptions = {
  client: Client;
  /** The number of concurrent jobs. */
  workers: number;
  /** No job starts after this signal, or after this many jobs. */
  stop?: AbortSignal;
  jobs?: number;
  /** The requests that a job expects, and spends if its owner has as many. */
  requestsOf?: (job: number) => number;
  /** How long a job lasts. */
  durationMs?: number;
  /** The outcome that jobs report. */
  outcome?: () => Outcome;
  /** The share of jobs that end without a report. */
  unreportedShare?: number;
  /** How long a client waits after a refusal or a broken connection; it ignores `Retry-After`. */
  pauseMs?: number;
};

type Worker = { pool: PoolUnderTest; history: History; options: LoadOptions; number: number };

/** How often a job sends its report before it gives up. */
const MAX_REPORT_ATTEMPTS = 40;
const HOUR_MS = 3_600_000;

/** Runs jobs that lease a token, spend all of it at once, and report. Every answer goes into the history. */
export async function runJobs(pool: PoolUnderTest, history: History, options: LoadOptions): Promise<void> {
  let started = 0;
  const next = (): number | undefined => {
    const isOver = options.stop?.aborted || started >= (options.jobs ?? Number.POSITIVE_INFINITY);
    return isOver ? undefined : started++;
  };
  const work = async () => {
    for (let jobNumber = next(); jobNumber !== undefined; jobNumber = next()) {
      await runJob({ pool, history, options, number: jobNumber });
    }
  };
  await Promise.all(Array.from({ length: options.workers }, work));
}

async function runJob(worker: Worker): Promise<void> {
  const { options, number } = worker;
  const leases = await requestLeases(worker);
  if (leases.length === 0) {
    await sleep(options.pauseMs ?? 50);
    return;
  }
  if (options.durationMs) await sleep(options.durationMs);
  const share = options.unreportedShare ?? 0;
  if (share > 0 && Math.floor((number + 1) * share) > Math.floor(number * share)) return;
  for (const lease of leases) await report(worker, lease);
}

const serverFor = ({ pool }: Worker, turn: number): string =>
  pool.servers[turn % pool.servers.length]?.url ?? '';

async function requestLeases(worker: Worker): Promise<Lease[]> {
  const { pool, history, options, number } = worker;
  const expectedRequests = options.requestsOf?.(number) ?? 1 + (number % 20);
  // Every tenth job leases several tokens.
  const count = number % 10 === 9 ? 3 : 1;
  const reply = await options.client.send({
    route: 'lease',
    method: 'POST',
    url: serverFor(worker, number) + PATHS.leases,
    key: pool.leaseKey,
    body: { job: jobOf(number), expected_requests: expectedRequests, count },
    expectedRequests: expectedRequests * count,
  });
  const { body, ...answer } = reply;
  history.answers.push(answer);
  if (reply.status !== 201) return [];
  const { leases } = JSON.parse(body) as Leases;
  const answerId = history.answers.length;
  const answeredAtMs = reply.atMs + reply.tookMs;
  for (const lease of leases) {
    const spent = Math.min(expectedRequests, lease.rate_limit.remaining);
    history.leases.push({
      ...toAcknowledgedLease(lease),
      answerId,
      requestedAtMs: reply.atMs,
      answeredAtMs,
      spentRequests: spent,
    });
    pool.github.spend(pool.owners.get(lease.owner) ?? '', 'core', spent);
  }
  return leases;
}

function toAcknowledgedLease(
  lease: Lease,
): Pick<AcknowledgedLease, 'leaseId' | 'owner' | 'tokenId' | 'expiresAtMs'> {
  const { lease_id: leaseId, owner, token_id: tokenId, lease_expires_at } = lease;
  return { leaseId, owner, tokenId, expiresAtMs: Date.parse(lease_expires_at) };
}

/** Sixteen legs per run, and a hundred distinct job names. */
function jobOf(number: number) {
  return {
    repository: 'octo/chaos',
    workflow: 'ci',
    job: `leg ${number % 100}`,
    run_id: String(1 + Math.floor(number / 16)),
    run_attempt: 1,
    event_name: 'push',
  };
}

/** Retries until the pool has accepted the report or refuses it for good. */
async function report(worker: Worker, lease: Lease): Promise<void> {
  const { pool, history, options, number } = worker;
  for (let attempt = 0; attempt < MAX_REPORT_ATTEMPTS; attempt += 1) {
    const reply = await options.client.send({
      route: 'report',
      method: 'POST',
      url: serverFor(worker, number + attempt) + PATHS.report(lease.lease_id),
      key: pool.leaseKey,
      body: {
        outcome: options.outcome?.() ?? 'ok',
        release: true,
        buckets: { core: budgetSeen(pool, lease) },
      },
    });
    const { body, ...answer } = reply;
    history.answers.push(answer);
    if (reply.status === 200) {
      const { state } = JSON.parse(body) as ReportAnswer;
      history.acknowledgements.push({ leaseId: lease.lease_id, state, atMs: Date.now() });
      return;
    }
    if (reply.status !== null && reply.status < 500 && reply.status !== 429) return;
    await sleep(options.pauseMs ?? 50);
  }
}

/** The budget that the job reads from GitHub at its end. */
function budgetSeen(pool: PoolUnderTest, lease: Lease) {
  const { limit, remaining, resetAtMs } = pool.github.budget(pool.owners.get(lease.owner) ?? '', 'core');
  return { limit, remaining, reset_at: new Date(resetAtMs ?? Date.now() + HOUR_MS).toISOString() };
}
