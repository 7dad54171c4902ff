import type { Context } from '@actions/github/lib/context';
import { faultsOf } from '../../json-schema.js';
import { JOB_SCHEMA, type Job } from '../../wire.js';

/** The parts of the toolkit's context that are used here. */
export type JobContext = Pick<
  Context,
  'repo' | 'workflow' | 'job' | 'runId' | 'runAttempt' | 'eventName' | 'actor' | 'payload'
>;

/**
 * The job's identity in the form of the pool's API. Missing or invalid values are replaced by placeholders: it is used
 * for accounting, not for access.
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

/** `owner/name`; null without a repository, where the toolkit throws. */
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

/** Workflow names may be of any length and contain line breaks. */
function shortened(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').slice(0, 255);
}
