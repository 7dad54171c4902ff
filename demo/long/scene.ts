import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { git } from '../../testkit/git/git.js';
import { type GitServer, startGitServer } from '../../testkit/git/git-server.js';
import { startGitHub } from '../../testkit/github/start-github.js';
import type { App, GitHub } from '../../testkit/github/types.js';
import type { ActDeps } from '../act.js';
import { HOUR_MS } from './scale.js';

export const REPOSITORY = 'octo-org/widgets';
const SLUG = 'release-bot';

export type LongScene = {
  github: GitHub;
  gitServer: GitServer;
  app: App;
  /** The job's own token, which the checkout leaves behind in the repository. */
  githubToken: string;
  /** The token's owner according to GitHub; undefined until it has answered. */
  identityOf(token: string): string | undefined;
};

/** GitHub with tokens that live a scaled hour, an App, and a git server that accepts only valid tokens. */
export async function startLongScene({ progress, defer }: Pick<ActDeps, 'progress' | 'defer'>) {
  const github = await startGitHub({ installationTokenMs: HOUR_MS });
  defer(() => github.close());
  const identities = new Map<string, string>();
  const app = github.addApp({ slug: SLUG });
  const { owner } = github.addInstallation(app, { repositories: [REPOSITORY] });
  const names: { readonly [owner: string]: string } = {
    [owner]: `${SLUG}[bot]`,
    [`actions:${REPOSITORY}`]: 'github-actions[bot]',
  };
  // Requested at once, because GitHub refuses expired tokens.
  const requested = new Set<string>();
  const recordIdentity = async (token: string): Promise<void> => {
    if (requested.has(token)) return;
    requested.add(token);
    const headers = { authorization: `Bearer ${token}`, 'user-agent': 'git server' };
    await (await fetch(`${github.apiUrl}/rate_limit`, { headers })).body?.cancel();
    const seen = github.requests.findLast(({ authorization }) => authorization === headers.authorization);
    identities.set(token, names[seen?.owner ?? ''] ?? 'unknown');
  };
  const gitServer = await startGitServer((token) => {
    if (!github.accepts(token)) return false;
    recordIdentity(token).catch(() => identities.set(token, 'unknown'));
    return true;
  });
  defer(() => gitServer.close());
  await seedRepository(gitServer);
  progress.print(`GitHub (a stand-in) at ${github.apiUrl}, git http-backend at ${gitServer.url}`);
  const githubToken = github.addActionsToken(REPOSITORY).token;
  const scene: LongScene = {
    github,
    gitServer,
    app,
    githubToken,
    identityOf: (token) => identities.get(token),
  };
  return scene;
}

async function seedRepository({ root, createRepository }: GitServer): Promise<void> {
  await createRepository(REPOSITORY);
  const seed = join(root, 'seed');
  await mkdir(seed);
  await git(seed, ['init', '--quiet', '--initial-branch=main']);
  await git(seed, ['commit', '--quiet', '--allow-empty', '-m', 'first']);
  await git(seed, ['push', '--quiet', join(root, `${REPOSITORY}.git`), 'main']);
}

/** Subjects of the pushed commits, oldest first, without the initial one. */
export async function pushedCommits({ gitServer }: LongScene): Promise<string[]> {
  const folder = join(gitServer.root, `${REPOSITORY}.git`);
  const log = await git(folder, ['log', '--reverse', '--format=%s', 'main']);
  return log.trim().split('\n').slice(1);
}

/** The status that the git server returns for a token, for the request that git makes before a push. */
export async function statusFor({ gitServer }: LongScene, token: string): Promise<number> {
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64');
  const response = await fetch(`${gitServer.url}/${REPOSITORY}.git/info/refs?service=git-receive-pack`, {
    headers: { authorization: `Basic ${credentials}` },
  });
  await response.body?.cancel();
  return response.status;
}
