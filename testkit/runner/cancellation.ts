/** Cancels a job and signals its running process. */
import { setTimeout as delay } from 'node:timers/promises';
import type { JobState } from './job-state.js';
import type { SentSignal } from './types.js';
import type { WorkerProcess } from './worker.js';

const SIGTERM_AFTER_MS = 7500;
const SIGKILL_AFTER_MS = 2500;

/** A running step whose `if` still holds for a cancelled job, such as `always()`, is not interrupted. */
export async function cancelJob(job: JobState): Promise<void> {
  job.status = 'cancelled';
  const { running } = job;
  if (running === null) return;
  if (!running.holdsCondition()) running.interrupt();
  await running.ended;
}

/** Sends SIGINT, SIGTERM and SIGKILL to the process, not its group, until it has exited. */
export async function escalate(
  child: WorkerProcess,
  timeScale: number,
  onSignal: (sent: SentSignal) => void,
): Promise<void> {
  const startedAtMs = performance.now();
  const send = (signal: NodeJS.Signals): void => {
    child.signal(signal);
    onSignal({ signal, afterMs: performance.now() - startedAtMs });
  };
  send('SIGINT');
  if (await hasExitedWithin(child, SIGTERM_AFTER_MS * timeScale)) return;
  send('SIGTERM');
  if (await hasExitedWithin(child, SIGKILL_AFTER_MS * timeScale)) return;
  send('SIGKILL');
}

async function hasExitedWithin(child: WorkerProcess, timeoutMs: number): Promise<boolean> {
  return isSettledWithin(child.exited, timeoutMs);
}

/** Whether a promise settles in time. */
export async function isSettledWithin(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const stop = new AbortController();
  const timer = delay(timeoutMs, false, { signal: stop.signal }).catch(() => false);
  const isSettled = await Promise.race([promise.then(() => true), timer]);
  stop.abort();
  return isSettled;
}
