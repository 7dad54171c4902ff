import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { NotRun } from './run-experiment.js';

/** Mounts a file system of the given size over a folder (Linux, root only). Returns a function that unmounts it. */
export function mountDisk(folder: string, mib: number): () => void {
  runAsRoot('mount', ['-t', 'tmpfs', '-o', `size=${mib}m,mode=755`, 'tmpfs', folder]);
  let isMounted = true;
  const unmount = () => {
    if (isMounted) execFileSync('umount', ['--lazy', folder]);
    isMounted = false;
  };
  process.once('exit', unmount);
  return () => {
    process.off('exit', unmount);
    unmount();
  };
}

const CHUNKS = [1024 * 1024, 64 * 1024, 4096];

/** Fills a file system completely. Returns a function that frees the space. */
export function fillDisk(folder: string): () => void {
  const path = join(folder, 'ballast');
  const file = openSync(path, 'w');
  for (const bytes of CHUNKS) appendUntilFull(file, Buffer.alloc(bytes, 1));
  closeSync(file);
  return () => rmSync(path, { force: true });
}

function appendUntilFull(file: number, chunk: Buffer): void {
  let hasRoom = true;
  while (hasRoom) hasRoom = tryWrite(file, chunk);
}

function tryWrite(file: number, chunk: Buffer): boolean {
  try {
    return writeSync(file, chunk) === chunk.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}

/** Makes files immutable, even for processes that have them open. Returns a function that undoes it. */
export function makeImmutable(paths: readonly string[]): () => void {
  runAsRoot('chattr', ['+i', ...paths]);
  return () => void execFileSync('chattr', ['-i', ...paths]);
}

function runAsRoot(program: string, args: readonly string[]): void {
  if (process.getuid?.() !== 0) throw new NotRun('needs root');
  try {
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    const message = String((error as { stderr?: unknown }).stderr ?? (error as Error).message);
    throw new NotRun(`${program} failed: ${message.trim().split('\n').at(-1)?.slice(0, 100)}`);
  }
}
