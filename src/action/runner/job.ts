import type { Context } from '@actions/github/lib/context';
import { faultsOf } from '../../json-schema.js';
import { JOB_SCHEMA, type Job } from '../../wire.js';

/** The toolkit's context of the job, as far as it is used here. */
export type JobContext = Pick<
  Context,
  'repo' | 'workflow' | 'job' | 'runId' | 'runAttempt' | 'eventName' | 'actor' | 'payload'
>;

/**
 * The job's identity as the pool's contract wants it. What a stray environment lacks or exceeds is replaced by a
 * harmless value: the identity is for accounting, not for access.
 */
export function readJob(context: JobContext): Job {
  const { workflow, job, runId, runAttempt, eventName } = context;
  const repository = repositoryOf(context) ?? '';
  return {
    repository: fits('repository', repository) ? repository : 'unknown/unknown',
    workflow: shortened(workflow ?? ''),
    job: shortened(job ?? ''),
    run_id: fits('run_id', String(runId)) ? String(runId) : '0',
    run_attempt: fits('run_attempt', runAttempt) ? runAttempt : 1,
    event_name: fits('event_name', eventName ?? '') ? (eventName ?? '') : '',
  };
}

/** `owner/name`, or null outside of a repository, where the toolkit throws. */
export function repositoryOf(context: JobContext): string | null {
  try {
    return `${context.repo.owner}/${context.repo.repo}`;
  } catch {
    return null;
  }
}

function fits(name: keyof typeof JOB_SCHEMA.properties, value: unknown): boolean {
  return faultsOf(JOB_SCHEMA.properties[name], value).length === 0;
}

/** A workflow's name may have any length and line breaks. */
function shortened(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').slice(0, 255);
}
