import { readFileSync, readlinkSync } from 'node:fs';
import type { ProcessIdentity } from './types.js';

type ProcessStat = { readonly state: string; readonly startTicks: string };

/** Reads `/proc/<pid>/stat`; null where there is no such process or no such system. */
function readStat(pid: number): ProcessStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may contain spaces and parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
  } catch {
    return null;
  }
}

function ownNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}

/** Identifies a running process; null if there is none, as with the parent of a container's first process. */
export function identify(pid: number): ProcessIdentity | null {
  if (pid <= 0 || !isRunning(pid)) return null;
  return { pid, startTicks: readStat(pid)?.startTicks ?? null, pidNamespace: ownNamespace() };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * - `gone`: exited, or its id was reused.
 * - `stopped`: suspended by a signal or a debugger.
 * - `unknown`: a process with this id exists; this system tells no more.
 * - `elsewhere`: its id belongs to another namespace (a container) and means nothing here.
 */
export type Liveness = 'running' | 'stopped' | 'gone' | 'unknown' | 'elsewhere';

/** The state of a process that was identified earlier. */
export function livenessOf(identity: ProcessIdentity): Liveness {
  if (identity.pidNamespace !== ownNamespace()) return 'elsewhere';
  const stat = readStat(identity.pid);
  if (stat === null) {
    if (identity.startTicks !== null) return 'gone';
    return isRunning(identity.pid) ? 'unknown' : 'gone';
  }
  if (identity.startTicks !== null && stat.startTicks !== identity.startTicks) return 'gone';
  // Z and X: a zombie or dead.
  if (stat.state === 'Z' || stat.state === 'X') return 'gone';
  return stat.state === 'T' || stat.state === 't' ? 'stopped' : 'running';
}
