import { tokenMasks } from '../runner/masks.js';
import { type ActionDeps, requestDepsOf } from '../start.js';
import { publish, type StepCache } from './folder.js';
import { freshToken } from './fresh-token.js';
import { openTokens } from './ledger.js';
import { systemClock } from './life.js';
import { nextCredentials, type TokenSource } from './renewal.js';
import { createTokenSource } from './token-source.js';
import type { Credentials } from './types.js';

/** Gets the folder's token, masked: a new one, or that of the earlier step that created the folder. */
export async function firstToken(deps: ActionDeps, cache: StepCache): Promise<Credentials> {
  const { folder, settings } = cache;
  const source = createTokenSource({ ...requestDepsOf(deps), oidc: settings.oidc }, folder, settings);
  if (cache.role === 'later') return joined(deps, cache, source);
  // No other process knows the folder yet, so no lock is needed.
  const situation = { current: null, cause: 'due', currentIsUsable: false } as const;
  const credentials = await nextCredentials({ source, clock: systemClock }, settings, situation);
  publish(cache, credentials, systemClock);
  return credentials;
}

/** Masks every token that was obtained in the background since an earlier step, and renews the current one if needed. */
async function joined(
  deps: ActionDeps,
  { folder, settings }: StepCache,
  source: TokenSource,
): Promise<Credentials> {
  const { runner, sleep, signal } = deps;
  const tokenDeps = {
    source,
    clock: systemClock,
    sleep: (ms: number) => sleep(ms, signal),
    say: runner.log.warning,
    // Main starts the keeper itself, at the end.
    ensureKeeper: () => undefined,
  };
  const mask = (token: string) => runner.mask(...tokenMasks(token));
  for (const { token } of openTokens(folder)) mask(token);
  const credentials = await freshToken(tokenDeps, { folder, settings });
  mask(credentials.token);
  return credentials;
}
