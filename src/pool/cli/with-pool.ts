import { resolve } from 'node:path';
import { type Config, type DatabaseConfig, type Env, loadConfig } from '../config/config.js';
import { databaseRefusal } from '../store/database-refusal.js';
import { UsageError } from '../faults/usage-error.js';
import { createLogger } from '../log.js';
import { ownersDepsOf } from '../owners/deps.js';
import type { OwnersDeps } from '../owners/types.js';
import { openPoolCore, type PoolCore } from '../pool-core.js';
import { isInitialized } from '../store/open-store.js';
import { markUnstarted } from './first-keys.js';
import type { CliIo, CommonOptions } from './io.js';

export type OpenPool = PoolCore & { config: Config };

/** The configuration of a command: the environment, with `--database` before DATABASE_URL. */
export function configOf(env: Env, options: CommonOptions): Config {
  return loadConfig(options.database === undefined ? env : { ...env, DATABASE_URL: options.database });
}

/** Opens the pool's database for one command, and closes it afterwards. */
export async function withPool<T>(
  io: CliIo,
  options: CommonOptions,
  work: (pool: OpenPool) => Promise<T>,
): Promise<T> {
  const config = configOf(io.env, options);
  if (!options.init) await requireDatabase(config.database);
  const core = await openPoolCore(config);
  if (core.createdKeyFile !== null)
    io.err(`note: created the encryption key ${resolve(core.createdKeyFile)}; back it up.\n`);
  try {
    if (options.init) await markUnstarted(core.store);
    return await work({ ...core, config });
  } finally {
    await core.close();
  }
}

/** A command must not create a database implicitly: it would work on the wrong pool. */
async function requireDatabase(database: DatabaseConfig): Promise<void> {
  const url = database.kind === 'postgres' ? database.url : database.path;
  const isThere = await isInitialized(url).catch((fault: unknown) => {
    throw databaseRefusal(database, fault);
  });
  if (isThere) return;
  const where = database.kind === 'postgres' ? 'in the PostgreSQL database' : 'at';
  throw new UsageError(
    `there is no pool ${where} ${nameOf(database)}: name its database with --database or DATABASE_URL, or create one with "token-pool serve" or "token-pool key create --init"`,
    { code: 'no_database' },
  );
}

/** A database for messages: the full path of a file, or host and name without the password. */
export function nameOf(database: DatabaseConfig): string {
  if (database.kind === 'sqlite') return database.path === ':memory:' ? ':memory:' : resolve(database.path);
  const { host, pathname } = new URL(database.url);
  return `${host}${pathname}`;
}

/** The deps of the owners' use cases for a command: warnings go to standard error. */
export function commandOwnersDeps({ store, config }: OpenPool, io: CliIo): OwnersDeps {
  const log = createLogger({ level: 'warn', destination: { write: (line) => io.err(messageOf(line)) } });
  return ownersDepsOf({ store, config, io, log });
}

function messageOf(line: string): string {
  const parsed: unknown = JSON.parse(line);
  const message = typeof parsed === 'object' && parsed !== null && 'msg' in parsed ? parsed.msg : line;
  return `warning: ${String(message)}\n`;
}
