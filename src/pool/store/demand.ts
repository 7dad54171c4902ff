import { hash } from 'node:crypto';
import {
  type Demand,
  type DemandSample,
  learn,
  learnOnAverage,
  type OverallDemand,
  overallDemand,
} from '../domain/demand.js';
import type { Rules } from '../domain/rules.js';
import { upsertRows } from './bulk-writes.js';
import type { Connection, Transaction } from './engine.js';
import { inList, listParameter } from './list-parameters.js';
import type { JobName } from './records.js';

/** Jobs that have not run for this long are pruned. */
export const FORGOTTEN_AFTER_MS = 90 * 86_400_000;
/** The newest leases stand for all jobs; the result is cached for half a minute (of an hour's window). */
const OVERALL_LEASES = 500;
const READS_PER_WINDOW = 120;
/** A new pool, to which nearly every job is unknown, reads again every second. */
const FEW_LEASES = 50;
const EARLY_READS_PER_WINDOW = 3600;

/** Identifies a kind of job. Legs of a matrix share a key, because the runner gives them the same job id. */
export function demandKey({ repository, workflow, job }: JobName): string {
  return hash('sha256', [repository.toLowerCase(), workflow, job].join('\n'), 'base64url').slice(0, 27);
}

/** The known demand of jobs, by their keys. */
export async function demandOf(tx: Connection, jobs: readonly JobName[]): Promise<Map<string, Demand>> {
  const keys = [...new Set(jobs.map(demandKey))];
  if (keys.length === 0) return new Map();
  const rows = await tx.rows<Demand & { key: string }>(
    `select key, mean, deviation, seconds, reports from demand where ${inList(tx, 'key')}`,
    [listParameter(tx, keys)],
  );
  return new Map(rows.map(({ key, ...demand }) => [key, demand]));
}

type JobSample = DemandSample & { job: JobName };
type Learn = (known: Demand | undefined, samples: readonly DemandSample[]) => Demand;

/** Learns from settled leases, one after another. */
export function learnFrom(tx: Transaction, samples: readonly JobSample[]): Promise<void> {
  return learnBy(tx, samples, (known, ofJob) => ofJob.reduce<Demand | undefined>(learn, known) as Demand);
}

/** Learns from leases that ended without a report. */
export function learnFromUnreported(tx: Transaction, samples: readonly JobSample[]): Promise<void> {
  return learnBy(tx, samples, learnOnAverage);
}

async function learnBy(tx: Transaction, samples: readonly JobSample[], learned: Learn): Promise<void> {
  const known = await demandOf(
    tx,
    samples.map(({ job }) => job),
  );
  const rows = [...Map.groupBy(samples, ({ job }) => demandKey(job))].map(([key, ofJob]) => {
    const { repository, workflow, job } = (ofJob[0] as JobSample).job;
    const name = { key, repository, workflow, job };
    return { ...name, ...learned(known.get(key), ofJob), updated_at_ms: tx.nowMs };
  });
  await upsertRows(tx, { table: 'demand', key: ['key'] }, rows);
}

/** What jobs of all kinds need, for a job never seen; cached. */
export function createOverallDemand(rules: Rules): (tx: Transaction) => Promise<OverallDemand | undefined> {
  let known: OverallDemand | undefined;
  let readAtMs = Number.NEGATIVE_INFINITY;
  let cachedMs = 0;
  return async (tx) => {
    const ageMs = tx.nowMs - readAtMs;
    if (ageMs >= 0 && ageMs < cachedMs) return known;
    const samples = await latestSamples(tx);
    readAtMs = tx.nowMs;
    cachedMs = rules.windowMs / (samples.length < FEW_LEASES ? EARLY_READS_PER_WINDOW : READS_PER_WINDOW);
    known = overallDemand(samples);
    return known;
  };
}

async function latestSamples({ rows }: Connection): Promise<DemandSample[]> {
  // `state <> 'open'` is there for the index, which covers all leases that have ended.
  const found = await rows<{ requests: number; granted_at_ms: number; settled_at_ms: number }>(
    `select requests_spent as requests, granted_at_ms, settled_at_ms from leases
      where state <> 'open' and state = 'settled' and requests_spent is not null
      order by settled_at_ms desc limit ${OVERALL_LEASES}`,
  );
  return found.map(({ requests, granted_at_ms, settled_at_ms }) => ({
    requests,
    seconds: (settled_at_ms - granted_at_ms) / 1000,
  }));
}
