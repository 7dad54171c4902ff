import { textTable } from '../table.js';
import { agentOf, type LegRun } from './run-leg.js';
import { REPOSITORY, type Scene } from './scene.js';

/** The result of a leg. Owner, requests and budget are GitHub's figures, not those of the action. */
export type LegReport = {
  leg: string;
  owner: string;
  requests_spent: number;
  budget_left: number;
  budget_limit: number;
  source: string;
  note: string;
  seconds: number;
  faults: string[];
};

/** The result of a leg, with its unmet expectations. */
export function reportLeg(scene: Scene, run: LegRun): LegReport {
  const { leg, fetched, tookMs } = run;
  const calls = scene.github.requests.filter((request) => request.headers['user-agent'] === agentOf(leg));
  const owner = calls.at(-1)?.owner;
  const budget = owner === undefined ? undefined : scene.github.budget(owner, 'core');
  return {
    leg: leg.name,
    owner: nameOf(scene, owner),
    requests_spent: calls.filter((request) => request.status === 200).length,
    budget_left: budget?.remaining ?? 0,
    budget_limit: budget?.limit ?? 0,
    source: fetched.outputs.source ?? 'none',
    note: noteOf(scene, run),
    seconds: Math.round(tookMs / 100) / 10,
    faults: faultsOf(scene, run, new Set(calls.map((request) => request.owner))),
  };
}

function nameOf(scene: Scene, owner: string | undefined): string {
  if (owner === `actions:${REPOSITORY}`) return 'GITHUB_TOKEN';
  return scene.lenders.find(({ user }) => user.owner === owner)?.user.login ?? 'nobody';
}

function noteOf(scene: Scene, { leg }: LegRun): string {
  if (leg.kind === 'fork') return 'no secrets here: fell back';
  if (leg.kind === 'revoked') return `${scene.revoked.user.login}'s token was revoked: got another`;
  if (leg.kind === 'spent') return `${scene.spent.user.login}'s budget was exhausted: got another`;
  return '';
}

function faultsOf(scene: Scene, run: LegRun, charged: ReadonlySet<string | undefined>): string[] {
  const { leg, fetched, spent, end } = run;
  const wantedSource = leg.kind === 'fork' ? 'fallback' : 'pool';
  const unusable = leg.kind === 'revoked' ? scene.revoked : scene.spent;
  const badPost = end.posts.find((post) => post.outcome !== 'success');
  const checks: [boolean, string][] = [
    [fetched.outcome === 'success', `fetch-token ended with ${fetched.outcome}`],
    [fetched.outputs.source === wantedSource, `its source should be ${wantedSource}`],
    [spent.outcome === 'success', `its step ended with ${spent.outcome}`],
    [badPost === undefined, `fetch-token's post ended with ${badPost?.outcome}`],
    [charged.size === 1, `its calls were charged to ${charged.size} owners instead of one`],
    [!charged.has(unusable.user.owner), `it used the token of ${unusable.user.login}`],
    [leg.kind === 'pooled' || hadAccident(scene, run), 'its accident did not happen'],
    ...leaks(scene, run),
  ];
  return checks.filter(([isMet]) => !isMet).map(([, fault]) => `${leg.name}: ${fault}`);
}

/** Whether the leg really got the bad token, or no secret. */
function hadAccident({ github, revoked, spent }: Scene, { leg, fetched }: LegRun): boolean {
  // The pool probes the same tokens; only the action's own request counts.
  const isOfAction = (agent: unknown): boolean => agent === 'fetch-token';
  const checks = github.requests.filter(
    ({ path, headers }) => path === '/rate_limit' && isOfAction(headers['user-agent']),
  );
  if (leg.kind === 'revoked') {
    return checks.some(
      ({ status, authorization }) => status === 401 && authorization?.includes(revoked.token),
    );
  }
  if (leg.kind === 'spent') {
    return checks.some(
      ({ owner, authorization }) => owner === spent.user.owner && authorization?.includes(spent.token),
    );
  }
  return (fetched.outputs['fallback-reason'] ?? '') !== '';
}

/** No secret may appear in the visible output of a run. */
function leaks(scene: Scene, { job, githubToken }: LegRun): [boolean, string][] {
  const secrets = [githubToken, ...secretsOf(scene)];
  return secrets.map((secret) => [isHidden(() => job.expectNoLeak(secret)), 'a secret appears in its log']);
}

function secretsOf({ lenders, key }: Scene): string[] {
  return [key, ...lenders.map(({ token }) => token)];
}

/** Open leases, and secrets in the pool's log. */
export async function poolFaults(scene: Scene): Promise<string[]> {
  const status: unknown = JSON.parse(await scene.pool.command(['status', '--json']));
  const open = openLeases(status);
  const log = scene.pool.log();
  return [
    ...(open === 0 ? [] : [`the pool still has ${open} open leases`]),
    ...(secretsOf(scene).some((secret) => log.includes(secret))
      ? ["a secret appears in the pool's log"]
      : []),
  ];
}

function openLeases(status: unknown): number | string {
  const buckets =
    typeof status === 'object' && status !== null && 'buckets' in status ? status.buckets : undefined;
  const core = (Array.isArray(buckets) ? buckets : []).find((row) => row?.bucket === 'core');
  return typeof core?.open_leases === 'number' ? core.open_leases : 'unknown';
}

function isHidden(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

/** The table at the end. */
export function legTable(reports: readonly LegReport[]): string {
  return textTable<LegReport>(
    [
      { title: 'leg', cell: ({ leg }) => leg },
      { title: 'owner', cell: ({ owner }) => owner },
      { title: 'spent', align: 'right', cell: (report) => String(report.requests_spent) },
      {
        title: 'budget left',
        align: 'right',
        cell: (report) => `${report.budget_left} of ${report.budget_limit}`,
      },
      { title: 'source', cell: ({ source }) => source },
      { title: 'note', cell: ({ note }) => note },
    ],
    reports,
  );
}
