import { setTimeout as sleep } from 'node:timers/promises';
import { BACK_WITHIN_MS, historyOf, type HistoryRules, settle, untilLeasing } from './aftermath.js';
import { createClient } from './ask.js';
import { type LoadOptions, runJobs } from './load.js';
import { openPool, type PoolSetup, type PoolUnderTest } from './pool.js';
import { watchReadiness } from './readiness.js';
import type { Bench, Findings, History } from './types.js';

const WORKERS = 24;

export type Disturbed = {
  setup: PoolSetup;
  rules?: HistoryRules;
  load?: Partial<Omit<LoadOptions, 'client' | 'over'>>;
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
  const over = new AbortController();
  let watch: { stop(): void } | undefined;
  try {
    const history = await historyOf(pool, disturbed.rules);
    watch = watchReadiness(pool, history);
    const startedMs = performance.now();
    const jobs = runJobs(pool, history, {
      workers: WORKERS,
      lastsMs: 20,
      ...disturbed.load,
      client,
      over: over.signal,
    });
    const figures = await disturbed.disturb({ pool, history, forMs: bench.loadMs });
    const backMs = await untilLeasing({ pool, history }, pool.servers);
    await sleep(Math.max(0, bench.loadMs - (performance.now() - startedMs)));
    over.abort();
    await jobs;
    watch.stop();
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
    over.abort();
    watch?.stop();
    client.close();
    await pool.close();
  }
}
