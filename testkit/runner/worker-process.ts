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
  const [stdout, stderr] = [takePipe(), takePipe()];
  // Never a shell and never a terminal; stdin is a pipe that is closed at once.
  const child = spawn(order.file, order.args, {
    cwd: order.cwd,
    env: order.env,
    stdio: ['pipe', stdout.writeEnd, stderr.writeEnd],
  });
  for (const { writeEnd } of [stdout, stderr]) closeSync(writeEnd);
  const outputs = { stdout: outputOf(stdout), stderr: outputOf(stderr) };
  const ends = Object.values(outputs).map((output) => new Promise((resolve) => output.on('close', resolve)));
  child.stdin?.on('error', () => {});
  child.stdin?.end();
  child.on('spawn', () => send({ kind: 'started', id, pid: child.pid ?? 0 }));
  child.on('error', (error) => send({ kind: 'failed', id, message: error.message }));
  outputs.stdout.on('data', (bytes: Buffer) => send({ kind: 'data', id, stream: 'stdout', bytes }));
  outputs.stderr.on('data', (bytes: Buffer) => send({ kind: 'data', id, stream: 'stderr', bytes }));
  child.on('exit', (code, signal) => send({ kind: 'exit', id, code, signal }));
  child.on('close', () => void Promise.all(ends).then(() => send({ kind: 'closed', id })));
  return child;
}

function outputOf({ readEnd }: Pipe): Socket {
  return new Socket({ fd: readEnd, readable: true, writable: false });
}

type Pipe = { readonly readEnd: number; readonly writeEnd: number };

/** How many pipes are made at once. */
const BATCH = 32;

/** Pipes that no process has had yet. */
const unused: Pipe[] = [];

function takePipe(): Pipe {
  if (unused.length === 0) unused.push(...makePipes());
  return unused.pop() as Pipe;
}

/**
 * Named pipes, because a step can reopen the runner's pipes through `/proc`; Node gives children sockets. Making them
 * takes a process. Their names are deleted at once.
 */
function makePipes(): Pipe[] {
  const folder = mkdtempSync(join(tmpdir(), 'pipes-'));
  const paths = Array.from({ length: BATCH }, (_, number) => join(folder, String(number)));
  execFileSync('mkfifo', paths);
  const pipes = paths.map((path) => ({
    readEnd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
    writeEnd: openSync(path, constants.O_WRONLY),
  }));
  rmSync(folder, { recursive: true });
  return pipes;
}

serve();
