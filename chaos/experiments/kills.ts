import { setTimeout as sleep } from 'node:timers/promises';
import { whileBroken } from '../excuses.js';
import type { Bench, Experiment } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';

const OWNERS = 60;

export const KILLS: readonly Experiment[] = [
  {
    name: 'a server on SQLite is killed',
    fault: 'kill -9 under load, again and again',
    run: (bench) =>
      underLoad(bench, {
        setup: { database: 'sqlite', servers: 1, owners: OWNERS },
        disturb: killServers,
      }),
  },
  {
    name: 'replicas are killed',
    fault: 'kill -9 of one of three after another',
    run: (bench) =>
      underLoad(bench, {
        setup: { database: 'postgres', servers: 3, owners: OWNERS },
        disturb: killServers,
      }),
  },
  {
    name: 'PostgreSQL is killed',
    fault: 'kill -9 of the postmaster under three replicas, again and again',
    run: (bench) =>
      underLoad(bench, {
        setup: { database: 'postgres', servers: 3, owners: OWNERS },
        disturb: (scene) => whileBroken(scene.history, () => killPostgres(bench, scene)),
      }),
  },
  {
    name: 'connections are cut',
    fault: 'pg_terminate_backend of all, four times a second',
    run: (bench) =>
      underLoad(bench, {
        setup: { database: 'postgres', servers: 2, owners: OWNERS },
        disturb: (scene) => whileBroken(scene.history, () => cutConnections(bench, scene)),
      }),
  },
];

const PAUSE_MS = 1500;

/** One after another, with time in between. */
export async function killServers({ pool: { servers }, forMs }: Scene): Promise<string[]> {
  const untilMs = performance.now() + forMs;
  let kills = 0;
  while (performance.now() < untilMs) {
    await sleep(PAUSE_MS);
    await servers[kills % servers.length]?.killAndRestart();
    kills += 1;
  }
  return [`${kills} kills`];
}

async function killPostgres(bench: Bench, { forMs }: Scene): Promise<string[]> {
  const postgres = await bench.postgres();
  const untilMs = performance.now() + forMs;
  let kills = 0;
  while (performance.now() < untilMs) {
    await sleep(PAUSE_MS);
    process.kill(await postgres.pid(), 'SIGKILL');
    await sleep(500);
    await postgres.restart();
    kills += 1;
  }
  return [`${kills} kills`];
}

async function cutConnections(bench: Bench, { pool, forMs }: Scene): Promise<string[]> {
  const postgres = await bench.postgres();
  const database = new URL(pool.databaseUrl).pathname.slice(1);
  const untilMs = performance.now() + forMs;
  let cut = 0;
  while (performance.now() < untilMs) {
    await sleep(250);
    cut += await postgres.cutConnections(database);
  }
  return [`${cut} connections cut`];
}
