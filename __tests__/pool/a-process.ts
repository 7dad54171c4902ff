import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../src/pool/main.js');
const DEADLINE_MS = 20_000;

export type Ended = { code: number | null; out: string; err: string };

/** A folder for a test's database; `remove` deletes it. */
export function aFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'token-pool-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** `main` is the program by another path. */
export type Run = { cwd: string; env?: { [name: string]: string }; stdin?: string; main?: string };

function start(
  args: readonly string[],
  { cwd, env, stdin, main = MAIN }: Run,
): { child: ChildProcess; seen: Ended; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [main, ...args], { cwd, env: { PATH: process.env.PATH, ...env } });
  const seen: Ended = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    seen.out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    seen.err += String(chunk);
  });
  child.stdin.end(stdin ?? '');
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve(Object.assign(seen, { code })));
  });
  return { child, seen, ended };
}

/** Runs `token-pool` with these arguments to its end. */
export function tokenPool(args: readonly string[], run: Run): Promise<Ended> {
  return start(args, run).ended;
}

export type Served = {
  url: string;
  seen: Ended;
  leaseKey: string;
  adminKey: string;
  /** Sends SIGTERM and waits for the end. */
  stop: () => Promise<Ended>;
};

/** Runs `token-pool serve` on a free port until it says that it is open. */
export async function served(run: Run): Promise<Served> {
  const { child, seen, ended } = start(['serve'], { ...run, env: { PORT: '0', ...run.env } });
  const untilMs = Date.now() + DEADLINE_MS;
  while (!seen.out.includes('the pool is open')) {
    if (child.exitCode !== null || Date.now() > untilMs) {
      child.kill('SIGKILL');
      throw new Error(`serve did not open: ${seen.err}${seen.out}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const keyAfter = (name: string) => new RegExp(`${name} key +(\\S+)`).exec(seen.err)?.[1] ?? '';
  return {
    url: /"url":"([^"]+)"/.exec(seen.out)?.[1] ?? '',
    seen,
    leaseKey: keyAfter('leasing'),
    adminKey: keyAfter('admin'),
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Sends raw bytes and returns everything until the server closes the connection. */
export function sendRaw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    // The server may close the connection while we write; its earlier answer counts.
    socket.on('error', (fault) => (answer === '' ? reject(fault) : resolve(answer)));
    socket.on('close', () => resolve(answer));
  });
}
