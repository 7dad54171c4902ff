import { tokenMasks } from '../runner/masks.js';
import type { ActionDeps } from '../start.js';
import { type Place, publish } from './folder.js';
import { joinFolder } from './join.js';
import { systemClock } from './life.js';
import { nextCredentials, type TokenSource } from './renewal.js';
import { createTokenSource } from './token-source.js';
import type { Credentials } from './types.js';

/** Gets the folder's token, masked in the log: a new one, or that of the earlier step whose folder it is. */
export async function firstToken(deps: ActionDeps, place: Place): Promise<Credentials> {
  const { runner, http, now, sleep, random, signal } = deps;
  const { folder, settings } = place;
  const { log, mask } = runner;
  const source = createTokenSource(
    { http, log, mask, now, sleep, random, signal, oidc: settings.oidc },
    folder,
    settings,
  );
  if (place.role === 'later') return joined(deps, place, source);
  // Nobody else knows the folder yet, so there is nothing to lock.
  const situation = { current: null, cause: 'due', currentLives: false } as const;
  const credentials = await nextCredentials({ source, clock: systemClock }, settings, situation);
  publish(place, credentials, systemClock);
  return credentials;
}

async function joined(
  deps: ActionDeps,
  { folder, settings }: Place,
  source: TokenSource,
): Promise<Credentials> {
  const { runner, sleep, signal } = deps;
  const tokenDeps = {
    source,
    clock: systemClock,
    sleep: (ms: number) => sleep(ms, signal),
    say: runner.log.warning,
    // Main sees to the keeper once everything else is done.
    revive: () => undefined,
  };
  return joinFolder(tokenDeps, { folder, settings }, (token) => runner.mask(...tokenMasks(token)));
}
