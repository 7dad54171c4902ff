import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { openPoolCore } from '../pool-core.js';
import { copyStore } from '../store/copy-store.js';
import { databaseRefusal } from '../store/database-refusal.js';
import { UsageError } from '../faults/usage-error.js';
import { type CliIo, type CommonOptions, print } from './io.js';
import { withCommonOptions } from './options.js';
import { table } from './table.js';
import { configOf } from './with-pool.js';

type MoveOptions = CommonOptions & { from: string };

/** `token-pool migrate-store`: from a SQLite file to the PostgreSQL database of DATABASE_URL. */
export function addMigrateStoreCommand(program: Command, io: CliIo): void {
  withCommonOptions(program.command('migrate-store'))
    .description(
      'copy a SQLite pool into the empty PostgreSQL database of DATABASE_URL; stop the server first',
    )
    .requiredOption('--from <file>', 'the SQLite file')
    .action((options: MoveOptions) => move(io, options));
}

async function move(io: CliIo, options: MoveOptions): Promise<void> {
  const config = configOf(io.env, options);
  if (config.database.kind !== 'postgres') {
    throw new UsageError(
      'DATABASE_URL: write the PostgreSQL database to move to, as postgres://USER@HOST/NAME',
    );
  }
  if (!existsSync(options.from)) throw new UsageError(`--from: there is no file ${options.from}`);
  // Opening it proves that the key of the environment is the one it was filled with: rows are copied as sealed.
  const source = { kind: 'sqlite', path: options.from } as const;
  await (await openPoolCore({ database: source, encryptionKeys: config.encryptionKeys })).close();
  const copied = await copyStore(options.from, config.database.url).catch((fault: unknown) => {
    const { code, message } = fault instanceof UsageError ? fault : databaseRefusal(config.database, fault);
    throw new UsageError(`nothing was moved: ${message}`, { code, cause: fault });
  });
  const rows = Object.entries(copied).filter(([, count]) => count > 0);
  const text = `${table(['TABLE', 'ROWS'], rows, 'There was nothing to move.')}\nThe pool is in PostgreSQL now; start the server.`;
  print(io, options, { json: { copied }, text });
}
