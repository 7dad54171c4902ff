/** One temporary folder for a whole run, deleted with everything that tests and killed processes leave. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The temporary folder of this process, the test workers and their children. */
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
