import { loadConfig } from '../../src/pool/config/config.js';
import { createLeasing } from '../../src/pool/leasing/leasing.js';
import { createLogger } from '../../src/pool/log.js';
import { type Server, startServer } from '../../src/pool/server/server.js';
import { openStore } from '../../src/pool/store/open-store.js';
import { createVault } from '../../src/pool/vault/vault.js';
import { type LiveFigures, type Policy, withPolicy } from './policies.js';

/** A server that this process runs. */
export type HostedPool = {
  id: string;
  policy: Policy;
  databaseUrl: string;
  encryptionKey: string;
  githubUrl: string;
  /** Returns the rate limits of all owners in one answer; a request per owner would overload the machine. */
  figuresUrl: string;
  windowMs: number;
};

export type HostOrder = { start: readonly HostedPool[] } | { stop: true };
export type HostAnswer = { urls: { [id: string]: string } } | { fault: string };

type Running = { url: string; stop: () => Promise<void> };

/** Runs the pool's real server, background work included, with the scaled window and the given policy. */
async function serve(pool: HostedPool): Promise<Running> {
  const config = loadConfig({
    PORT: '0',
    DATABASE_URL: pool.databaseUrl,
    TOKEN_ENCRYPTION_KEY: pool.encryptionKey,
    RESERVE_PERCENT: '0',
    GITHUB_API_URL: pool.githubUrl,
    GITHUB_SERVER_URL: pool.githubUrl,
    LOG_LEVEL: 'error',
  });
  const vault = createVault([pool.encryptionKey]);
  const store = await openStore({ url: pool.databaseUrl, vault, reserve: 0, windowMs: pool.windowMs });
  const leasing = createLeasing({ store, vault });
  const core = {
    store,
    vault,
    leasing: withPolicy({ store, leasing }, pool.policy, () => liveFigures(pool.figuresUrl)),
    createdKeyFile: null,
    close: () => store.close(),
  };
  const logger = createLogger({ level: 'error', destination: process.stderr });
  const server: Server = await startServer({ config, core, logger, io: { fetch, now: Date.now } });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await store.close();
    },
  };
}

async function liveFigures(looksUrl: string): Promise<LiveFigures[]> {
  return (await (await fetch(looksUrl)).json()) as LiveFigures[];
}

const running: Running[] = [];

async function handleOrder(order: HostOrder): Promise<void> {
  if ('stop' in order) {
    await Promise.all(running.map((server) => server.stop()));
    process.disconnect();
    return;
  }
  const urls: { [id: string]: string } = {};
  for (const pool of order.start) {
    const server = await serve(pool);
    running.push(server);
    urls[pool.id] = server.url;
  }
  process.send?.({ urls } satisfies HostAnswer);
}

// The parent has exited.
process.once('disconnect', () => process.exit());

process.on('message', (order: HostOrder) => {
  handleOrder(order).catch((fault: unknown) => {
    process.send?.({ fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) });
  });
});
