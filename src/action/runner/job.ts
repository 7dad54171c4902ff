import { faultsOf } from '../../json-schema.js';
import { JOB_SCHEMA, type Job } from '../../wire.js';
import type { Environment } from './types.js';

/**
 * The job's identity as the pool's contract wants it; the same names that `@actions/github` gives. What a stray
 * environment lacks or exceeds is replaced by a harmless value: the identity is for accounting, not for access.
 */
export function readJob(env: Environment): Job {
  const attempt = Number(env.GITHUB_RUN_ATTEMPT ?? '1');
  const repository = env.GITHUB_REPOSITORY ?? '';
  const eventName = env.GITHUB_EVENT_NAME ?? '';
  return {
    repository: fits('repository', repository) ? repository : 'unknown/unknown',
    workflow: shortened(env.GITHUB_WORKFLOW ?? ''),
    job: shortened(env.GITHUB_JOB ?? ''),
    run_id: fits('run_id', env.GITHUB_RUN_ID) ? (env.GITHUB_RUN_ID ?? '0') : '0',
    run_attempt: fits('run_attempt', attempt) ? attempt : 1,
    event_name: fits('event_name', eventName) ? eventName : '',
  };
}

function fits(name: keyof typeof JOB_SCHEMA.properties, value: unknown): boolean {
  return faultsOf(JOB_SCHEMA.properties[name], value).length === 0;
}

function shortened(text: string): string {
  return text.slice(0, 255);
}
