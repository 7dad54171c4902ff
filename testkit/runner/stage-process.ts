/** Runs the process of a stage through the worker and passes its output on in batches of lines. */
import { constants } from 'node:os';
import { escalate, isSettledWithin } from './cancellation.js';
import type { JobState } from './job-state.js';
import { createLineSplitter } from './line-splitter.js';
import type { SentSignal } from './types.js';
import type { ProcessOrder, WorkerProcess } from './worker.js';

export interface ProcessRun {
  pid: number | null;
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** Why the process could not be started. */
  failure: string | null;
  /** The worker died first. */
  isLost: boolean;
  interruption: 'cancelled' | 'timed-out' | null;
  signals: SentSignal[];
  stdout: string;
  stderr: string;
  pipesHeldMs: number;
}

export interface ProcessWatch {
  onLine(line: string): void;
  holdsCondition(): boolean;
  timeoutMs: number | null;
}

const PIPE_HOLD_MS = 5000;
const BATCH_MS = 30;

export async function runProcess(
  job: JobState,
  order: ProcessOrder,
  watch: ProcessWatch,
): Promise<ProcessRun> {
  const output = createOutput(watch.onLine);
  const child = job.worker.start(order, output.push);
  const ended = Promise.withResolvers<void>();
  const run: Pick<ProcessRun, 'interruption' | 'signals'> = { interruption: null, signals: [] };
  const interrupt = (reason: 'cancelled' | 'timed-out'): void => {
    if (run.interruption !== null) return;
    run.interruption = reason;
    void escalate(child, job.settings.timeScale, (sent) => run.signals.push(sent));
  };
  job.running = {
    holdsCondition: watch.holdsCondition,
    interrupt: () => interrupt('cancelled'),
    ended: ended.promise,
  };
  // The job may have been cancelled while the step was being prepared.
  if (job.status === 'cancelled' && !watch.holdsCondition()) interrupt('cancelled');
  const timer = watch.timeoutMs === null ? null : setTimeout(() => interrupt('timed-out'), watch.timeoutMs);
  try {
    return { ...(await settle(job, child, output)), ...run };
  } finally {
    if (timer !== null) clearTimeout(timer);
    job.running = null;
    ended.resolve();
  }
}

async function settle(job: JobState, child: WorkerProcess, output: Output) {
  const pid = await child.started;
  const end = await child.exited;
  const exitedAtMs = performance.now();
  // A child process may keep the pipes open; the runner waits only this long.
  await isSettledWithin(child.closed, PIPE_HOLD_MS * job.settings.timeScale);
  const pipesHeldMs = performance.now() - exitedAtMs;
  output.end();
  return {
    pid,
    exitCode: end.signal === null ? end.code : 128 + constants.signals[end.signal],
    signal: end.signal,
    failure: end.failure,
    isLost: end.isLost,
    stdout: output.text('stdout'),
    stderr: output.text('stderr'),
    pipesHeldMs,
  };
}

type Stream = 'stdout' | 'stderr';

interface Output {
  push(stream: Stream, bytes: Uint8Array): void;
  end(): void;
  text(stream: Stream): string;
}

/**
 * The runner drains two queues, stderr's first. Waiting a moment for each batch makes that order certain here, so
 * that a test sees the worst case.
 */
function createOutput(onLine: (line: string) => void): Output {
  const splitters = { stdout: createLineSplitter(), stderr: createLineSplitter() };
  const chunks: Record<Stream, Buffer[]> = { stdout: [], stderr: [] };
  const waiting: Record<Stream, string[]> = { stdout: [], stderr: [] };
  const state = { timer: null as NodeJS.Timeout | null, isOver: false };
  const flush = (): void => {
    if (state.timer !== null) clearTimeout(state.timer);
    state.timer = null;
    const batch = [...waiting.stderr.splice(0), ...waiting.stdout.splice(0)];
    for (const line of batch) onLine(line);
  };
  return {
    push(stream, bytes) {
      if (state.isOver) return;
      chunks[stream].push(Buffer.from(bytes));
      waiting[stream].push(...splitters[stream].push(bytes));
      state.timer ??= setTimeout(flush, BATCH_MS);
    },
    end() {
      state.isOver = true;
      for (const stream of ['stdout', 'stderr'] as const) waiting[stream].push(...splitters[stream].end());
      flush();
    },
    text: (stream) => Buffer.concat(chunks[stream]).toString('utf8'),
  };
}
