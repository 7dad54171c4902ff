import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Http } from '../http/types.js';
import type { Environment, Log } from '../runner/types.js';
import { SourceFailure } from '../sources/types.js';
import { announceMask } from './announce.js';
import { type AskDeps, askForToken, hideNow } from './ask.js';
import type { Folder } from './folder.js';
import { readSettings } from './folder.js';
import { isKeeperAlive, startKeeper } from './keeper-process.js';
import { systemClock } from './life.js';
import { answerText, type TokenQuestion } from './quick.js';
import { createTokenSource } from './token-source.js';
import { FILES, type RefreshSettings } from './types.js';

/** What a process of the job that is no action has of the world. */
export type CommandDeps = {
  readonly env: Environment;
  readonly http: Http;
  /** One line for people, away from the answer. */
  readonly say: (line: string) => void;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly signal: AbortSignal;
};

/** The sources' remarks have no log to go to but the one line. */
export function quietLog(say: (line: string) => void): Log {
  const nothing = () => undefined;
  return { info: nothing, notice: say, warning: say, error: say, debug: nothing, group: nothing };
}

/** How this process asks for tokens: it hides them through the running step, since it has no log of its own. */
export function askDepsOf(deps: CommandDeps, folder: Folder, settings: RefreshSettings): AskDeps {
  const { http, random, signal, sleep, say } = deps;
  const sourceDeps = {
    http,
    sleep,
    random,
    signal,
    log: quietLog(say),
    mask: () => undefined,
    now: systemClock.wallMs,
    oidc: settings.oidc,
  };
  return {
    source: createTokenSource(sourceDeps, folder, settings),
    clock: systemClock,
    sleep: (ms) => sleep(ms, signal),
    say,
    hide: (token) => announceMask(settings.worker, token),
    revive() {
      if (!isKeeperAlive(folder)) startKeeper(deps.env, folder, settings);
    },
  };
}

/** The part of an ask that the cache alone cannot answer. Returns what to print; throws `SourceFailure`. */
export async function answerByAsking(deps: CommandDeps, question: TokenQuestion): Promise<string> {
  if (question.folder === '') {
    const advice = 'Use this after a step with refresh-token, or name its folder with --folder.';
    throw new SourceFailure('refused', `GITHUB_TOKEN_FILE is not set. ${advice}`);
  }
  const folder: Folder = { path: question.folder };
  const settings = readSettings(folder);
  if ('fault' in settings) throw new SourceFailure('refused', `Refused: ${settings.fault}.`);
  const askDeps = askDepsOf(deps, folder, settings);
  const credentials = await askForToken(askDeps, { folder, settings });
  if (existsSync(join(folder.path, FILES.unmasked))) hideNow(askDeps, folder, credentials.token);
  return answerText(credentials, question.format);
}
