import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPool, type PoolUnderTest } from '../pool.js';
import type { ServerSetup } from '../server-process.js';
import { startPostgres } from '../../testkit/postgres/start-postgres.js';
import { Broken } from '../bench.js';
import { fillUp, forbidWrites, mountDisk } from '../disk.js';
import { whileBroken } from '../excuses.js';
import type { Bench, Experiment, Findings, History } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';
import { vainStart } from '../vain-start.js';

const ONE_SERVER = { database: 'sqlite', servers: 1, owners: 60 } as const;

export const STORAGE: readonly Experiment[] = [
  {
    name: 'the disk is full',
    fault: 'the last page of a small disk under a server on SQLite is taken, for some seconds',
    run: (bench) => underLoad(bench, { setup: { ...ONE_SERVER, diskMib: 64 }, disturb: fillDisk }),
  },
  {
    name: 'the disk is smaller than the log',
    fault: 'a server on SQLite with 8 MiB in all',
    run: (bench) => underLoad(bench, { setup: { ...ONE_SERVER, diskMib: 8 }, disturb: outgrow }),
  },
  {
    name: 'the disk of PostgreSQL is full',
    fault: 'the last page of a small disk under a PostgreSQL is taken, for some seconds',
    run: fillPostgres,
  },
  {
    name: 'files may not grow',
    fault: 'a limit on the size of files of a server on SQLite, for some seconds',
    run: (bench) => underLoad(bench, { setup: ONE_SERVER, disturb: refuseGrowth }),
  },
  {
    name: 'the database file cannot be written',
    fault: 'made immutable under a server on SQLite, for some seconds',
    run: (bench) => underLoad(bench, { setup: ONE_SERVER, disturb: forbidFiles }),
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

async function refuseGrowth({ pool, history, forMs }: Scene): Promise<string[]> {
  await sleep(1500);
  await whileBroken(history, async () => {
    limitFiles(pool, '4096');
    try {
      await sleep((2 * forMs) / 3);
    } finally {
      limitFiles(pool, 'unlimited');
    }
  });
  return notReady(history);
}

/** The watch must have seen that the server knew of its trouble. */
function notReady({ readiness }: History): string[] {
  const said = readiness.filter(({ status }) => status === 503).length;
  if (said === 0) throw new Broken('/readyz never said that nothing can be leased');
  return [`/readyz said so ${said} times`];
}

async function fillDisk({ pool, history, forMs }: Scene): Promise<string[]> {
  await sleep(1500);
  const said = await whileBroken(history, async () => {
    const makeRoom = fillUp(pool.folder);
    try {
      await sleep(forMs / 2);
      return await vainStart(pool, {});
    } finally {
      makeRoom();
    }
  });
  if (said === undefined || !/disk is full/.test(said))
    throw new Broken(`a start on a full disk said ${said}`);
  return [...notReady(history), 'a start on the full disk said so'];
}

/** Its log, of which 16 MiB are allotted at once, and its tables before anybody leases. */
const POSTGRES_DISK_MIB = 160;

async function fillPostgres(bench: Bench): Promise<Findings> {
  const folder = mkdtempSync(join(bench.folder, 'disk-'));
  const unmount = mountDisk(folder, POSTGRES_DISK_MIB);
  const postgres = await startPostgres(folder).catch((fault: unknown) => {
    unmount();
    throw fault;
  });
  try {
    return await underLoad(bench, {
      setup: { database: 'postgres', servers: 3, owners: 60, postgres },
      disturb: (scene) => fillWhileLeasing(scene, folder),
    });
  } finally {
    await postgres.stop();
    unmount();
  }
}

async function fillWhileLeasing({ history, forMs }: Scene, folder: string): Promise<string[]> {
  await sleep(1500);
  await whileBroken(history, async () => {
    const makeRoom = fillUp(folder);
    try {
      await sleep(forMs / 2);
    } finally {
      makeRoom();
    }
  });
  const refused = history.answers.filter(({ code }) => code === 'unavailable').length;
  if (refused === 0) throw new Broken('nothing was refused: the disk was not full');
  return [];
}

/** Left to itself: what the log takes, the server has to give back. */
async function outgrow({ forMs }: Scene): Promise<string[]> {
  await sleep(forMs);
  return [];
}

async function forbidFiles({ pool, history, forMs }: Scene): Promise<string[]> {
  await sleep(1500);
  const files = [pool.databaseUrl, `${pool.databaseUrl}-wal`];
  const said = await whileBroken(history, async () => {
    const permit = forbidWrites(files);
    try {
      await sleep(forMs / 2);
      return await vainStart(pool, {});
    } finally {
      permit();
    }
  });
  if (said === undefined || !/cannot be opened/.test(said)) throw new Broken(`a start on it said ${said}`);
  return [...notReady(history), 'a start on it said so'];
}

const LOCKED_MS = 14_000;

async function lockFile({ pool, history }: Scene): Promise<string[]> {
  await sleep(1000);
  const other = new DatabaseSync(pool.databaseUrl, { timeout: 5000 });
  try {
    await whileBroken(history, async () => {
      other.exec('begin immediate');
      await sleep(LOCKED_MS);
      other.exec('rollback');
    });
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
      says: /not a SQLite database/,
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
