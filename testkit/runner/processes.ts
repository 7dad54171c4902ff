/** Finds processes of a job by the tracking id in their initial environment (Linux). */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Orphan } from './types.js';

const GONE_WITHIN_MS = 5000;
const GONE_CHECK_MS = 10;

export function listPids(): ReadonlySet<number> {
  const names = readdirSync('/proc');
  return new Set(names.filter((name) => /^\d+$/.test(name)).map(Number));
}

/** Processes that were started with this tracking id and are not in `known`. */
export function findTracked(trackingId: string, known: ReadonlySet<number>): Orphan[] {
  const tracked: Orphan[] = [];
  for (const pid of listPids()) {
    if (known.has(pid)) continue;
    const environ = readProc(pid, 'environ');
    if (!environ.split('\0').includes(`RUNNER_TRACKING_ID=${trackingId}`)) continue;
    tracked.push({ pid, command: readProc(pid, 'comm').trim() });
  }
  return tracked;
}

/** Kills them and waits until they are gone. */
export async function killTracked(trackingId: string, known: ReadonlySet<number>): Promise<void> {
  const deadlineMs = Date.now() + GONE_WITHIN_MS;
  for (;;) {
    const left = findTracked(trackingId, known);
    if (left.length === 0) return;
    if (Date.now() > deadlineMs)
      throw new Error(`processes of a job are still running: ${JSON.stringify(left)}`);
    for (const { pid } of left) killProcess(pid);
    await delay(GONE_CHECK_MS);
  }
}

/** Empty for a process that has ended or that we may not read. */
function readProc(pid: number, file: 'environ' | 'comm'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** SIGKILL; does nothing when the process is gone already. */
export function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
