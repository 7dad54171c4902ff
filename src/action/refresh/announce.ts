import {
  closeSync,
  constants,
  openSync,
  readdirSync,
  readFileSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { livenessOf } from './process-identity.js';
import type { ProcessIdentity } from './types.js';

/**
 * Masks a token that was minted after a step began, in the middle of that step. Only a process's own output can
 * carry a command to the runner, so the lines are written into the pipe that the running step writes to, and only
 * after `/proc` has shown that the runner's worker, and no other process, reads it.
 *
 * The lines carry every other part of the token. Should the step have switched commands off, the runner prints
 * them as text: half of a token opens nothing. Where they are obeyed, a printed token lacks just that half.
 */
export function announceMask(
  worker: ProcessIdentity | null,
  token: string,
): 'hidden' | 'later' | 'impossible' {
  if (worker === null || process.platform !== 'linux') return 'impossible';
  if (livenessOf(worker) !== 'running') return 'impossible';
  const lines = halfMasks(token).map((mask) => `::add-mask::${mask}\n`);
  // Starts with a line break because the step may be in the midst of a line.
  const text = `\n${lines.join('')}`;
  const steps = childrenOf(worker.pid);
  if (steps.length === 0) return 'later';
  const reached = runnerPipes(worker.pid, steps).filter((path) => writeAtOnce(path, text));
  // The worker has other children for moments, too.
  return reached.length > 0 ? 'hidden' : 'later';
}

/** Every other part of the token and of its base64, from the end on, where signatures stand. */
export function halfMasks(token: string): string[] {
  const secret = token.replace(/^(gh[a-z]|github_pat)_/, '');
  // Whole groups of three bytes look the same in `x-access-token:<token>` and with anything behind the token.
  const groups = Buffer.from(token.slice(0, token.length - (token.length % 3))).toString('base64');
  return [...new Set([...everyOther(secret), ...everyOther(groups)])];
}

const SHORTEST_PART = 8;

function everyOther(text: string): string[] {
  const partLength = Math.min(12, Math.floor(text.length / 4));
  const parts: string[] = [];
  let end = text.length;
  for (; end >= partLength; end -= 2 * partLength) parts.push(text.slice(end - partLength, end));
  // What is left at the front would make a long piece together with the prefix; a short token cannot spare it.
  if (text.length > 100) parts.push(text.slice(0, Math.max(SHORTEST_PART, end)));
  return parts.filter((part) => part.length >= SHORTEST_PART);
}

/** A fifo or pipe, told by its inode; null for anything else. */
function pipeKey(path: string): string | null {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch {
    return null;
  }
  return stats.isFIFO() ? `${stats.dev}:${stats.ino}` : null;
}

function numbersIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name));
  } catch {
    // Ended in the meantime, or another user's.
    return [];
  }
}

/** The pipes that a process has open for reading. */
function pipesReadBy(pid: number | string): Set<string> {
  const found = new Set<string>();
  for (const descriptor of numbersIn(`/proc/${pid}/fd`)) {
    const key = pipeKey(`/proc/${pid}/fd/${descriptor}`);
    if (key !== null && accessMode(pid, descriptor) !== constants.O_WRONLY) found.add(key);
  }
  return found;
}

function accessMode(pid: number | string, descriptor: string): number {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, 'utf8'))?.[1];
    return Number.parseInt(flags ?? '0', 8) & 3;
  } catch {
    return constants.O_RDONLY;
  }
}

function parentOf(pid: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): string[] {
  return numbersIn('/proc').filter((other) => parentOf(other) === pid);
}

/** Paths at which the output of the worker's children can be written to, proven to end at the worker only. */
function runnerPipes(workerPid: number, children: readonly string[]): string[] {
  const readByWorker = pipesReadBy(workerPid);
  const found = new Map<string, string>();
  for (const child of children) {
    const key = pipeKey(`/proc/${child}/fd/1`);
    if (key !== null && readByWorker.has(key)) found.set(key, `/proc/${child}/fd/1`);
  }
  if (found.size === 0) return [];
  for (const other of numbersIn('/proc').filter((pid) => Number(pid) !== workerPid)) {
    for (const key of pipesReadBy(other)) found.delete(key);
  }
  return [...found.values()];
}

/** All or nothing: a write this short is not mixed with the step's own. */
function writeAtOnce(path: string, text: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return false;
  }
  try {
    return writeSync(descriptor, text) > 0;
  } catch {
    // The pipe is full, or the step has just ended.
    return false;
  } finally {
    closeSync(descriptor);
  }
}
