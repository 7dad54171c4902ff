import { linkSync, readdirSync, statSync, truncateSync, unlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { systemErrorCode } from '../system-error.js';
import { createPrivateFile, readPrivateFile } from '../tools/private-files.js';
import { identify, livenessOf } from './process-identity.js';
import type { ProcessIdentity } from './types.js';

/**
 * An exclusive lock for all processes of a job, without a daemon. Each holder owns a file `lock.<generation>`; the
 * highest generation holds the lock. Taking over from a dead or frozen holder means creating the next generation, which
 * only one process can. Generations are never reused, so a former holder that wakes up sees that it lost (`isHeld`).
 */
export type Lock = {
  readonly isHeld: () => boolean;
  /** Idempotent; no effect after the lock was lost. */
  readonly release: () => void;
};

export type LockDeps = {
  readonly monotonicMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

type Holder = { readonly owner: ProcessIdentity | null; readonly nonce: string };
type Observation = { generation: number; heartbeatMs: number; sinceMs: number };

const HEARTBEAT_MS = 300;
/** A holder not known to be running loses the lock after this long without a heartbeat. */
const SILENT_MS = 1500;
/** A running holder may just be starved of CPU, so it gets far longer before it counts as hung. */
const HUNG_MS = 15_000;
/** Polling slows down, so that many waiting processes leave the CPU to the one that renews. */
const FIRST_POLL_MS = 10;
const LONGEST_POLL_MS = 60;

/**
 * Takes the lock, or returns null as soon as `giveUp`, called at every poll, returns true. Waits for a live holder;
 * takes over within two seconds from one that was killed or suspended.
 */
export async function takeLock(deps: LockDeps, folder: string, giveUp: () => boolean): Promise<Lock | null> {
  let seen: Observation | null = null;
  let pollMs = FIRST_POLL_MS;
  for (;;) {
    const generation = highestGeneration(folder);
    const observed = observe(folder, { generation, before: seen, nowMs: deps.monotonicMs() });
    seen = observed;
    if (mayTakeOver(folder, observed, deps.monotonicMs())) {
      const lock = tryGeneration(folder, generation + 1);
      if (lock !== null) return lock;
      continue;
    }
    if (giveUp()) return null;
    await deps.sleep(pollMs);
    pollMs = Math.min(pollMs * 1.5, LONGEST_POLL_MS);
  }
}

function pathOf(folder: string, generation: number): string {
  return join(folder, `lock.${generation}`);
}

function generationsIn(folder: string): number[] {
  const names = readdirSync(folder).map((name) => /^lock\.(\d{1,15})$/.exec(name)?.[1]);
  return names.filter((digits) => digits !== undefined).map(Number);
}

function highestGeneration(folder: string): number {
  return Math.max(0, ...generationsIn(folder));
}

/** Compares heartbeats only with each other, never with the wall clock, which may be set at any time. */
function observe(
  folder: string,
  look: { generation: number; before: Observation | null; nowMs: number },
): Observation {
  let heartbeatMs = 0;
  try {
    heartbeatMs = statSync(pathOf(folder, look.generation)).mtimeMs;
  } catch {
    // Taken over just now; the next poll sees it.
  }
  const { before, generation } = look;
  if (before?.generation === generation && before.heartbeatMs === heartbeatMs) return before;
  return { generation, heartbeatMs, sinceMs: look.nowMs };
}

function mayTakeOver(folder: string, seen: Observation, nowMs: number): boolean {
  if (seen.generation === 0) return true;
  const silentMs = nowMs - seen.sinceMs;
  const read = readPrivateFile(pathOf(folder, seen.generation));
  if (read.state === 'missing') return false;
  // Released, or not one of our files.
  const holder = read.state === 'ok' ? parseHolder(read.text) : null;
  if (holder === null) return true;
  const liveness = holder.owner === null ? 'unknown' : livenessOf(holder.owner);
  if (liveness === 'gone') return true;
  return silentMs > (liveness === 'running' ? HUNG_MS : SILENT_MS);
}

function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    const isHolder = typeof value === 'object' && value !== null && 'nonce' in value && 'owner' in value;
    return isHolder ? (value as Holder) : null;
  } catch {
    return null;
  }
}

/** Null when another process was faster. */
function tryGeneration(folder: string, generation: number): Lock | null {
  const nonce = `${process.pid}-${process.hrtime.bigint()}`;
  const text = JSON.stringify({ owner: identify(process.pid), nonce } satisfies Holder);
  const draft = join(folder, `.lock-${nonce}`);
  createPrivateFile(draft, text);
  try {
    // A link appears with its content or not at all, so no process sees a lock file without a holder.
    linkSync(draft, pathOf(folder, generation));
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return null;
    throw error;
  } finally {
    unlinkSync(draft);
  }
  // A slow process may create a generation that others have passed already.
  if (highestGeneration(folder) !== generation) {
    removeQuietly(pathOf(folder, generation));
    return null;
  }
  for (const old of generationsIn(folder)) if (old < generation) removeQuietly(pathOf(folder, old));
  return heldLock(folder, generation, text);
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Another process removed it first.
  }
}

function emptyQuietly(path: string): void {
  try {
    truncateSync(path);
  } catch {
    // The folder was just deleted.
  }
}

function heldLock(folder: string, generation: number, text: string): Lock {
  const path = pathOf(folder, generation);
  const isHeld = () => {
    try {
      const read = readPrivateFile(path);
      return read.state === 'ok' && read.text === text && highestGeneration(folder) === generation;
    } catch {
      return false;
    }
  };
  let beat = 0;
  const heartbeat = setInterval(() => {
    beat += 1;
    try {
      utimesSync(path, beat, beat);
    } catch {
      clearInterval(heartbeat);
    }
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    isHeld,
    release() {
      clearInterval(heartbeat);
      // Emptied and not deleted: a generation must not be reused. Truncating works on a full disk, too.
      if (isHeld()) emptyQuietly(path);
    },
  };
}
