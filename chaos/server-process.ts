import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export const MAIN = new URL('../src/pool/main.js', import.meta.url).pathname;
const START_MS = 30_000;
const MAX_OUTPUT_LENGTH = 20_000;

export type ServerSetup = {
  cwd: string;
  env: { readonly [name: string]: string };
  /** The server's program; the current version's by default. */
  main?: string;
  /** A command to run Node under, such as `prlimit`. */
  before?: readonly string[];
  /** Modules that Node loads first, such as a fake clock. */
  imports?: readonly string[];
};

/** A pool server in its own process. It keeps its port over restarts. */
export type PoolServer = {
  readonly url: string;
  pid(): number;
  isAlive(): boolean;
  /** The last part of its output. */
  printed(): string;
  signal(signal: NodeJS.Signals): void;
  /** Kills it, starts it again, and waits until it accepts connections. */
  killAndRestart(): Promise<void>;
  /** Starts it; `changes` to its setup persist. */
  start(changes?: Partial<ServerSetup>): Promise<void>;
  /** SIGTERM, then SIGKILL. */
  stop(): Promise<number | null>;
};

/** A server that is not started yet. */
export async function createPoolServer(defaults: ServerSetup): Promise<PoolServer> {
  let setup = defaults;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let output = '';
  const isAlive = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const start = async (changes: Partial<ServerSetup> = {}) => {
    setup = { ...setup, ...changes };
    output = '';
    child = spawnServer(setup, port, (text) => {
      output = (output + text).slice(-MAX_OUTPUT_LENGTH);
    });
    await waitUntilOpen(url, () => {
      if (!isAlive()) throw new Error(`a server failed to start:\n${output}`);
    });
  };
  const signal = (name: NodeJS.Signals) => void (isAlive() && child?.kill(name));
  return {
    url,
    pid: () => child?.pid ?? 0,
    isAlive,
    printed: () => output,
    signal,
    start,
    async killAndRestart() {
      await ended(child, () => signal('SIGKILL'));
      await start();
    },
    async stop() {
      signal('SIGCONT');
      const timer = setTimeout(() => signal('SIGKILL'), 15_000);
      await ended(child, () => signal('SIGTERM'));
      clearTimeout(timer);
      return child?.exitCode ?? null;
    },
  };
}

function spawnServer(setup: ServerSetup, port: number, onOutput: (text: string) => void): ChildProcess {
  const flags = (setup.imports ?? []).flatMap((module) => ['--import', module]);
  const node = [process.execPath, '--max-semi-space-size=8', ...flags, setup.main ?? MAIN, 'serve'];
  const [program = '', ...args] = [...(setup.before ?? []), ...node];
  const child = spawn(program, args, {
    cwd: setup.cwd,
    env: { PATH: process.env.PATH ?? '', ...setup.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => onOutput(String(chunk)));
  return child;
}

function ended(child: ChildProcess | undefined, end: () => void): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    end();
  });
}

async function waitUntilOpen(url: string, check: () => void): Promise<void> {
  const untilMs = performance.now() + START_MS;
  for (;;) {
    check();
    const isOpen = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(1000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isOpen) return;
    if (performance.now() > untilMs) throw new Error('a server did not accept connections within 30 s');
    await sleep(50);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
