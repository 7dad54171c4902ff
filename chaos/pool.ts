import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../src/pool/store/types.js';
import { createVault } from '../src/pool/vault/vault.js';
import { startGitHub } from '../testkit/github/start-github.js';
import type { PostgresServer } from '../testkit/postgres/start-postgres.js';
import type { GitHub, IssuedToken } from '../testkit/github/types.js';
import { CLOCK_VARIABLE, type Clock, REAL_CLOCK, timeOn } from './clock.js';
import { mountDisk } from './disk.js';
import { type Network, openNetwork } from './network.js';
import { createPoolServer, type PoolServer, type ServerSetup } from './server-process.js';
import type { Resources } from './types.js';
import { CURRENT, type Version } from './versions.js';

export const RESERVE = 0.2;
const HOUR_MS = 3_600_000;
/** Loaded first into servers with a fake clock. */
const CLOCK_MODULE = new URL('./fake-clock.js', import.meta.url).href;
/** Owners are added concurrently, so that they share commits. */
const CONCURRENCY = 50;

export type PoolSetup = {
  database: 'sqlite' | 'postgres';
  servers: number;
  owners: number;
  /** Each owner's budget at GitHub. */
  limit?: number;
  /** GitHub's rate-limit window, which is also the longest lease; an hour by default. */
  windowMs?: number;
  /** Whether servers start on an empty database; owners are added afterwards. */
  startsEmpty?: boolean;
  /** Puts the pool's folder on a disk of this size. */
  diskMib?: number;
  clock?: Clock;
  /** The version that creates the tables and serves; the current one by default. */
  version?: Version;
  /** Whether servers reach their database through a proxy that can drop traffic. */
  isBehindNetwork?: boolean;
  /** The PostgreSQL to use instead of the shared one. */
  postgres?: Pick<PostgresServer, 'newDatabase'>;
};

/** A pool under test: its servers, its GitHub, and what clients need. */
export type PoolUnderTest = {
  servers: PoolServer[];
  github: GitHub;
  /** The stand-in's owner key by the pool's pseudonym. */
  owners: ReadonlyMap<string, IssuedToken['owner']>;
  leaseKey: string;
  folder: string;
  databaseUrl: string;
  /** The first one encrypts. Experiments change the list. */
  encryptionKeys: string[];
  env: { readonly [name: string]: string };
  limit: number;
  windowMs: number;
  /** Changes when an experiment upgrades the database. */
  version: Version;
  network: Network | undefined;
  tokenIds(): Promise<number[]>;
  /** Opens the pool's database beside the servers. */
  withStore<T>(work: (store: Store) => Promise<T>): Promise<T>;
  /** Starts one more server on the same database. */
  addServer(changes?: Partial<ServerSetup>): Promise<PoolServer>;
  close(): Promise<void>;
};

/** Sets up a pool and starts all its servers at once. */
export async function openPool(resources: Resources, setup: PoolSetup): Promise<PoolUnderTest> {
  const { limit = 5000, windowMs = HOUR_MS, clock = REAL_CLOCK } = setup;
  const folder = mkdtempSync(join(resources.folder, 'pool-'));
  const unmount = setup.diskMib === undefined ? () => undefined : mountDisk(folder, setup.diskMib);
  const github = await startGitHub({ windowMs, limits: { core: limit }, now: () => timeOn(clock) });
  const databaseUrl = await databaseFor(resources, setup, folder);
  const network = setup.isBehindNetwork ? await openNetwork(databaseUrl) : undefined;
  const encryptionKeys = [randomBytes(32).toString('hex')];
  const now = { version: setup.version ?? CURRENT };
  const withStore = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
    const vault = createVault(encryptionKeys);
    const store = await now.version.openStore({ url: databaseUrl, vault, windowMs, reserve: RESERVE });
    return work(store).finally(() => store.close());
  };
  const env = {
    DATABASE_URL: network?.url ?? databaseUrl,
    TOKEN_ENCRYPTION_KEY: encryptionKeys.join(','),
    GITHUB_API_URL: github.apiUrl,
    GITHUB_SERVER_URL: github.serverUrl,
    RESERVE_PERCENT: String(RESERVE * 100),
    [CLOCK_VARIABLE]: JSON.stringify(clock),
  };
  const servers: PoolServer[] = [];
  const addServer = async (changes: Partial<ServerSetup> = {}) => {
    const imports = setup.clock === undefined ? [] : [CLOCK_MODULE];
    const server = await createPoolServer({ cwd: folder, env, imports, main: now.version.main, ...changes });
    servers.push(server);
    await server.start();
    return server;
  };
  const close = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await Promise.all([github.close(), network?.close()]);
    unmount();
    rmSync(folder, { recursive: true, force: true });
  };
  const start = () => Promise.all(Array.from({ length: setup.servers }, () => addServer()));
  const fill = () => withStore((store) => addOwners(store, github, setup.owners));
  const startAndFill = async () => {
    if (setup.startsEmpty) await start();
    const filled = await fill();
    if (!setup.startsEmpty) await start();
    return filled;
  };
  const ownersAndKey = await startAndFill().catch(async (fault: unknown) => {
    await close();
    throw fault;
  });
  const tokenIds = () =>
    withStore(async ({ tokens }) =>
      (await tokens.list())
        .filter(({ status }) => status === 'active' || status === 'suspect')
        .map(({ id }) => id),
    );
  const settings = { folder, databaseUrl, encryptionKeys, env, limit, windowMs, network };
  const pool = { ...settings, ...ownersAndKey, servers, github, tokenIds, withStore, addServer, close };
  return Object.assign(now, pool);
}

async function databaseFor(resources: Resources, setup: PoolSetup, folder: string): Promise<string> {
  if (setup.database === 'sqlite') return join(folder, 'pool.sqlite');
  return (setup.postgres ?? (await resources.postgres())).newDatabase();
}

/** Adds owners with a token each, and a lease key. */
async function addOwners(store: Store, github: GitHub, count: number) {
  const owners = new Map<string, IssuedToken['owner']>();
  for (let first = 0; first < count; first += CONCURRENCY) {
    const batch = Array.from({ length: Math.min(CONCURRENCY, count - first) }, () => addOwner(store, github));
    for (const { ref, owner } of await Promise.all(batch)) owners.set(ref, owner);
  }
  const { secret: leaseKey } = await store.keys.create({ name: 'chaos', role: 'lease' });
  return { owners, leaseKey };
}

async function addOwner(store: Store, github: GitHub): Promise<{ ref: string; owner: string }> {
  const user = github.addUser();
  const { token } = github.addToken(user, { kind: 'oauth' });
  const { login, id: accountId } = user;
  const { id, ref } = await store.owners.upsert({ kind: 'user', accountId, login, apiUrl: github.apiUrl });
  await store.tokens.put({ ownerId: id, token, kind: 'oauth', origin: 'import' });
  const { limit, remaining } = github.budget(user.owner, 'core');
  await store.budgets.observe(id, 'core', { limit, remaining, resetAtMs: Date.now() });
  return { ref, owner: user.owner };
}
