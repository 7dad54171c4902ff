import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPool, type PoolUnderTest } from '../pool.js';
import type { ServerSetup } from '../server-process.js';
import { startPostgres } from '../../testkit/postgres/start-postgres.js';
import { PromiseBroken } from '../run-experiment.js';
import { fillDisk, makeImmutable, mountDisk } from '../disk.js';
import { duringFault } from '../excuses.js';
import type { Resources, Experiment, Findings, History } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';
import { failedStart } from '../failed-start.js';

const ONE_SERVER = { database: 'sqlite', servers: 1, owners: 60 } as const;

export const STORAGE: readonly Experiment[] = [
  {
    name: 'the disk is full',
    fault: 'a small disk under a server on SQLite is filled completely for some seconds',
    run: (resources) =>
      underLoad(resources, { setup: { ...ONE_SERVER, diskMib: 64 }, disturb: fillServerDisk }),
  },
  {
    name: 'the disk is smaller than the log',
    fault: 'a server on SQLite with a disk of 8 MiB',
    run: (resources) => underLoad(resources, { setup: { ...ONE_SERVER, diskMib: 8 }, disturb: justWait }),
  },
  {
    name: 'the disk of PostgreSQL is full',
    fault: 'a small disk under PostgreSQL is filled completely for some seconds',
    run: fillPostgres,
  },
  {
    name: 'files cannot grow',
    fault: 'a file size limit for a server on SQLite for some seconds',
    run: (resources) => underLoad(resources, { setup: ONE_SERVER, disturb: refuseGrowth }),
  },
  {
    name: 'the database file cannot be written',
    fault: 'it is made immutable under a server on SQLite for some seconds',
    run: (resources) => underLoad(resources, { setup: ONE_SERVER, disturb: makeFilesImmutable }),
  },
  {
    name: 'the database file is locked',
    fault: 'another program holds a write lock for longer than SQLite waits',
    run: (resources) => underLoad(resources, { setup: ONE_SERVER, disturb: lockFile }),
  },
  {
    name: 'two servers on one SQLite file',
    fault: 'both serve requests, and one is killed',
    run: (resources) =>
      underLoad(resources, { setup: { ...ONE_SERVER, servers: 2 }, disturb: killTheSecond }),
  },
  {
    name: 'a start that must fail',
    fault: 'a wrong key, a full disk, zeroed pages, a text file, a folder',
    run: startsThatMustFail,
  },
];

/** Limits the file size of a running process; writes beyond the limit fail as on a full disk. */
function limitFiles({ servers }: PoolUnderTest, bytes: string): void {
  execFileSync('prlimit', ['--pid', String(servers[0]?.pid()), `--fsize=${bytes}:unlimited`]);
}

async function refuseGrowth({ pool, history, durationMs }: Scene): Promise<string[]> {
  await sleep(1500);
  await duringFault(history, async () => {
    limitFiles(pool, '4096');
    try {
      await sleep((2 * durationMs) / 3);
    } finally {
      limitFiles(pool, 'unlimited');
    }
  });
  return checkUnready(history);
}

/** Checks that `/readyz` reported the fault. */
function checkUnready({ readiness }: History): string[] {
  const output = readiness.filter(({ status }) => status === 503).length;
  if (output === 0) throw new PromiseBroken('/readyz never reported the fault');
  return [`/readyz reported it ${output} times`];
}

async function fillServerDisk({ pool, history, durationMs }: Scene): Promise<string[]> {
  await sleep(1500);
  const output = await duringFault(history, async () => {
    const undo = fillDisk(pool.folder);
    try {
      await sleep(durationMs / 2);
      return await failedStart(pool, {});
    } finally {
      undo();
    }
  });
  if (output === undefined || !/disk is full/.test(output))
    throw new PromiseBroken(`a start on a full disk printed: ${output}`);
  return [...checkUnready(history), 'a start on the full disk named the cause'];
}

/** Enough for the write-ahead log, allocated in steps of 16 MiB, and the tables before the first lease. */
const POSTGRES_DISK_MIB = 160;

async function fillPostgres(resources: Resources): Promise<Findings> {
  const folder = mkdtempSync(join(resources.folder, 'disk-'));
  const unmount = mountDisk(folder, POSTGRES_DISK_MIB);
  const postgres = await startPostgres(folder).catch((fault: unknown) => {
    unmount();
    throw fault;
  });
  try {
    return await underLoad(resources, {
      setup: { database: 'postgres', servers: 3, owners: 60, postgres },
      disturb: (scene) => fillWhileLeasing(scene, folder),
    });
  } finally {
    await postgres.stop();
    unmount();
  }
}

async function fillWhileLeasing({ history, durationMs }: Scene, folder: string): Promise<string[]> {
  await sleep(1500);
  await duringFault(history, async () => {
    const makeRoom = fillDisk(folder);
    try {
      await sleep(durationMs / 2);
    } finally {
      makeRoom();
    }
  });
  const refused = history.answers.filter(({ code }) => code === 'unavailable').length;
  if (refused === 0) throw new PromiseBroken('no request was refused: the disk was not full');
  return [];
}

/** Only waits: checkpoints must free the space that the log takes. */
async function justWait({ durationMs }: Scene): Promise<string[]> {
  await sleep(durationMs);
  return [];
}

async function makeFilesImmutable({ pool, history, durationMs }: Scene): Promise<string[]> {
  await sleep(1500);
  const files = [pool.databaseUrl, `${pool.databaseUrl}-wal`];
  const output = await duringFault(history, async () => {
    const undo = makeImmutable(files);
    try {
      await sleep(durationMs / 2);
      return await failedStart(pool, {});
    } finally {
      undo();
    }
  });
  if (output === undefined || !/cannot be opened/.test(output))
    throw new PromiseBroken(`a start on it printed: ${output}`);
  return [...checkUnready(history), 'a start on it named the cause'];
}

const LOCKED_MS = 14_000;

async function lockFile({ pool, history }: Scene): Promise<string[]> {
  await sleep(1000);
  const other = new DatabaseSync(pool.databaseUrl, { timeout: 5000 });
  try {
    await duringFault(history, async () => {
      other.exec('begin immediate');
      await sleep(LOCKED_MS);
      other.exec('rollback');
    });
  } finally {
    other.close();
  }
  return [`locked for ${LOCKED_MS} ms`];
}

async function killTheSecond({ pool, durationMs }: Scene): Promise<string[]> {
  await sleep(durationMs / 2);
  await pool.servers[1]?.killAndRestart();
  await sleep(durationMs / 2);
  return [];
}

type FailingStart = { what: string; message: RegExp; setup: Partial<ServerSetup>; before?: () => void };

/** Each start must fail with a line that names the cause. The original pool must then start again. */
async function startsThatMustFail(resources: Resources): Promise<Findings> {
  const pool = await openPool(resources, ONE_SERVER);
  const violations: string[] = [];
  const figures: string[] = [];
  try {
    await pool.servers[0]?.stop();
    for (const start of failingStarts(pool)) {
      start.before?.();
      const output = await failedStart(pool, start.setup);
      if (output === undefined) violations.push(`${start.what}: it started`);
      else if (!start.message.test(output) || / at .*:\d+:\d+/.test(output))
        violations.push(`${start.what}: printed ${output}`);
      else figures.push(`${start.what}: cause named`);
    }
    await pool.servers[0]?.start();
  } finally {
    await pool.close();
  }
  return { violations, figures, answers: [] };
}

function failingStarts(pool: PoolUnderTest): FailingStart[] {
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
      message: /encryption key does not fit/i,
      setup: { env: { ...pool.env, TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('hex') } },
    },
    { what: 'a full disk', message: /disk|write|full/i, setup: { before: ['prlimit', '--fsize=4096'] } },
    {
      what: 'zeroed pages',
      message: /damaged|malformed|corrupt/i,
      setup: on(zeroed),
      before: () => zeroMiddle(zeroed),
    },
    {
      what: 'a text file',
      message: /not a SQLite database/,
      setup: on(text),
      before: () => overwrite(text, 0, Buffer.from('this is text, not a database. '.repeat(40))),
    },
    { what: 'a folder', message: /folder|directory|open/i, setup: on(pool.folder) },
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
