import path from 'node:path';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { GitHub, GitHubOptions } from '../../../testkit/github/types.js';
import { createJob } from '../../../testkit/runner/job.js';
import { workerSuite } from '../../../testkit/runner/job-suite.js';
import type { Job, JobOptions, StageResult, Vars } from '../../../testkit/runner/types.js';

export const ROOT = path.resolve(import.meta.dirname, '../../../..');
export const API_KEY = 'pool_key_0123456789abcdef';
const takeWorker = workerSuite();

export type Scene = {
  readonly github: GitHub;
  readonly githubToken: string;
  /** Runs fetch-token's committed bundles as the runner does, in a job of its own unless one is given. */
  readonly fetchToken: (
    inputs: Vars,
    options?: Omit<JobOptions, 'job'> & { job?: Job },
  ) => Promise<{ job: Job; step: StageResult }>;
  /** Ends every job and the stand-in. */
  readonly dispose: () => Promise<void>;
};

/** A stand-in for GitHub and jobs that talk to it. */
export async function aScene(options: GitHubOptions = {}): Promise<Scene> {
  const github = await startGitHub(options);
  const githubToken = github.addActionsToken('octo-org/widgets').token;
  const jobs: Job[] = [];
  return {
    github,
    githubToken,
    async fetchToken(inputs, { job: given, ...options } = {}) {
      const job = given ?? (await createJob({ githubToken, apiUrl: github.apiUrl, ...options }, takeWorker));
      if (!given) jobs.push(job);
      const step = await job.uses({ id: 'fetch', action: ROOT, with: inputs });
      return { job, step };
    },
    async dispose() {
      for (const job of jobs) await job.dispose();
      await github.close();
    },
  };
}

/** The annotations of a step as `level: message`, which is what a user sees first. */
export function annotationsOf(step: StageResult): string[] {
  return step.annotations.map(({ level, message }) => `${level}: ${message}`);
}
