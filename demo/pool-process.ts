import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runCli } from '../src/pool/cli/run.js';
import { createProxyFetch } from '../src/pool/github/proxy-fetch.js';
import { openLogOutput } from '../src/pool/log.js';

const POOL = fileURLToPath(new URL('../src/pool/main.js', import.meta.url));
const START_DEADLINE_MS = 20_000;

export type PoolOptions = {
  /** For the database and its key. */
  folder: string;
  githubApiUrl: string;
  githubServerUrl: string;
  env?: { readonly [name: string]: string };
  /** Starts the server; by default in its own process. */
  serve?: Serve;
};

export type Serve = (env: PoolEnv, print: (text: string) => void) => Server;
export type PoolEnv = { readonly [name: string]: string };
type Server = { hasEnded(): boolean; close(): Promise<void> };

export type PoolProcess = {
  url: string;
  /** Runs the pool's command line on the same database; secrets are passed only through standard input. */
  command(args: readonly string[], input?: string): Promise<string>;
  /** The server's output so far. */
  log(): string;
  close(): Promise<void>;
};

/** Starts the real pool server on SQLite and waits until it is ready. */
export async function startPool(options: PoolOptions): Promise<PoolProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env.PATH ?? '',
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: join(options.folder, 'pool.sqlite'),
    GITHUB_API_URL: options.githubApiUrl,
    GITHUB_SERVER_URL: options.githubServerUrl,
    LOG_LEVEL: 'warn',
    ...options.env,
  };
  let log = '';
  const server = (options.serve ?? serveAsProcess)(env, (text) => {
    log += text;
  });
  try {
    await waitUntilReady(url, server.hasEnded);
  } catch {
    await server.close();
    throw new Error(`the pool did not start:\n${log.trim()}`);
  }
  const command = (args: readonly string[], input?: string) => runCommand(env, args, input);
  return { url, command, log: () => log, close: server.close };
}

const serveAsProcess: Serve = (env, print) => {
  const server = spawn(process.execPath, [POOL, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding('utf8').on('data', print);
  const hasEnded = () => server.exitCode !== null || server.signalCode !== null;
  const close = async (): Promise<void> => {
    if (hasEnded()) return;
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  };
  return { hasEnded, close };
};

/** Finds a free port: the pool must know its own address before it listens. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free on 127.0.0.1');
  return address.port;
}

async function waitUntilReady(url: string, hasEnded: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadlineMs && !hasEnded()) {
    const response = await fetch(`${url}/healthz`).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await delay(50);
  }
  throw new Error('it is not ready');
}

/** Runs in this process, which is ten times as fast as in a new one. */
async function runCommand(env: PoolEnv, args: readonly string[], input = ''): Promise<string> {
  const output = { out: '', err: '' };
  const code = await runCli(args, {
    env,
    stdin: Readable.from([Buffer.from(input)]),
    out: (text) => {
      output.out += text;
    },
    err: (text) => {
      output.err += text;
    },
    openLog: openLogOutput,
    isTerminal: false,
    now: Date.now,
    fetch: createProxyFetch(env),
    ending: new AbortController().signal,
  });
  if (code === 0) return output.out;
  const fault = output.err.trim();
  throw new Error(`"token-pool ${args.join(' ')}" failed: ${fault === '' ? output.out.trim() : fault}`);
}
