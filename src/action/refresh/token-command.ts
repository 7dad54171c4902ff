import type { Environment } from '../runner/types.js';
import { SourceFailure } from '../sources/types.js';
import type { Folder } from './folder.js';
import { readSettings } from './folder.js';
import { type FreshTokenDeps, freshToken } from './fresh-token.js';
import { isKeeperAlive, startKeeper } from './keeper-process.js';
import { systemClock } from './life.js';
import { answerText, type TokenQuestion } from './quick.js';
import type { TokenSource } from './renewal.js';
import type { RefreshSettings } from './types.js';

/** What a process of the job that is not an action has of the world. */
export type CommandDeps = {
  readonly env: Environment;
  /** One line for people, away from the answer. */
  readonly say: (line: string) => void;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly openSource: (folder: Folder, settings: RefreshSettings) => Promise<TokenSource>;
};

/**
 * A source that is opened when it is first needed. Of many processes that ask at once only one renews: the others
 * should not spend the machine on loading what they never use.
 */
function lazySource(open: () => Promise<TokenSource>): TokenSource {
  let opened: TokenSource | undefined;
  const get = async () => {
    opened ??= await open();
    return opened;
  };
  return {
    obtain: async (request) => (await get()).obtain(request),
    renewLease: async (lease, request) => (await get()).renewLease(lease, request),
    readBudget: async (token) => (await get()).readBudget(token),
    issuerAheadMs: () => opened?.issuerAheadMs() ?? 0,
  };
}

/** How this process asks for tokens. It has no output that the runner reads, so it cannot mask them. */
export function freshTokenDepsOf(
  deps: CommandDeps,
  folder: Folder,
  settings: RefreshSettings,
): FreshTokenDeps {
  const { signal, sleep, say } = deps;
  return {
    source: lazySource(() => deps.openSource(folder, settings)),
    clock: systemClock,
    sleep: (ms) => sleep(ms, signal),
    say,
    revive() {
      if (!isKeeperAlive(folder)) startKeeper(deps.env, folder, settings);
    },
  };
}

/** The part of an ask that the cache alone cannot answer. Returns what to print; throws `SourceFailure`. */
export async function answerByAsking(deps: CommandDeps, question: TokenQuestion): Promise<string> {
  if (!question.isUnderstood) {
    throw new SourceFailure('refused', 'Use it with these options or none: --json, --folder <folder>.');
  }
  if (question.folder === '') {
    const advice = 'Use this after a step with refresh-token, or name its folder with --folder.';
    throw new SourceFailure('refused', `GITHUB_TOKEN_FILE is not set. ${advice}`);
  }
  const folder: Folder = { path: question.folder };
  const settings = readSettings(folder);
  if ('fault' in settings) throw new SourceFailure('refused', `Refused: ${settings.fault}.`);
  const tokenDeps = freshTokenDepsOf(deps, folder, settings);
  const credentials = await freshToken(tokenDeps, { folder, settings });
  return answerText(credentials, question.format);
}
