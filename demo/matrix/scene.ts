import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startGitHub } from '../../testkit/github/start-github.js';
import type { GitHub, User, UserTokenKind } from '../../testkit/github/types.js';
import type { ActDeps } from '../act.js';
import { mapWithConcurrency } from '../map-with-concurrency.js';
import { type PoolProcess, startPool } from '../pool-process.js';
import { REVOKED_LABEL, SPENT_LABEL } from './legs.js';

export const REPOSITORY = 'octo-org/widgets';

/** The minimum duration of a call, as over a real network. */
const LATENCY_MS = 40;

const CONCURRENT_COMMANDS = 3;

const POLL_EVERY_MS = 50;
const PROBE_DEADLINE_MS = 20_000;

export type Lender = { user: User; token: string; label: string };

/** GitHub, a pool with tokens of several people, and the key of the workflow. */
export type Scene = {
  github: GitHub;
  pool: PoolProcess;
  /** For `api-secret`. */
  key: string;
  lenders: readonly Lender[];
  /** The owners whose token is revoked, or whose budget is exhausted, after the pool has probed them. */
  revoked: Lender;
  spent: Lender;
};

type Plan = { login: string; kind: UserTokenKind; spent: number; label?: string };

/** The pool prefers owners with more left. All windows are open, so nothing else matters. */
const PLANS: readonly Plan[] = [
  { login: 'ada', kind: 'oauth', spent: 150 },
  { login: 'barbara', kind: 'oauth', spent: 600 },
  { login: 'edsger', kind: 'pat_fine', spent: 900 },
  { login: 'grace', kind: 'pat_classic', spent: 1200 },
  { login: 'tony', kind: 'oauth', spent: 300 },
  { login: 'katherine', kind: 'oauth', spent: 100, label: REVOKED_LABEL },
  { login: 'margaret', kind: 'oauth', spent: 2500, label: REVOKED_LABEL },
  { login: 'donald', kind: 'oauth', spent: 100, label: SPENT_LABEL },
  { login: 'frances', kind: 'oauth', spent: 2500, label: SPENT_LABEL },
];

/** Starts GitHub's stand-in and the pool, until the demo ends. */
export async function startScene({ progress, defer }: ActDeps): Promise<Scene> {
  const github = await startGitHub();
  defer(() => github.close());
  github.addRepository(REPOSITORY);
  github.setFault({ match: { path: /^\/repos\// }, effect: { kind: 'latency', ms: LATENCY_MS } });
  const folder = await mkdtemp(join(tmpdir(), 'token-pool-demo-'));
  defer(() => rm(folder, { recursive: true, force: true }));
  // A user without a token, to try the sign-in with `--keep`.
  github.addUser({ login: 'newcomer' });
  const client = github.addOAuthApp({ name: 'Token pool of octo-org' });
  const { apiUrl: githubApiUrl, serverUrl: githubServerUrl } = github;
  const env = { GITHUB_CLIENT_ID: client.clientId, GITHUB_CLIENT_SECRET: client.clientSecret };
  const pool = await startPool({ folder, githubApiUrl, githubServerUrl, env });
  defer(() => pool.close());
  progress.print(`GitHub (a stand-in) at ${github.serverUrl}, the pool at ${pool.url}`);

  const lenders = await mapWithConcurrency(PLANS, CONCURRENT_COMMANDS, (plan) => lend(github, pool, plan));
  await waitUntilProbed(github, lenders);
  const key = await createKey(pool);
  progress.print(`${lenders.length} people lend a token, each with a budget of 5,000 calls an hour\n`);
  return {
    github,
    pool,
    key,
    lenders,
    revoked: findLender(lenders, 'katherine'),
    spent: findLender(lenders, 'donald'),
  };
}

async function lend(github: GitHub, pool: PoolProcess, plan: Plan): Promise<Lender> {
  const user = github.addUser({ login: plan.login });
  const { token } = github.addToken(user, { kind: plan.kind });
  github.spend(user.owner, 'core', plan.spent);
  const label = plan.label ?? '';
  await pool.command(['token', 'add', ...(label === '' ? [] : ['--label', label])], `${token}\n`);
  return { user, token, label };
}

/** A later probe could notice the accident before the leg does. */
async function waitUntilProbed(github: GitHub, lenders: readonly Lender[]): Promise<void> {
  const isProbed = ({ token }: Lender) =>
    github.requests.some(
      ({ path, authorization }) => path === '/rate_limit' && authorization?.includes(token),
    );
  const deadlineMs = Date.now() + PROBE_DEADLINE_MS;
  while (!lenders.every(isProbed)) {
    if (Date.now() > deadlineMs) throw new Error('the pool did not probe its tokens in time');
    await delay(POLL_EVERY_MS);
  }
}

async function createKey(pool: PoolProcess): Promise<string> {
  const labels = [REVOKED_LABEL, SPENT_LABEL].flatMap((label) => ['--label', label]);
  const answer: unknown = JSON.parse(
    await pool.command(['key', 'create', '--name', 'demo', ...labels, '--json']),
  );
  const key = typeof answer === 'object' && answer !== null && 'key' in answer ? answer.key : undefined;
  if (typeof key !== 'string') throw new Error('"token-pool key create --json" printed no key');
  return key;
}

function findLender(lenders: readonly Lender[], login: string): Lender {
  const found = lenders.find(({ user }) => user.login === login);
  if (!found) throw new Error(`there is no contributor ${login}`);
  return found;
}
