import { setTimeout as sleep } from 'node:timers/promises';
import { duringFault } from '../excuses.js';
import type { Resources, Experiment } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';

const OWNERS = 60;

export const KILLS: readonly Experiment[] = [
  {
    name: 'a server on SQLite is killed',
    fault: 'repeated kill -9 under load',
    run: (resources) =>
      underLoad(resources, {
        setup: { database: 'sqlite', servers: 1, owners: OWNERS },
        disturb: killServers,
      }),
  },
  {
    name: 'replicas are killed',
    fault: 'kill -9 of each of three in turn',
    run: (resources) =>
      underLoad(resources, {
        setup: { database: 'postgres', servers: 3, owners: OWNERS },
        disturb: killServers,
      }),
  },
  {
    name: 'PostgreSQL is killed',
    fault: 'repeated kill -9 of the postmaster under three replicas',
    run: (resources) =>
      underLoad(resources, {
        setup: { database: 'postgres', servers: 3, owners: OWNERS },
        disturb: (scene) => duringFault(scene.history, () => killPostgres(resources, scene)),
      }),
  },
  {
    name: 'connections are cut',
    fault: 'pg_terminate_backend for all, four times a second',
    run: (resources) =>
      underLoad(resources, {
        setup: { database: 'postgres', servers: 2, owners: OWNERS },
        disturb: (scene) => duringFault(scene.history, () => cutConnections(resources, scene)),
      }),
  },
];

const PAUSE_MS = 1500;

/** One after another, with time in between. */
export async function killServers({ pool: { servers }, durationMs }: Scene): Promise<string[]> {
  const untilMs = performance.now() + durationMs;
  let kills = 0;
  while (performance.now() < untilMs) {
    await sleep(PAUSE_MS);
    await servers[kills % servers.length]?.killAndRestart();
    kills += 1;
  }
  return [`${kills} kills`];
}

async function killPostgres(resources: Resources, { durationMs }: Scene): Promise<string[]> {
  const postgres = await resources.postgres();
  const untilMs = performance.now() + durationMs;
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

async function cutConnections(resources: Resources, { pool, durationMs }: Scene): Promise<string[]> {
  const postgres = await resources.postgres();
  const database = new URL(pool.databaseUrl).pathname.slice(1);
  const untilMs = performance.now() + durationMs;
  let cut = 0;
  while (performance.now() < untilMs) {
    await sleep(250);
    cut += await postgres.cutConnections(database);
  }
  return [`${cut} connections cut`];
}
