/** One temporary folder for all that a run makes: what a test or a process that was killed leaves goes with it. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where this process, the test runner's workers and what they start make temporary files. */
const TEMP = 'TMPDIR';

export function openFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'fetch-token-tests-'));
  // As root, PostgreSQL runs under a user of its own, who has to pass.
  chmodSync(folder, 0o755);
  process.env[TEMP] = folder;
}

export function removeFolder(): void {
  rmSync(process.env[TEMP] ?? '', { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
