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
 * carry a command to the runner, so the line is written into the pipe that the running step writes to, and only
 * after `/proc` has shown that the runner's worker, and no other process, reads it.
 *
 * The line carries half of the token. Should the step have switched commands off, the runner prints it as text:
 * half a token opens nothing, and where it is obeyed a printed token lacks that half.
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
  const reached = runnerPipes(worker.pid).filter((path) => writeAtOnce(path, text));
  return reached.length > 0 ? 'hidden' : 'later';
}

/** What is hidden is the end of the token: the runner hides base64 of a value where the value ends the text. */
export function halfMasks(token: string): string[] {
  const secretLength = token.length - (token.lastIndexOf('_', 12) + 1);
  const hiddenLength = Math.min(32, Math.floor(secretLength / 2));
  const hidden = token.slice(-hiddenLength);
  const forms = [`x-access-token:${token}`, `${token}\n`, `${token}:`, `${token}:x-oauth-basic`, token];
  const encoded = forms.map((form) => {
    const start = form.indexOf(token) + token.length - hiddenLength;
    // Base64 works on groups of three bytes: the first whole group within the hidden part.
    return Buffer.from(form)
      .toString('base64')
      .slice(4 * Math.ceil(start / 3));
  });
  return [...new Set([hidden, ...encoded])].filter((mask) => mask.length >= 8);
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

/** Paths at which standard output of the worker's children can be written to, proven to end at the worker only. */
function runnerPipes(workerPid: number): string[] {
  const readByWorker = pipesReadBy(workerPid);
  if (readByWorker.size === 0) return [];
  const processes = numbersIn('/proc');
  const found = new Map<string, string>();
  for (const child of processes.filter((pid) => parentOf(pid) === workerPid)) {
    const key = pipeKey(`/proc/${child}/fd/1`);
    if (key !== null && readByWorker.has(key)) found.set(key, `/proc/${child}/fd/1`);
  }
  if (found.size === 0) return [];
  for (const other of processes.filter((pid) => Number(pid) !== workerPid)) {
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
