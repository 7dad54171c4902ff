import { oidcEndpoint } from '../sources/source-inputs.js';
import type { SourceDeps } from '../sources/types.js';
import type { ActionDeps } from '../start.js';

/** What the sources need, made of what an action has. */
export function sourceDepsOf(
  deps: ActionDeps,
  events: Pick<SourceDeps, 'onObtained' | 'onSettled'>,
): SourceDeps {
  const { runner, http, now, sleep, random, signal } = deps;
  const { log, mask } = runner;
  return {
    http,
    log,
    mask,
    now,
    sleep,
    random,
    signal,
    oidc: oidcEndpoint(runner.env),
    ...events,
  };
}
