/** Jobs for the tests of one file, disposed after each test. */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach } from '@jest/globals';
import { type FixtureAction, writeAction } from './fixture-action.js';
import { createJob } from './job.js';
import { createSharedWorkers, type SharedWorkers } from './shared-workers.js';
import type { Job, JobOptions } from './types.js';

/** Call it once at the top of a test file: the file's jobs reuse each other's workers. */
export function workerSuite(): SharedWorkers['take'] {
  const workers = createSharedWorkers();
  afterAll(() => workers.close());
  return workers.take;
}

/** Call it once at the top of a test file; the function it returns creates jobs. */
export function jobSuite(): (options?: JobOptions) => Promise<Job> {
  const takeWorker = workerSuite();
  const jobs: Job[] = [];
  afterEach(async () => {
    for (const job of jobs.splice(0)) await job.dispose();
  });
  return async (options) => {
    const job = await createJob(options, takeWorker);
    jobs.push(job);
    return job;
  };
}

/** Writes a small action into the job's own folder, so that it is deleted with the job. */
export async function fixtureIn(job: Job, action: FixtureAction): Promise<string> {
  return writeAction(await mkdtemp(join(job.root, 'action-')), action);
}
