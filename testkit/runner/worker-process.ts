/**
 * The parent of a job's processes, as `Runner.Worker` is. It is a process of its own so that a test can kill it; it
 * only starts, signals and reports, and the harness in the test process decides.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FromWorker, ToWorker } from './worker-messages.js';

function serve(): void {
  const children = new Map<number, ChildProcess>();
  const send = (message: FromWorker): void => void (process.connected && process.send?.(message));
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'start') children.set(message.id, start(message, send));
    else children.get(message.id)?.kill(message.signal);
  });
  process.on('disconnect', () => process.exit());
}

function start(
  order: Extract<ToWorker, { kind: 'start' }>,
  send: (message: FromWorker) => void,
): ChildProcess {
  const { id } = order;
  const [stdout, stderr] = openPipes();
  // Never a shell and never a terminal; stdin is a pipe that is closed at once.
  const child = spawn(order.file, order.args, {
    cwd: order.cwd,
    env: order.env,
    stdio: ['pipe', stdout.writeEnd, stderr.writeEnd],
  });
  for (const { writeEnd } of [stdout, stderr]) closeSync(writeEnd);
  const ends = [stdout.output, stderr.output].map(
    (output) => new Promise((resolve) => output.on('close', resolve)),
  );
  child.stdin?.on('error', () => {});
  child.stdin?.end();
  child.on('spawn', () => send({ kind: 'started', id, pid: child.pid ?? 0 }));
  child.on('error', (error) => send({ kind: 'failed', id, message: error.message }));
  stdout.output.on('data', (bytes: Buffer) => send({ kind: 'data', id, stream: 'stdout', bytes }));
  stderr.output.on('data', (bytes: Buffer) => send({ kind: 'data', id, stream: 'stderr', bytes }));
  child.on('exit', (code, signal) => send({ kind: 'exit', id, code, signal }));
  child.on('close', () => void Promise.all(ends).then(() => send({ kind: 'closed', id })));
  return child;
}

type Pipe = { readonly output: Socket; readonly writeEnd: number };

/** Named pipes, because a step can reopen the runner's pipes through `/proc`; Node gives children sockets. */
function openPipes(): [Pipe, Pipe] {
  const folder = mkdtempSync(join(tmpdir(), 'pipes-'));
  const paths = [join(folder, 'stdout'), join(folder, 'stderr')] as const;
  execFileSync('mkfifo', [...paths]);
  const [stdout, stderr] = [openPipe(paths[0]), openPipe(paths[1])];
  rmSync(folder, { recursive: true });
  return [stdout, stderr];
}

function openPipe(path: string): Pipe {
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const output = new Socket({ fd: readEnd, readable: true, writable: false });
  return { output, writeEnd: openSync(path, constants.O_WRONLY) };
}

serve();
