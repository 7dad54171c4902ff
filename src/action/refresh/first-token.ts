import { tokenMasks } from '../runner/masks.js';
import type { ActionDeps } from '../start.js';
import { type AskDeps, askForToken, hideNow } from './ask.js';
import { addKnownToken } from './folder.js';
import { isKeeperAlive, startKeeper } from './keeper-process.js';
import { openTokens } from './ledger.js';
import { systemClock } from './life.js';
import type { Place } from './main.js';
import { createTokenSource } from './token-source.js';
import type { Credentials } from './types.js';

/** Gets the folder's token, masked, and sees to it that a keeper keeps it from now on. */
export async function firstToken(deps: ActionDeps, { folder, settings }: Place): Promise<Credentials> {
  const { runner, http, now, sleep, random, signal } = deps;
  const sourceDeps = {
    http,
    log: runner.log,
    mask: runner.mask,
    now,
    sleep,
    random,
    signal,
    oidc: settings.oidc,
  };
  const askDeps: AskDeps = {
    source: createTokenSource(sourceDeps, folder, settings),
    clock: systemClock,
    sleep: (ms) => sleep(ms, signal),
    say: runner.log.warning,
    hide(token) {
      runner.mask(...tokenMasks(token));
      return 'hidden';
    },
    // Only once there is a token to keep: see below.
    revive: () => undefined,
  };
  // A later step masks what was minted in the background since, before it can be met in the log.
  runner.mask(...openTokens(folder).flatMap(({ token }) => tokenMasks(token)));
  const credentials = await askForToken(askDeps, { folder, settings });
  hideNow(askDeps, folder, credentials.token);
  addKnownToken(folder, credentials.token);
  if (!isKeeperAlive(folder)) startKeeper(runner.env, folder, settings);
  return credentials;
}
