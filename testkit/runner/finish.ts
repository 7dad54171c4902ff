/** The end of a job: posts, outputs, orphans, RUNNER_TEMP. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { changedActionFiles } from './action-placement.js';
import { evaluateTemplate } from './expressions.js';
import { contextsOf, type JobState } from './job-state.js';
import { findTracked, killProcess } from './processes.js';
import type { FinishResult, Orphan, StageResult } from './types.js';

/** `pidsAtStart`: processes that were running before the job. */
export async function finishJob(job: JobState, pidsAtStart: ReadonlySet<number>): Promise<FinishResult> {
  if (!job.worker.isAlive) {
    const nothing = { posts: [], outputs: {}, droppedOutputs: [], orphans: [], actionChanges: [] };
    return { status: job.status, ...nothing };
  }
  const posts = await runPosts(job);
  const outputs = evaluateOutputs(job);
  const orphans = killOrphans(job, pidsAtStart);
  const actionChanges = changedActionFiles(job);
  emptyFolder(job.settings.folders.temp);
  await job.worker.end();
  return { status: job.status, posts, orphans, actionChanges, ...outputs };
}

async function runPosts(job: JobState): Promise<StageResult[]> {
  const results: StageResult[] = [];
  for (let post = job.posts.pop(); post !== undefined; post = job.posts.pop()) {
    const result = await post.run();
    if (result.conclusion === 'failure' && job.status === 'success') job.status = 'failure';
    results.push(result);
  }
  return results;
}

/** An output that contains a secret is dropped. */
function evaluateOutputs(job: JobState): Pick<FinishResult, 'outputs' | 'droppedOutputs'> {
  const outputs: Record<string, string> = {};
  const droppedOutputs: string[] = [];
  for (const [name, template] of Object.entries(job.settings.outputs)) {
    const value = evaluateTemplate(template, contextsOf(job, {}));
    if (job.masker.mask(value) === value) {
      outputs[name] = value;
    } else {
      job.log.write(`##[warning]Skip output '${name}' since it may contain secret.`);
      droppedOutputs.push(name);
    }
  }
  return { outputs, droppedOutputs };
}

function killOrphans(job: JobState, pidsAtStart: ReadonlySet<number>): Orphan[] {
  job.log.write('Cleaning up orphan processes');
  const orphans = findTracked(job.settings.trackingId, pidsAtStart);
  for (const { pid, command } of orphans) {
    job.log.write(`Terminate orphan process: pid (${pid}) (${command})`);
    killProcess(pid);
  }
  return orphans;
}

function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder)) {
    rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 3 });
  }
}
