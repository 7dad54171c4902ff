import { oidcEndpoint } from '../sources/source-inputs.js';
import type { SourceDeps } from '../sources/types.js';
import type { ActionDeps } from '../start.js';

/** The sources' dependencies, from those of an action. */
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
