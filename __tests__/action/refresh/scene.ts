import { join, resolve } from 'node:path';
import { type GitServer, startGitServer } from '../../../testkit/git/git-server.js';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { GitHub, GitHubOptions } from '../../../testkit/github/types.js';
import { createJob } from '../../../testkit/runner/job.js';
import { workerSuite } from '../../../testkit/runner/job-suite.js';
import type { Job, JobOptions, StageResult, Vars } from '../../../testkit/runner/types.js';

export const ROOT = resolve(import.meta.dirname, '../../../..');
const ACTION = join(ROOT, 'refresh-token');
export const REPOSITORY = 'octo-org/widgets';
const takeWorker = workerSuite();

export type Scene = {
  readonly github: GitHub;
  readonly gitServer: GitServer;
  readonly githubToken: string;
  /** Inputs of an App whose tokens have the life that the scene's options give. */
  readonly appInputs: Vars;
  readonly job: (options?: JobOptions) => Promise<Job>;
  readonly refresh: (job: Job, inputs: Vars, id?: string) => Promise<StageResult>;
  /** How many tokens were minted. */
  readonly mints: () => number;
  readonly dispose: () => Promise<void>;
};

/** GitHub, a git server that accepts GitHub's valid tokens, an App, and jobs that use them. */
export async function aScene(options: GitHubOptions = {}): Promise<Scene> {
  const github = await startGitHub(options);
  const gitServer = await startGitServer((token) => github.accepts(token));
  const app = github.addApp();
  github.addInstallation(app, { repositories: [REPOSITORY] });
  const githubToken = github.addActionsToken(REPOSITORY).token;
  const jobs: Job[] = [];
  return {
    github,
    gitServer,
    githubToken,
    appInputs: { 'client-id': app.clientId, 'private-key': app.privateKey },
    async job(jobOptions) {
      const ofScene = {
        repository: REPOSITORY,
        githubToken,
        apiUrl: github.apiUrl,
        serverUrl: gitServer.url,
      };
      const job = await createJob({ ...ofScene, ...jobOptions }, takeWorker);
      jobs.push(job);
      return job;
    },
    refresh: (job, inputs, id = 'refresh') => job.uses({ id, action: ACTION, with: inputs }),
    mints: () => github.requests.filter(({ path }) => path.endsWith('/access_tokens')).length,
    async dispose() {
      for (const job of jobs) await job.dispose();
      await gitServer.close();
      await github.close();
    },
  };
}

/** Waits for something that happens in another process; fails at the deadline. */
export async function until<T>(look: () => T | null | undefined | false, deadlineMs = 8_000): Promise<T> {
  const endsAtMs = performance.now() + deadlineMs;
  for (;;) {
    const found = look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > endsAtMs) throw new Error('what was waited for did not happen');
    await new Promise((done) => setTimeout(done, 25));
  }
}
