import { setTimeout as sleep } from 'node:timers/promises';
import { Broken } from '../bench.js';
import type { Experiment } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';

const HOUR_MS = 3_600_000;
const HUGE_LIMIT = 1_000_000;
const ahead = () => ({ rate: 1, offsetMs: HOUR_MS, fromMs: 0 });

export const CLOCKS: readonly Experiment[] = [
  {
    name: 'a replica with a clock an hour off',
    fault: 'three replicas on PostgreSQL, all an hour ahead, then one of them right',
    run: (bench) =>
      underLoad(bench, {
        setup: { database: 'postgres', servers: 3, owners: 60, clock: ahead() },
        // The stand-in for GitHub goes by the servers' clock, the database and the clients by the real one.
        disturb: putRight,
      }),
  },
  {
    name: 'the clock jumps back an hour',
    fault: 'a server on SQLite started an hour ahead is put right',
    run: (bench) =>
      underLoad(bench, {
        // GitHub stays behind with the old clock here, so that reports are not believed: budgets must not decide.
        setup: { database: 'sqlite', servers: 1, owners: 60, clock: ahead(), limit: HUGE_LIMIT },
        rules: { clockSlackMs: HOUR_MS + 1000 },
        disturb: putRight,
      }),
  },
];

async function putRight({ pool, forMs }: Scene): Promise<string[]> {
  await sleep(forMs / 3);
  // What is remembered of an hour to come must not be told until then.
  await statusTime(pool.servers[0]?.url ?? '');
  pool.servers[0]?.signal('SIGUSR2');
  await sleep(1500);
  const first = await statusTime(pool.servers[0]?.url ?? '');
  await sleep(Math.max(1500, forMs / 3));
  const second = await statusTime(pool.servers[0]?.url ?? '');
  if (second <= first) throw new Broken('/status stands still after the clock was put right');
  return [];
}

async function statusTime(url: string): Promise<number> {
  const answer = (await (await fetch(`${url}/status`)).json()) as { time: string };
  return Date.parse(answer.time);
}
