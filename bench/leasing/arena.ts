import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobGitHub } from '../../src/pool/cli/simulation/types.js';
import { openStore } from '../../src/pool/store/open-store.js';
import { createVault } from '../../src/pool/vault/vault.js';
import { startGitHub } from '../../testkit/github/start-github.js';
import type { GitHub, User } from '../../testkit/github/types.js';
import type { HostAnswer, HostedPool, HostOrder } from './host.js';
import { type HttpPool, httpPool } from './http-pool.js';
import type { LiveFigures, Policy } from './policies.js';

export type ArenaOptions = {
  id: string;
  policy: Policy;
  owners: number;
  limit: number;
  windowMs: number;
  /** Makes an empty database; a SQLite file of the arena's own unless given. */
  newDatabase?: () => Promise<string>;
};

/** One policy's world: a stand-in for GitHub, a database, and servers on it. */
export type Arena = {
  id: string;
  hosted: HostedPool;
  secret: string;
  github: JobGitHub;
  /** Calls that owners served so far. */
  served: () => number;
  refused: () => number;
  close: () => Promise<void>;
};

/** Prepares a pool with fresh owners; servers are started by `startHosts`. */
export async function openArena(options: ArenaOptions): Promise<Arena> {
  const github = await startGitHub({ windowMs: options.windowMs, limits: { core: options.limit } });
  const folder = mkdtempSync(join(tmpdir(), 'bench-leasing-'));
  const databaseUrl = (await options.newDatabase?.()) ?? join(folder, 'pool.sqlite');
  const encryptionKey = randomBytes(32).toString('hex');
  const vault = createVault([encryptionKey]);
  const store = await openStore({ url: databaseUrl, vault, reserve: 0, windowMs: options.windowMs });
  const ownerOf = new Map<string, string>();
  const users: User[] = [];
  for (let each = 0; each < options.owners; each += 1) {
    const user = github.addUser();
    const { token } = github.addToken(user, { kind: 'oauth' });
    ownerOf.set(token, user.owner);
    users.push(user);
    const lender = { kind: 'user', accountId: user.id, login: user.login, apiUrl: github.apiUrl } as const;
    const owner = await store.owners.upsert(lender);
    await store.tokens.put({ ownerId: owner.id, token, kind: 'oauth', origin: 'bench' });
    const seen = { limit: options.limit, remaining: options.limit };
    await store.budgets.observe(owner.id, 'core', { ...seen, resetAtMs: Date.now() + options.windowMs });
  }
  const { secret } = await store.keys.create({ name: 'bench', role: 'lease' });
  await store.close();
  const ledger = ledgerOf(github, ownerOf);
  const looks = await serveLooks(() => users.map((user) => lookOf(github, user, options.windowMs)));
  const { id, policy, windowMs } = options;
  return {
    id,
    hosted: {
      id,
      policy,
      databaseUrl,
      encryptionKey,
      githubUrl: github.apiUrl,
      looksUrl: looks.url,
      windowMs,
    },
    secret,
    ...ledger,
    close: async () => {
      looks.close();
      await github.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function lookOf(github: GitHub, user: User, windowMs: number): LiveFigures {
  const { limit, remaining, resetAtMs = Date.now() + windowMs } = github.budget(user.owner, 'core');
  return { accountId: user.id, limit, remaining, resetAtMs };
}

async function serveLooks(looks: () => LiveFigures[]): Promise<{ url: string; close: () => void }> {
  const server = createServer((_request, response) => void response.end(JSON.stringify(looks())));
  // Longer than any pause between leases: a connection closed under a request would count as a pool's fault.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/`, close };
}

/** Charges calls to the stand-in's budgets without HTTP: thousands a second would measure Node instead. */
function ledgerOf(github: GitHub, ownerOf: ReadonlyMap<string, string>) {
  let served = 0;
  let refused = 0;
  const ownerWith = (token: string) => ownerOf.get(token) ?? token;
  const look = (token: string) => {
    const { limit, remaining, resetAtMs = null } = github.budget(ownerWith(token), 'core');
    return { limit, remaining, resetAtMs };
  };
  const jobs: JobGitHub = {
    look,
    call(token, calls) {
      const within = Math.min(calls, look(token).remaining);
      if (within > 0) github.spend(ownerWith(token), 'core', within);
      served += within;
      refused += calls - within;
      return { ...look(token), limited: calls - within };
    },
  };
  return { github: jobs, served: () => served, refused: () => refused };
}

export type Hosts = { poolOf(arena: Hosted): HttpPool; stop(): Promise<void> };

/** What a server needs to know of an arena. */
export type Hosted = Pick<Arena, 'id' | 'hosted' | 'secret'>;

const homeOf = (policy: Policy) => (policy === 'least-recent' ? 0 : 1);

/** Starts processes that each run a server for every arena; comparison policies keep their state in one. */
export async function startHosts(arenas: readonly Hosted[], processes: number): Promise<Hosts> {
  const children = Array.from({ length: processes }, () =>
    fork(new URL('./host.js', import.meta.url), { execArgv: ['--no-warnings'] }),
  );
  const stop = async () => {
    await Promise.all(children.map(ended));
  };
  const starting = Promise.all(
    children.map((child, index) => {
      const own = arenas.filter(
        ({ hosted }) => hosted.policy === 'rules' || index === homeOf(hosted.policy) % processes,
      );
      return told(child, { start: own.map((arena) => arena.hosted) });
    }),
  );
  const urls = await starting.catch(async (fault: unknown) => {
    await stop();
    throw fault;
  });
  return {
    poolOf: (arena) => {
      const own = urls.flatMap((of) => of[arena.id] ?? []);
      return httpPool(own, arena.secret);
    },
    stop,
  };
}

function told(child: ChildProcess, order: HostOrder): Promise<{ [id: string]: string }> {
  return new Promise((resolve, reject) => {
    child.once('message', (answer: HostAnswer) => {
      if ('urls' in answer) resolve(answer.urls);
      else reject(new Error(`a server of the bench did not start: ${answer.fault}`));
    });
    child.once('exit', (code) => reject(new Error(`a server of the bench ended with ${code}`)));
    child.send(order);
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || !child.connected) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.send({ stop: true } satisfies HostOrder);
  await exit;
}
