import { historyOf, type HistoryRules, settle, untilLeasing } from './aftermath.js';
import { createClient } from './ask.js';
import { type LoadOptions, runJobs } from './load.js';
import { openPool, type PoolSetup, type PoolUnderTest } from './pool.js';
import type { Bench, Findings, History } from './types.js';

/** What is promised of leasing once a fault is over. */
const BACK_WITHIN_MS = 5000;
const WORKERS = 24;

export type Disturbed = {
  setup: PoolSetup;
  rules?: HistoryRules;
  load?: Partial<Omit<LoadOptions, 'client' | 'untilMs'>>;
  /** How long clients wait for an answer. */
  deadlineMs?: number;
  /** Does harm while jobs run, for about as long as told, and undoes it; returns figures. */
  disturb(scene: Scene): Promise<string[]>;
};

export type Scene = { pool: PoolUnderTest; history: History; forMs: number };

/** Jobs against a pool that is disturbed; then leasing must be back within 5 s, and the model judges. */
export async function underLoad(bench: Bench, disturbed: Disturbed): Promise<Findings> {
  const pool = await openPool(bench, disturbed.setup);
  const client = createClient({ connections: WORKERS, deadlineMs: disturbed.deadlineMs ?? 15_000 });
  try {
    const history = await historyOf(pool, disturbed.rules);
    const untilMs = performance.now() + bench.loadMs;
    const jobs = runJobs(pool, history, {
      workers: WORKERS,
      lastsMs: 20,
      ...disturbed.load,
      client,
      untilMs,
    });
    const figures = await disturbed.disturb({ pool, history, forMs: bench.loadMs });
    const backMs = await untilLeasing({ pool, history }, pool.servers);
    await jobs;
    const findings = await settle(pool, history);
    const slow = backMs > BACK_WITHIN_MS ? [`leasing was back only after ${Math.round(backMs)} ms`] : [];
    return {
      ...findings,
      violations: [...findings.violations, ...slow],
      figures: [
        ...figures,
        `${history.leases.length} leases`,
        `leasing again after ${Math.round(backMs)} ms`,
      ],
    };
  } finally {
    client.close();
    await pool.close();
  }
}
