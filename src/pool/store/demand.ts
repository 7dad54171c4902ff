import { createHash } from 'node:crypto';
import type { StoreContext } from './context.js';
import type { Query } from './engine.js';
import type { Demand } from './records.js';
import type { DemandStore, JobName } from './types.js';

/** How much one report counts against what is known. */
const WEIGHT = 0.3;
/** Keeps means above nothing: PostgreSQL fails at products too small to be told from zero, such as their squares. */
const A_HAIR = 1e-9;
/** What one job can teach at most, so that a few absurd reports do not close the pool to their key. */
const MAX_TAUGHT = 15_000;
const MAX_SECONDS = 86_400;
/** Pruning forgets jobs that have not run for so long. */
export const FORGOTTEN_AFTER_MS = 90 * 86_400_000;
/** Leases that what is known over all jobs is read from; it is kept for half a minute of an hour's window. */
const OVERALL_LEASES = 500;
const READS_PER_WINDOW = 120;
/** A fresh pool learns from its first few jobs at once: nearly all that it is asked for is new to it. */
const FEW_LEASES = 50;
const EARLY_READS_PER_WINDOW = 3600;

/** Legs of a matrix share a key: the runner gives them the same job id. */
export function demandKey({ repository, workflow, job }: JobName): string {
  const name = [repository.toLowerCase(), workflow, job].join('\n');
  return createHash('sha256').update(name).digest('base64url').slice(0, 27);
}

/** What jobs are known to need. */
export function createDemandStore({ engine, rules }: StoreContext): DemandStore {
  let known: { p90: number; seconds: number } | undefined;
  let readAtMs = Number.NEGATIVE_INFINITY;
  let keptMs = 0;
  return {
    async find(job) {
      const [row] = await engine.read<Demand>({
        sql: 'select mean, deviation, seconds, reports from demand where key = $1',
        parameters: [demandKey(job)],
      });
      return row;
    },
    async overall() {
      const nowMs = await engine.nowMs();
      if (nowMs >= readAtMs && nowMs - readAtMs < keptMs) return known;
      const rows = await engine.db
        .selectFrom('leases')
        .select(['requests_spent', 'granted_at_ms', 'settled_at_ms'])
        // Said twice, because the index is of all that have ended.
        .where('state', '<>', 'open')
        .where('state', '=', 'settled')
        .where('requests_spent', 'is not', null)
        .orderBy('settled_at_ms', 'desc')
        .limit(OVERALL_LEASES)
        .execute();
      readAtMs = nowMs;
      keptMs = rules.windowMs / (rows.length < FEW_LEASES ? EARLY_READS_PER_WINDOW : READS_PER_WINDOW);
      const spent = rows.map((row) => row.requests_spent ?? 0).sort((a, b) => a - b);
      const seconds = rows.map((row) => ((row.settled_at_ms ?? 0) - row.granted_at_ms) / 1000);
      const p90 = spent[Math.ceil(spent.length * 0.9) - 1];
      const sum = seconds.reduce((total, each) => total + each, 0);
      known =
        p90 === undefined ? undefined : { p90: Math.max(1, p90), seconds: Math.max(1, sum / seconds.length) };
      return known;
    },
  };
}

export type Lesson = Query & { key: string };

/** What one settled lease teaches: a moving mean of its spending, of how far it strays, and of its length. */
export function learning(job: JobName, lesson: { requests: number; seconds: number }, nowMs: number): Lesson {
  const requests = Math.min(MAX_TAUGHT, Math.max(0, lesson.requests));
  const seconds = Math.min(MAX_SECONDS, Math.max(1, lesson.seconds));
  const key = demandKey(job);
  return {
    key,
    sql: `insert into demand (key, repository, workflow, job, mean, deviation, seconds, reports, updated_at_ms)
      values ($1, $2, $3, $4, cast($5 as double precision), cast($5 as double precision) / 2,
        cast($6 as double precision), 1, $7)
      on conflict (key) do update set
        deviation = demand.deviation + ${WEIGHT} * (abs(cast($5 as double precision) - demand.mean) - demand.deviation)
          + ${A_HAIR},
        mean = demand.mean + ${WEIGHT} * (cast($5 as double precision) - demand.mean) + ${A_HAIR},
        seconds = demand.seconds + ${WEIGHT} * (cast($6 as double precision) - demand.seconds),
        reports = demand.reports + 1, updated_at_ms = $7`,
    parameters: [key, job.repository, job.workflow, job.job, requests, seconds, nowMs],
  };
}

/** The order in which all transactions lock what is known of jobs (`Engine`); a job's own lessons stay in theirs. */
export function inLockOrder(lessons: readonly Lesson[]): Lesson[] {
  return [...lessons].sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)));
}
