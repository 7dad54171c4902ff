import { type Config, type Env, loadConfig } from '../config.js';
import { upstreams } from '../github/clients.js';
import { createLogger } from '../log.js';
import type { OwnersDeps } from '../owners/types.js';
import { openConfigured, type Parts } from '../parts.js';
import type { CliIo, CommonOptions } from './io.js';

export type OpenPool = Parts & { config: Config };

/** The configuration of a command: the environment, with `--database` before DATABASE_URL. */
export function configOf(env: Env, options: CommonOptions): Config {
  return loadConfig(options.database === undefined ? env : { ...env, DATABASE_URL: options.database });
}

/** Opens the pool's database for one command and closes it however the command ends. */
export async function withPool<T>(
  io: CliIo,
  options: CommonOptions,
  work: (pool: OpenPool) => Promise<T>,
): Promise<T> {
  const config = configOf(io.env, options);
  const parts = await openConfigured({ database: config.database, encryptionKeys: config.encryptionKeys });
  if (parts.createdKeyFile !== null)
    io.err(`note: made the encryption key ${parts.createdKeyFile}; back it up.\n`);
  try {
    return await work({ ...parts, config });
  } finally {
    await parts.close();
  }
}

/** What the owners' use cases need, for a command: warnings go to standard error, as lines for people. */
export function ownersDepsOf(pool: OpenPool, io: CliIo): OwnersDeps {
  const { store, config } = pool;
  return {
    store,
    upstream: upstreams(config, io),
    apiUrl: config.github.apiUrl,
    oauth: config.github.oauth,
    log: createLogger({ level: 'warn', destination: { write: (line) => io.err(messageOf(line)) } }),
  };
}

function messageOf(line: string): string {
  const parsed: unknown = JSON.parse(line);
  const message = typeof parsed === 'object' && parsed !== null && 'msg' in parsed ? parsed.msg : line;
  return `warning: ${String(message)}\n`;
}
