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

export type BenchPoolOptions = {
  id: string;
  policy: Policy;
  owners: number;
  limit: number;
  windowMs: number;
  /** Creates an empty database; by default a SQLite file. */
  newDatabase?: () => Promise<string>;
};

/** A pool under one policy: its stand-in for GitHub and its database. */
export type BenchPool = {
  id: string;
  hosted: HostedPool;
  secret: string;
  github: JobGitHub;
  /** Calls served so far. */
  served: () => number;
  refused: () => number;
  close: () => Promise<void>;
};

/** Prepares a pool with new owners; `startServers` starts its servers. */
export async function openBenchPool(options: BenchPoolOptions): Promise<BenchPool> {
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
  const figures = await serveFigures(() =>
    users.map((user) => liveFiguresOf(github, user, options.windowMs)),
  );
  const { id, policy, windowMs } = options;
  return {
    id,
    hosted: {
      id,
      policy,
      databaseUrl,
      encryptionKey,
      githubUrl: github.apiUrl,
      figuresUrl: figures.url,
      windowMs,
    },
    secret,
    ...ledger,
    close: async () => {
      figures.close();
      await github.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function liveFiguresOf(github: GitHub, user: User, windowMs: number): LiveFigures {
  const { limit, remaining, resetAtMs = Date.now() + windowMs } = github.budget(user.owner, 'core');
  return { accountId: user.id, limit, remaining, resetAtMs };
}

async function serveFigures(readFigures: () => LiveFigures[]): Promise<{ url: string; close: () => void }> {
  const server = createServer((_request, response) => void response.end(JSON.stringify(readFigures())));
  // Longer than any pause between leases, so that no connection closes during a request.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/`, close };
}

/** Charges calls to the stand-in's budgets directly; thousands of HTTP requests a second would measure Node. */
function ledgerOf(github: GitHub, ownerOf: ReadonlyMap<string, string>) {
  let served = 0;
  let refused = 0;
  const ownerWith = (token: string) => ownerOf.get(token) ?? token;
  const readBudget = (token: string) => {
    const { limit, remaining, resetAtMs = null } = github.budget(ownerWith(token), 'core');
    return { limit, remaining, resetAtMs };
  };
  const jobs: JobGitHub = {
    readBudget,
    call(token, calls) {
      const servedCalls = Math.min(calls, readBudget(token).remaining);
      if (servedCalls > 0) github.spend(ownerWith(token), 'core', servedCalls);
      served += servedCalls;
      refused += calls - servedCalls;
      return { ...readBudget(token), limited: calls - servedCalls };
    },
  };
  return { github: jobs, served: () => served, refused: () => refused };
}

export type Servers = { clientFor(pool: BenchPoolAccess): HttpPool; stop(): Promise<void> };

/** The part of a pool that servers and clients need. */
export type BenchPoolAccess = Pick<BenchPool, 'id' | 'hosted' | 'secret'>;

const processIndexOf = (policy: Policy) => (policy === 'least-recent' ? 0 : 1);

/** Starts processes that each run a server for every pool. Other policies keep state in memory and get one server. */
export async function startServers(pools: readonly BenchPoolAccess[], processes: number): Promise<Servers> {
  const children = Array.from({ length: processes }, () =>
    fork(new URL('./host.js', import.meta.url), { execArgv: ['--no-warnings'] }),
  );
  const stop = async () => {
    await Promise.all(children.map(stopProcess));
  };
  const starting = Promise.all(
    children.map((child, index) => {
      const own = pools.filter(
        ({ hosted }) => hosted.policy === 'rules' || index === processIndexOf(hosted.policy) % processes,
      );
      return sendStart(child, { start: own.map((pool) => pool.hosted) });
    }),
  );
  const urls = await starting.catch(async (fault: unknown) => {
    await stop();
    throw fault;
  });
  return {
    clientFor: (pool) => {
      const own = urls.flatMap((of) => of[pool.id] ?? []);
      return httpPool(own, pool.secret);
    },
    stop,
  };
}

function sendStart(child: ChildProcess, order: HostOrder): Promise<{ [id: string]: string }> {
  return new Promise((resolve, reject) => {
    child.once('message', (answer: HostAnswer) => {
      if ('urls' in answer) resolve(answer.urls);
      else reject(new Error(`a server did not start: ${answer.fault}`));
    });
    child.once('exit', (code) => reject(new Error(`a server exited with ${code}`)));
    child.send(order);
  });
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || !child.connected) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.send({ stop: true } satisfies HostOrder);
  await exit;
}
