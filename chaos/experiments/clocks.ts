import { setTimeout as sleep } from 'node:timers/promises';
import { PromiseBroken } from '../run-experiment.js';
import type { Experiment } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';

const HOUR_MS = 3_600_000;
const HUGE_LIMIT = 1_000_000;
const anHourAhead = () => ({ rate: 1, offsetMs: HOUR_MS, fromMs: 0 });

export const CLOCKS: readonly Experiment[] = [
  {
    name: 'a replica whose clock is an hour off',
    fault: 'three replicas on PostgreSQL, all an hour ahead; then one is corrected',
    run: (resources) =>
      underLoad(resources, {
        setup: { database: 'postgres', servers: 3, owners: 60, clock: anHourAhead() },
        // GitHub's stand-in uses the servers' clock; the database and the clients use the real one.
        disturb: correctClock,
      }),
  },
  {
    name: 'the clock jumps back an hour',
    fault: 'a server on SQLite starts an hour ahead and is corrected',
    run: (resources) =>
      underLoad(resources, {
        // GitHub's stand-in keeps the old clock, so reports are discarded; budgets must not limit the experiment.
        setup: { database: 'sqlite', servers: 1, owners: 60, clock: anHourAhead(), limit: HUGE_LIMIT },
        rules: { clockToleranceMs: HOUR_MS + 1000 },
        disturb: correctClock,
      }),
  },
];

async function correctClock({ pool, durationMs }: Scene): Promise<string[]> {
  await sleep(durationMs / 3);
  // Fills the status cache; the entry from the future must not be served for an hour.
  await statusTime(pool.servers[0]?.url ?? '');
  pool.servers[0]?.signal('SIGUSR2');
  await sleep(1500);
  const first = await statusTime(pool.servers[0]?.url ?? '');
  await sleep(Math.max(1500, durationMs / 3));
  const second = await statusTime(pool.servers[0]?.url ?? '');
  if (second <= first) throw new PromiseBroken('/status did not change after the clock was corrected');
  return [];
}

async function statusTime(url: string): Promise<number> {
  const answer = (await (await fetch(`${url}/status`)).json()) as { time: string };
  return Date.parse(answer.time);
}
