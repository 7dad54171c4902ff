import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { NotRun } from './bench.js';

/** Puts a file system of so many MiB over a folder; root may, on Linux. Returns what takes it away again. */
export function mountDisk(folder: string, mib: number): () => void {
  privileged('mount', ['-t', 'tmpfs', '-o', `size=${mib}m,mode=755`, 'tmpfs', folder]);
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

/** Fills a file system to its last page. Returns what makes room again. */
export function fillUp(folder: string): () => void {
  const path = join(folder, 'ballast');
  const file = openSync(path, 'w');
  for (const bytes of CHUNKS) fillWith(file, Buffer.alloc(bytes, 1));
  closeSync(file);
  return () => rmSync(path, { force: true });
}

function fillWith(file: number, chunk: Buffer): void {
  let hasRoom = true;
  while (hasRoom) hasRoom = writes(file, chunk);
}

function writes(file: number, chunk: Buffer): boolean {
  try {
    return writeSync(file, chunk) === chunk.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}

/** Makes files immutable, also for processes that have them open. Returns what undoes it. */
export function forbidWrites(paths: readonly string[]): () => void {
  privileged('chattr', ['+i', ...paths]);
  return () => void execFileSync('chattr', ['-i', ...paths]);
}

function privileged(program: string, args: readonly string[]): void {
  if (process.getuid?.() !== 0) throw new NotRun('needs root');
  try {
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    const said = String((error as { stderr?: unknown }).stderr ?? (error as Error).message);
    throw new NotRun(`${program} is not possible here: ${said.trim().split('\n').at(-1)?.slice(0, 100)}`);
  }
}
