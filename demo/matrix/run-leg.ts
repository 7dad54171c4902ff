import { fileURLToPath } from 'node:url';
import { createJob } from '../../testkit/runner/job.js';
import type { FinishResult, Job, StageResult } from '../../testkit/runner/types.js';
import type { ActDeps } from '../act.js';
import type { Leg } from './legs.js';
import { REPOSITORY, type Scene } from './scene.js';

// Both from build/demo/matrix/: the repository with its committed bundles, and the compiled step.
const ACTION = fileURLToPath(new URL('../../../', import.meta.url));
const SPEND = fileURLToPath(new URL('../spend.js', import.meta.url));

export type LegRun = {
  leg: Leg;
  job: Job;
  /** The job's own GITHUB_TOKEN. */
  githubToken: string;
  fetched: StageResult;
  spent: StageResult;
  end: FinishResult;
  tookMs: number;
};

export type LegView = {
  phase: 'waiting' | 'fetching' | 'spending' | 'settling' | 'over';
  job?: Job;
  run?: LegRun;
};

/** The user agent identifies the leg. */
export const agentOf = (leg: Leg): string => `leg ${leg.name}`;

/** Runs one leg: fetch-token's main, a step that calls the API, fetch-token's post. */
export async function runLeg(
  scene: Scene,
  leg: Leg,
  view: LegView,
  { defer }: Pick<ActDeps, 'defer'>,
): Promise<LegRun> {
  const startedMs = Date.now();
  causeAccident(scene, leg);
  const { github } = scene;
  const isFork = leg.kind === 'fork';
  const githubToken = github.addActionsToken(REPOSITORY).token;
  const job = await createJob({
    repository: REPOSITORY,
    workflow: 'CI',
    job: 'test',
    matrix: { leg: leg.name },
    eventName: isFork ? 'pull_request' : 'push',
    ...(isFork ? { eventPayload: FORK_EVENT } : {}),
    githubToken,
    // A fork's pull request gets no secrets except GITHUB_TOKEN.
    secrets: isFork ? {} : { POOL_KEY: scene.key },
    apiUrl: github.apiUrl,
    serverUrl: github.serverUrl,
  });
  defer(() => job.dispose());
  Object.assign(view, { job, phase: 'fetching' });
  const fetched = await job.uses({
    id: 'token',
    action: ACTION,
    ref: 'octo-org/fetch-token@v1',
    with: {
      'pool-url': scene.pool.url,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression for the runner, as workflows have it
      'api-secret': '${{ secrets.POOL_KEY }}',
      'expected-requests': String(leg.calls),
      ...(leg.label === '' ? {} : { label: leg.label }),
    },
  });
  view.phase = 'spending';
  const spent = await job.run({ script: `'${process.execPath}' '${SPEND}' ${leg.calls} '${agentOf(leg)}'` });
  view.phase = 'settling';
  const end = await job.finish();
  return { leg, job, githubToken, fetched, spent, end, tookMs: Date.now() - startedMs };
}

const FORK_EVENT = {
  pull_request: {
    head: { repo: { full_name: 'stranger/widgets', fork: true } },
    base: { repo: { full_name: REPOSITORY } },
  },
};

/** Causes the leg's accident without the pool's knowledge. */
function causeAccident({ github, revoked, spent }: Scene, leg: Leg): void {
  if (leg.kind === 'revoked') github.revokeToken(revoked.token);
  if (leg.kind === 'spent')
    github.spend(spent.user.owner, 'core', github.budget(spent.user.owner, 'core').remaining);
}
