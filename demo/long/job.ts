import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { git } from '../../testkit/git/git.js';
import { folderOf, keeperPid } from '../../testkit/refresh-folder.js';
import { createJob } from '../../testkit/runner/job.js';
import type { FinishResult, Job, StageResult } from '../../testkit/runner/types.js';
import type { ActDeps } from '../act.js';
import { MINUTE_MS, PUSH_MINUTES, REFRESH_BEFORE_SECONDS } from './scale.js';
import { type LongScene, REPOSITORY } from './scene.js';

const ACTION = resolve(import.meta.dirname, '../../../refresh-token');

export type LongRun = {
  job: Job;
  refreshStep: StageResult;
  /** The private folder of refresh-token, and its keeper. */
  folder: string;
  keeper: number;
  workStep: StageResult;
  end: FinishResult;
  /** The repository's git configuration, before and after. */
  configs: { before: string; after: string };
};

/** What can be observed while the job runs. */
export type LongView = { job?: Job; folder?: string; recordFile?: string; startedMs: number };

/** A stand-in for gh that records its token and arguments. */
const RECORDER = `#!/bin/sh
printf '%s\\t%s\\n' "\${GH_ENTERPRISE_TOKEN-}" "$*" >> "$GH_RECORD"
`;

/** A step that outlives its first token. Needs milliseconds from GNU `date`. */
const WORK = `for minute in ${PUSH_MINUTES.join(' ')}; do
  left=$((STARTED_MS + minute * MINUTE_US / 1000 - $(date +%s%3N)))
  if [ $left -gt 0 ]; then sleep $((left / 1000)).$(printf %03d $((left % 1000))); fi
  git commit --quiet --allow-empty -m "minute $minute"
  git push --quiet origin HEAD:main
  gh release upload nightly "minute-$minute.tar"
done`;

/** Runs the long job: checkout, refresh-token, the work, the post steps. */
export async function runLongJob(
  scene: LongScene,
  view: LongView,
  { defer }: Pick<ActDeps, 'defer'>,
): Promise<LongRun> {
  const job = await aJob(scene);
  defer(() => job.dispose());
  const tools = join(job.root, 'tools');
  const recordFile = join(job.root, 'gh-calls');
  await mkdir(tools);
  await writeFile(join(tools, 'gh'), RECORDER, { mode: 0o755 });
  await job.run({ script: `echo '${tools}' >> "$GITHUB_PATH"` });
  await checkOut(scene, job);
  const before = await readConfig(job);
  view.startedMs = Date.now();
  const refreshStep = await job.uses({
    id: 'refresh',
    action: ACTION,
    ref: 'octo-org/fetch-token/refresh-token@v1',
    with: {
      'client-id': scene.app.clientId,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression for the runner, as workflows have it
      'private-key': '${{ secrets.APP_KEY }}',
      'refresh-before': String(REFRESH_BEFORE_SECONDS),
    },
  });
  if (refreshStep.outcome !== 'success') throw new Error('refresh-token did not get its first token');
  const folder = folderOf(refreshStep);
  const keeper = keeperPid(folder);
  Object.assign(view, { job, folder, recordFile });
  const workStep = await job.run({
    script: WORK,
    env: {
      STARTED_MS: String(view.startedMs),
      MINUTE_US: String(Math.round(MINUTE_MS * 1000)),
      GH_RECORD: recordFile,
    },
  });
  const end = await job.finish();
  return {
    job,
    refreshStep,
    folder,
    keeper,
    workStep,
    end,
    configs: { before, after: await readConfig(job) },
  };
}

function aJob({ github, gitServer, githubToken, app }: LongScene): Promise<Job> {
  return createJob({
    repository: REPOSITORY,
    workflow: 'Nightly',
    job: 'release',
    githubToken,
    secrets: { APP_KEY: app.privateKey },
    apiUrl: github.apiUrl,
    serverUrl: gitServer.url,
    env: {
      PATH: process.env.PATH ?? '',
      GIT_AUTHOR_NAME: 'release',
      GIT_AUTHOR_EMAIL: 'release@example.com',
      GIT_COMMITTER_NAME: 'release',
      GIT_COMMITTER_EMAIL: 'release@example.com',
    },
  });
}

/** Prepares the repository as actions/checkout does, with a header that would push as github-actions[bot]. */
async function checkOut({ gitServer, githubToken }: LongScene, job: Job): Promise<void> {
  const header = Buffer.from(`x-access-token:${githubToken}`).toString('base64');
  const settings = [
    ['remote', 'set-url', 'origin', `${gitServer.url}/${REPOSITORY}.git`],
    ['config', `http.${gitServer.url}/.extraheader`, `AUTHORIZATION: basic ${header}`],
  ];
  await git(job.workspace, ['clone', '--quiet', join(gitServer.root, `${REPOSITORY}.git`), '.']);
  for (const setting of settings) await git(job.workspace, setting);
}

function readConfig(job: Job): Promise<string> {
  return readFile(join(job.workspace, '.git/config'), 'utf8');
}
