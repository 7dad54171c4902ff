import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPool, type PoolUnderTest } from '../pool.js';
import { createPoolServer, type ServerSetup } from '../server-process.js';
import { Broken } from '../bench.js';
import type { Bench, Experiment, Findings } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';

const ONE_SERVER = { database: 'sqlite', servers: 1, owners: 60 } as const;

export const STORAGE: readonly Experiment[] = [
  {
    name: 'the disk is full',
    fault: 'no file of a server on SQLite may grow, for some seconds',
    run: (bench) => underLoad(bench, { setup: ONE_SERVER, disturb: fillDisk }),
  },
  {
    name: 'the database file is locked',
    fault: 'another program writes to it for longer than SQLite waits',
    run: (bench) => underLoad(bench, { setup: ONE_SERVER, disturb: lockFile }),
  },
  {
    name: 'two servers on one SQLite file',
    fault: 'both serve at once, and one is killed',
    run: (bench) => underLoad(bench, { setup: { ...ONE_SERVER, servers: 2 }, disturb: killTheSecond }),
  },
  {
    name: 'a start that cannot be',
    fault: 'a wrong key, a full disk, a file of zeroes in its middle, no database at all',
    run: startInVain,
  },
];

/** Linux lets a process be limited while it runs; every write beyond the limit fails as on a full disk. */
function limitFiles({ servers }: PoolUnderTest, bytes: string): void {
  execFileSync('prlimit', ['--pid', String(servers[0]?.pid()), `--fsize=${bytes}:unlimited`]);
}

async function fillDisk({ pool, forMs }: Scene): Promise<string[]> {
  await sleep(1500);
  limitFiles(pool, '4096');
  try {
    await sleep(forMs / 3);
    const { status } = await fetch(`${pool.servers[0]?.url}/readyz`);
    if (status !== 503) throw new Broken(`/readyz said ${status} on a full disk`);
    await sleep(forMs / 3);
  } finally {
    limitFiles(pool, 'unlimited');
  }
  return [];
}

const LOCKED_MS = 7000;

async function lockFile({ pool }: Scene): Promise<string[]> {
  await sleep(1000);
  const other = new DatabaseSync(pool.databaseUrl, { timeout: 5000 });
  try {
    other.exec('begin immediate');
    await sleep(LOCKED_MS);
    other.exec('rollback');
  } finally {
    other.close();
  }
  return [`locked for ${LOCKED_MS} ms`];
}

async function killTheSecond({ pool, forMs }: Scene): Promise<string[]> {
  await sleep(forMs / 2);
  await pool.servers[1]?.killAndRestart();
  await sleep(forMs / 2);
  return [];
}

type VainStart = { what: string; says: RegExp; setup: Partial<ServerSetup>; before?: () => void };

/** Each must end with a line that says why; the pool as it was must then start and know its leases. */
async function startInVain(bench: Bench): Promise<Findings> {
  const pool = await openPool(bench, ONE_SERVER);
  const violations: string[] = [];
  const figures: string[] = [];
  try {
    await pool.servers[0]?.stop();
    for (const start of vainStarts(pool)) {
      start.before?.();
      const said = await vainStart(pool, start.setup);
      if (said === undefined) violations.push(`${start.what}: it started`);
      else if (!start.says.test(said) || / at .*:\d+:\d+/.test(said))
        violations.push(`${start.what}: it said ${said}`);
      else figures.push(`${start.what}: said so`);
    }
    await pool.servers[0]?.start();
  } finally {
    await pool.close();
  }
  return { violations, figures, answers: [] };
}

function vainStarts(pool: PoolUnderTest): VainStart[] {
  const copy = (name: string) => {
    const path = join(pool.folder, name);
    execFileSync('cp', [pool.databaseUrl, path]);
    return path;
  };
  const on = (path: string) => ({ env: { ...pool.env, DATABASE_URL: path } });
  const [zeroed, text] = [copy('zeroed.sqlite'), copy('text.sqlite')];
  return [
    {
      what: 'a wrong key',
      says: /encryption key does not fit/i,
      setup: { env: { ...pool.env, TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('hex') } },
    },
    { what: 'a full disk', says: /disk|write|full/i, setup: { before: ['prlimit', '--fsize=4096'] } },
    {
      what: 'zeroed pages',
      says: /damaged|malformed|corrupt/i,
      setup: on(zeroed),
      before: () => zeroMiddle(zeroed),
    },
    {
      what: 'no database',
      says: /no SQLite database/,
      setup: on(text),
      before: () => overwrite(text, 0, Buffer.from('this is a text, and no database at all. '.repeat(40))),
    },
    { what: 'a folder', says: /folder|directory|open/i, setup: on(pool.folder) },
  ];
}

function zeroMiddle(path: string): void {
  const { size } = statSync(path);
  overwrite(path, 4096, Buffer.alloc(size - 8192));
}

function overwrite(path: string, at: number, bytes: Buffer): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
}

/** What a server printed that ended at its start; undefined where it opened. */
async function vainStart(pool: PoolUnderTest, setup: Partial<ServerSetup>): Promise<string | undefined> {
  const server = await createPoolServer({ cwd: pool.folder, env: pool.env, ...setup });
  try {
    await server.start();
    return undefined;
  } catch {
    return server.printed().trim();
  } finally {
    await server.stop();
  }
}
