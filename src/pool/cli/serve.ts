import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../faults/usage-error.js';
import { createLogger, type Logger } from '../log.js';
import { openPoolCore, type PoolCore } from '../pool-core.js';
import { createFirstKeys } from './first-keys.js';
import type { CliIo, CommonOptions } from './io.js';
import { withCommonOptions } from './options.js';
import { configOf, nameOf, type OpenPool } from './with-pool.js';

/** `token-pool serve`: runs the server until a signal ends it. */
export function addServeCommand(program: Command, io: CliIo): void {
  withCommonOptions(program.command('serve'))
    .description('serve the API and the page; stop with SIGTERM or Ctrl+C')
    .action((options: CommonOptions) => serve(io, options));
}

async function serve(io: CliIo, options: CommonOptions): Promise<void> {
  const config = configOf(io.env, options);
  const log = io.openLog();
  const logger = createLogger({ level: config.logLevel, destination: log });
  const onIdleError = (error: Error) => logger.error({ err: error }, 'an idle database connection failed');
  const core = await openPoolCore(config, { reserve: config.reservePercent / 100, onIdleError });
  try {
    await printFirstStart(io, { ...core, config });
    // Loaded here: without the web server, other commands start in half the time.
    const { startServer } = await import('../server/server.js');
    const server = await startServer({ config, core, logger, io }).catch((fault: unknown) => {
      throw cannotListen(fault, config);
    });
    logger.info({ url: server.url, database: config.database.kind }, 'the pool is open');
    if ((await core.store.keys.list()).length === 0) {
      logger.warn('there are no keys yet: create one with "token-pool key create --name ci"');
    }
    await ended(io.ending);
    logger.info('shutting down: finishing accepted requests');
    await server.stop();
    logger.info('the pool is closed');
  } finally {
    await closed(core, logger);
    log.flushSync();
  }
}

/**
 * On standard error and not in the log: the keys are shown once, and logs are kept. PostgreSQL is a deliberate
 * set-up, of which several replicas may start at once; there `token-pool key create` makes the first key.
 */
async function printFirstStart(io: CliIo, { store, config, createdKeyFile }: OpenPool): Promise<void> {
  if (config.database.kind === 'postgres') return;
  const keys = await createFirstKeys(store);
  if (keys === null) return;
  const lines = [
    'First start. Created:',
    `  database        ${nameOf(config.database)}`,
    ...(createdKeyFile === null
      ? []
      : [`  encryption key  ${resolve(createdKeyFile)} (back it up: without it the tokens cannot be read)`]),
    `  leasing key     ${keys.lease.secret}`,
    `  admin key       ${keys.admin.secret}`,
    'The keys are not shown again. Add a token next: token-pool token add < token.txt',
  ];
  io.err(`${lines.join('\n')}\n`);
}

function cannotListen(fault: unknown, { host, port }: { host: string; port: number }): unknown {
  const code = typeof fault === 'object' && fault !== null && 'code' in fault ? fault.code : undefined;
  if (code === 'EADDRINUSE')
    return new UsageError(`port ${port} of ${host} is taken; set PORT to a free one`);
  if (code === 'EACCES')
    return new UsageError(`port ${port} may not be used by this user; set PORT to one above 1023`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new UsageError(`HOST ${host} is not an address of this machine; set HOST to 127.0.0.1 or 0.0.0.0`);
  }
  return fault;
}

function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

async function closed(core: PoolCore, logger: Logger): Promise<void> {
  await core
    .close()
    .catch((error: unknown) => logger.error({ err: error }, 'the database did not close cleanly'));
}
