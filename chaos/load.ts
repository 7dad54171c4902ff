import { setTimeout as sleep } from 'node:timers/promises';
import { type Lease, type Leases, type Outcome, PATHS, type ReportAnswer } from '../src/wire.js';
import type { Client } from './ask.js';
import type { PoolUnderTest } from './pool.js';
import type { AcknowledgedLease, History } from './types.js';

export type LoadOptions = {
  client: Client;
  /** Jobs under way side by side. */
  workers: number;
  /** No job starts after either of them. */
  over?: AbortSignal;
  jobs?: number;
  /** What a job asks for and spends, where the owner has as much. */
  spends?: (job: number) => number;
  /** How long a job lasts. */
  lastsMs?: number;
  /** What jobs say of their tokens. */
  outcome?: () => Outcome;
  /** The share of jobs that end without a report. */
  vanishing?: number;
  /** What a client waits after a refusal or a broken connection, whatever longer it was told. */
  pauseMs?: number;
};

type Worker = { pool: PoolUnderTest; history: History; options: LoadOptions; number: number };

/** How often a job tries to bring its report home. */
const REPORT_TRIES = 40;
const HOUR_MS = 3_600_000;

/** Jobs that lease, spend all they were promised at once, and report; every answer goes into the history. */
export async function runJobs(pool: PoolUnderTest, history: History, options: LoadOptions): Promise<void> {
  let started = 0;
  const next = (): number | undefined => {
    const isOver = options.over?.aborted || started >= (options.jobs ?? Number.POSITIVE_INFINITY);
    return isOver ? undefined : started++;
  };
  const work = async () => {
    for (let number = next(); number !== undefined; number = next()) {
      await runJob({ pool, history, options, number });
    }
  };
  await Promise.all(Array.from({ length: options.workers }, work));
}

async function runJob(worker: Worker): Promise<void> {
  const { options, number } = worker;
  const leases = await leaseFor(worker);
  if (leases.length === 0) {
    await sleep(options.pauseMs ?? 50);
    return;
  }
  if (options.lastsMs) await sleep(options.lastsMs);
  const share = options.vanishing ?? 0;
  if (share > 0 && Math.floor((number + 1) * share) > Math.floor(number * share)) return;
  for (const lease of leases) await report(worker, lease);
}

const serverFor = ({ pool }: Worker, turn: number): string =>
  pool.servers[turn % pool.servers.length]?.url ?? '';

async function leaseFor(worker: Worker): Promise<Lease[]> {
  const { pool, history, options, number } = worker;
  const wanted = options.spends?.(number) ?? 1 + (number % 20);
  // Every tenth job is one of several tokens.
  const count = number % 10 === 9 ? 3 : 1;
  const reply = await options.client.ask({
    route: 'lease',
    method: 'POST',
    url: serverFor(worker, number) + PATHS.leases,
    key: pool.leaseKey,
    body: { job: jobOf(number), expected_requests: wanted, count },
    wanted: wanted * count,
  });
  const { body, ...answer } = reply;
  history.answers.push(answer);
  if (reply.status !== 201) return [];
  const { leases } = JSON.parse(body) as Leases;
  const answerId = history.answers.length;
  const answeredAtMs = reply.atMs + reply.tookMs;
  for (const lease of leases) {
    const spent = Math.min(wanted, lease.rate_limit.remaining);
    history.leases.push({ ...acknowledged(lease), answerId, askedAtMs: reply.atMs, answeredAtMs, spent });
    pool.github.spend(pool.owners.get(lease.owner) ?? '', 'core', spent);
  }
  return leases;
}

function acknowledged(
  lease: Lease,
): Pick<AcknowledgedLease, 'leaseId' | 'owner' | 'tokenId' | 'expiresAtMs'> {
  const { lease_id: leaseId, owner, token_id: tokenId, lease_expires_at } = lease;
  return { leaseId, owner, tokenId, expiresAtMs: Date.parse(lease_expires_at) };
}

/** Sixteen legs to a run, a hundred kinds of jobs. */
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

/** Tries until the pool has taken it in or said that the lease has ended. */
async function report(worker: Worker, lease: Lease): Promise<void> {
  const { pool, history, options, number } = worker;
  for (let turn = 0; turn < REPORT_TRIES; turn += 1) {
    const reply = await options.client.ask({
      route: 'report',
      method: 'POST',
      url: serverFor(worker, number + turn) + PATHS.report(lease.lease_id),
      key: pool.leaseKey,
      body: { outcome: options.outcome?.() ?? 'ok', release: true, buckets: { core: sightOf(pool, lease) } },
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

/** What the job reads at GitHub at its end. */
function sightOf(pool: PoolUnderTest, lease: Lease) {
  const { limit, remaining, resetAtMs } = pool.github.budget(pool.owners.get(lease.owner) ?? '', 'core');
  return { limit, remaining, reset_at: new Date(resetAtMs ?? Date.now() + HOUR_MS).toISOString() };
}
