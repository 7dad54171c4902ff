import { setTimeout as sleep } from 'node:timers/promises';
import {
  RECOVERY_DEADLINE_MS,
  newHistory,
  type HistoryRules,
  checkHistory,
  waitUntilLeasing,
} from './recovery.js';
import { createClient } from './client.js';
import { type LoadOptions, runJobs } from './load.js';
import { openPool, type PoolSetup, type PoolUnderTest } from './pool.js';
import { watchReadiness } from './readiness.js';
import type { Resources, Findings, History } from './types.js';

const WORKERS = 24;

export type Disturbance = {
  setup: PoolSetup;
  rules?: HistoryRules;
  load?: Partial<Omit<LoadOptions, 'client' | 'over'>>;
  /** How long clients wait for an answer. */
  deadlineMs?: number;
  /** Disturbs the pool for about `durationMs` while jobs run, then undoes it; returns figures. */
  disturb(scene: Scene): Promise<string[]>;
};

export type Scene = { pool: PoolUnderTest; history: History; durationMs: number };

/** Runs jobs while the pool is disturbed. Leasing must recover within 5 s; then the history is checked. */
export async function underLoad(resources: Resources, disturbed: Disturbance): Promise<Findings> {
  const pool = await openPool(resources, disturbed.setup);
  const client = createClient({ connections: WORKERS, deadlineMs: disturbed.deadlineMs ?? 15_000 });
  const stop = new AbortController();
  let watch: { stop(): void } | undefined;
  try {
    const history = await newHistory(pool, disturbed.rules);
    watch = watchReadiness(pool, history);
    const startedMs = performance.now();
    const jobs = runJobs(pool, history, {
      workers: WORKERS,
      durationMs: 20,
      ...disturbed.load,
      client,
      stop: stop.signal,
    });
    const figures = await disturbed.disturb({ pool, history, durationMs: resources.loadMs });
    const recoveryMs = await waitUntilLeasing({ pool, history }, pool.servers);
    await sleep(Math.max(0, resources.loadMs - (performance.now() - startedMs)));
    stop.abort();
    await jobs;
    watch.stop();
    const findings = await checkHistory(pool, history);
    const slow =
      recoveryMs > RECOVERY_DEADLINE_MS ? [`leasing recovered only after ${Math.round(recoveryMs)} ms`] : [];
    return {
      ...findings,
      violations: [...findings.violations, ...slow],
      figures: [
        ...figures,
        `${history.leases.length} leases`,
        `leasing recovered after ${Math.round(recoveryMs)} ms`,
      ],
    };
  } finally {
    stop.abort();
    watch?.stop();
    client.close();
    await pool.close();
  }
}
