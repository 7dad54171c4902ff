import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';

/** How often to look; a look costs some microseconds. */
const EVERY_MS = 50;
/** 8 MiB of log are moved at once: a page that every lease changes then moves once for many. */
const MOVED_FROM_PAGES = 2048;
/** For the moment in which another connection moves pages itself. */
const BUSY_TIMEOUT_MS = 1000;

type Progress = { log: number; checkpointed: number };

/**
 * Moves pages from the log of a database to its file until the thread is ended. The log begins anew once all are
 * moved: in a lull, or when the writing connection moves the few that are left.
 */
async function run(path: string): Promise<never> {
  const connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  const checkpoint = (mode: 'noop' | 'passive'): Progress =>
    connection.prepare(`pragma wal_checkpoint(${mode})`).get() as Progress;
  for (;;) {
    await setTimeout(EVERY_MS);
    const { log, checkpointed } = checkpoint('noop');
    if (log - checkpointed >= MOVED_FROM_PAGES) checkpoint('passive');
  }
}

await run(String(workerData));
