/**
 * What `Runner.Worker` is to a job: the parent of its processes. Runs as a process of its own, so that
 * a test can kill it; the harness in the test process does the thinking.
 */
import { type ChildProcess, spawn } from 'node:child_process';
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
  // Never a shell and never a terminal; stdin is a pipe that is closed at once.
  const child = spawn(order.file, order.args, { cwd: order.cwd, env: order.env, stdio: 'pipe' });
  child.stdin.on('error', () => {});
  child.stdin.end();
  child.on('spawn', () => send({ kind: 'started', id, pid: child.pid ?? 0 }));
  child.on('error', (error) => send({ kind: 'failed', id, message: error.message }));
  child.stdout.on('data', (bytes: Buffer) => send({ kind: 'data', id, stream: 'stdout', bytes }));
  child.stderr.on('data', (bytes: Buffer) => send({ kind: 'data', id, stream: 'stderr', bytes }));
  child.on('exit', (code, signal) => send({ kind: 'exit', id, code, signal }));
  child.on('close', () => send({ kind: 'closed', id }));
  return child;
}

serve();
