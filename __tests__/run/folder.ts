/** One temporary folder for all that a run makes: what a test or a process that was killed leaves goes with it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where this process, the test runner's workers and what they start make temporary files. */
const TEMP = 'TMPDIR';

/** Linux keeps what is written here in memory: a job that extracts the actions takes a tenth of the time. */
const MEMORY = '/dev/shm';
/** A run needs about a quarter of it; containers often have 64 MiB. */
const ENOUGH_BYTES = 2 * 1024 ** 3;

export function openFolder(): void {
  const folder = folderInMemory() ?? mkdtempSync(join(tmpdir(), 'fetch-token-tests-'));
  // As root, PostgreSQL runs under a user of its own, who has to pass.
  chmodSync(folder, 0o755);
  process.env[TEMP] = folder;
}

export function removeFolder(): void {
  rmSync(process.env[TEMP] ?? '', { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Undefined where there is no such file system, too little room, or where it forbids programs. */
function folderInMemory(): string | undefined {
  let folder: string | undefined;
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < ENOUGH_BYTES) return undefined;
    folder = mkdtempSync(join(MEMORY, 'fetch-token-tests-'));
    const program = join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o700 });
    if (spawnSync(program).status === 0) return folder;
  } catch {
    // As good as a file system that forbids programs.
  }
  if (folder !== undefined) rmSync(folder, { recursive: true });
  return undefined;
}
