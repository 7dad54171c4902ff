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
import type { Bench } from './types.js';
import { CURRENT, type Version } from './versions.js';

export const RESERVE = 0.2;
const HOUR_MS = 3_600_000;
/** Loaded first into servers that go by another clock. */
const OTHER_CLOCK = new URL('./other-clock.js', import.meta.url).href;
/** Owners made side by side, so that they share commits. */
const TOGETHER = 50;

export type PoolSetup = {
  database: 'sqlite' | 'postgres';
  servers: number;
  owners: number;
  /** GitHub's budget of each owner. */
  limit?: number;
  /** GitHub's window, and with it how long leases last; an hour unless leases have to end. */
  windowMs?: number;
  /** Whether servers find an empty database, and owners come once they are open. */
  startsEmpty?: boolean;
  /** The size of a disk that the pool's folder has for itself. */
  diskMib?: number;
  clock?: Clock;
  /** Whose servers start, and who makes the tables; this version unless told otherwise. */
  version?: Version;
  /** Whether servers reach their database through a network that can fail. */
  isBehindNetwork?: boolean;
  /** The PostgreSQL with the pool's database, where it is not the one that experiments share. */
  postgres?: Pick<PostgresServer, 'newDatabase'>;
};

/** A pool under test: its servers, its GitHub, and what clients need to know of it. */
export type PoolUnderTest = {
  servers: PoolServer[];
  github: GitHub;
  /** GitHub's name of each owner by the pool's pseudonym. */
  owners: ReadonlyMap<string, IssuedToken['owner']>;
  leaseKey: string;
  folder: string;
  databaseUrl: string;
  /** The first seals; experiments change them. */
  encryptionKeys: string[];
  env: { readonly [name: string]: string };
  limit: number;
  windowMs: number;
  /** Experiments change it when they have upgraded the database. */
  version: Version;
  network: Network | undefined;
  tokenIds(): Promise<number[]>;
  /** The pool's database, opened beside the servers. */
  withStore<T>(work: (store: Store) => Promise<T>): Promise<T>;
  /** One more server on the same database, started. */
  addServer(changes?: Partial<ServerSetup>): Promise<PoolServer>;
  close(): Promise<void>;
};

/** Sets a pool up and starts its servers together. */
export async function openPool(bench: Bench, setup: PoolSetup): Promise<PoolUnderTest> {
  const { limit = 5000, windowMs = HOUR_MS, clock = REAL_CLOCK } = setup;
  const folder = mkdtempSync(join(bench.folder, 'pool-'));
  const unmount = setup.diskMib === undefined ? () => undefined : mountDisk(folder, setup.diskMib);
  const github = await startGitHub({ windowMs, limits: { core: limit }, now: () => timeOn(clock) });
  const databaseUrl = await databaseFor(bench, setup, folder);
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
    const imports = setup.clock === undefined ? [] : [OTHER_CLOCK];
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
  const fill = () => withStore((store) => stock(store, github, setup.owners));
  const opened = async () => {
    if (setup.startsEmpty) await start();
    const filled = await fill();
    if (!setup.startsEmpty) await start();
    return filled;
  };
  const stocked = await opened().catch(async (fault: unknown) => {
    await close();
    throw fault;
  });
  const tokenIds = () =>
    withStore(async ({ tokens }) =>
      (await tokens.list())
        .filter(({ status }) => status === 'active' || status === 'suspect')
        .map(({ id }) => id),
    );
  const about = { folder, databaseUrl, encryptionKeys, env, limit, windowMs, network };
  const pool = { ...about, ...stocked, servers, github, tokenIds, withStore, addServer, close };
  return Object.assign(now, pool);
}

async function databaseFor(bench: Bench, setup: PoolSetup, folder: string): Promise<string> {
  if (setup.database === 'sqlite') return join(folder, 'pool.sqlite');
  return (setup.postgres ?? (await bench.postgres())).newDatabase();
}

/** Owners with a token each that the stand-in for GitHub issued, and a key that leases. */
async function stock(store: Store, github: GitHub, count: number) {
  const owners = new Map<string, IssuedToken['owner']>();
  for (let first = 0; first < count; first += TOGETHER) {
    const some = Array.from({ length: Math.min(TOGETHER, count - first) }, () => addOwner(store, github));
    for (const { ref, owner } of await Promise.all(some)) owners.set(ref, owner);
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
