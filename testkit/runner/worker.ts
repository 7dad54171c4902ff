/** The harness's side of the worker process. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromWorker, ToWorker } from './worker-messages.js';

export interface ProcessOrder {
  file: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

export interface WorkerProcess {
  /** Null when it could not be started. */
  readonly started: Promise<number | null>;
  /** How the process ended; `lost` when the worker died first. */
  readonly exited: Promise<ProcessEnd>;
  /** Both pipes ended. */
  readonly closed: Promise<void>;
  signal(signal: NodeJS.Signals): void;
}

export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  failure: string | null;
  isLost: boolean;
}

export interface Worker {
  readonly pid: number;
  readonly isAlive: boolean;
  start(order: ProcessOrder, onData: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void): WorkerProcess;
  /** SIGKILL, and wait until it is gone. */
  kill(): Promise<void>;
  /** Ends with its job. */
  end(): Promise<void>;
}

type Listener = (message: FromWorker | { kind: 'lost' }) => void;

export async function startWorker(nodePath: string): Promise<Worker> {
  const script = fileURLToPath(new URL('./worker-process.js', import.meta.url));
  // The worker's own environ must not carry the tracking id, or the clean-up would end the worker.
  const child = fork(script, [], { execPath: nodePath, execArgv: [], env: {}, serialization: 'advanced' });
  await once(child, 'spawn');
  const listeners = new Map<number, Listener>();
  const state = { nextId: 1, isAlive: true };
  child.on('message', (message) => {
    const report = message as FromWorker;
    listeners.get(report.id)?.(report);
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      state.isAlive = false;
      for (const listener of listeners.values()) listener({ kind: 'lost' });
      resolve();
    });
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
  };
  const send = (message: ToWorker): void => void (child.connected && child.send(message, () => {}));
  return {
    pid: child.pid ?? 0,
    get isAlive() {
      return state.isAlive;
    },
    start(order, onData) {
      const id = state.nextId++;
      const started = trackProcess(onData, (listener) => listeners.set(id, listener));
      send({ kind: 'start', id, ...order });
      return { ...started, signal: (signal) => send({ kind: 'signal', id, signal }) };
    },
    kill,
    end: kill,
  };
}

function trackProcess(
  onData: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void,
  listen: (listener: Listener) => void,
): Omit<WorkerProcess, 'signal'> {
  const started = Promise.withResolvers<number | null>();
  const exited = Promise.withResolvers<ProcessEnd>();
  const closed = Promise.withResolvers<void>();
  const end = (fields: Partial<ProcessEnd>): void => {
    started.resolve(null);
    exited.resolve({ code: null, signal: null, failure: null, isLost: false, ...fields });
  };
  listen((message) => {
    if (message.kind === 'started') started.resolve(message.pid);
    else if (message.kind === 'data') onData(message.stream, message.bytes);
    else if (message.kind === 'exit') end({ code: message.code, signal: message.signal });
    else if (message.kind === 'failed') end({ failure: message.message });
    else if (message.kind === 'lost') end({ isLost: true });
    if (message.kind === 'closed' || message.kind === 'failed' || message.kind === 'lost') closed.resolve();
  });
  return { started: started.promise, exited: exited.promise, closed: closed.promise };
}
