import type { Environment } from '../runner/types.js';
import { SourceFailure } from '../sources/types.js';
import type { Folder } from './folder.js';
import { readSettings } from './folder.js';
import { type FreshTokenDeps, freshToken } from './fresh-token.js';
import { isKeeperAlive, startKeeper } from './start-keeper.js';
import { systemClock } from './life.js';
import { formatCredentials, type TokenCommandArgs } from './cached-answer.js';
import type { TokenSource } from './renewal.js';
import type { RefreshSettings } from './types.js';

/** Everything impure that the token command and the keeper need. */
export type CommandDeps = {
  readonly env: Environment;
  /** Prints a line for people, apart from the answer. */
  readonly say: (line: string) => void;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly openSource: (folder: Folder, settings: RefreshSettings) => Promise<TokenSource>;
};

/**
 * Opens the source on first use. Of many processes that ask at once only one renews; the others need not load it.
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

/** Cannot mask tokens: the runner does not read this process's output. */
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
    ensureKeeper() {
      if (!isKeeperAlive(folder)) startKeeper(deps.env, folder, settings);
    },
  };
}

/** Answers what the cache alone cannot. Returns the text to print; throws `SourceFailure`. */
export async function renewAndAnswer(deps: CommandDeps, args: TokenCommandArgs): Promise<string> {
  if (!args.isValid) {
    throw new SourceFailure('refused', 'Use it with these options or none: --json, --folder <folder>.');
  }
  if (args.folder === '') {
    const advice = 'Use this after a step with refresh-token, or name its folder with --folder.';
    throw new SourceFailure('refused', `GITHUB_TOKEN_FILE is not set. ${advice}`);
  }
  const folder: Folder = { path: args.folder };
  const settings = readSettings(folder);
  if ('fault' in settings) throw new SourceFailure('refused', `Refused: ${settings.fault}.`);
  const tokenDeps = freshTokenDepsOf(deps, folder, settings);
  const credentials = await freshToken(tokenDeps, { folder, settings });
  return formatCredentials(credentials, args.format);
}
