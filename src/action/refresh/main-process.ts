import { dirname, join } from 'node:path';
import { identify } from './process-identity.js';
import type { Clock, RefreshSettings } from './types.js';

/** The process of main: its parent is the runner's worker; its script is next to the other bundles. */
export type MainProcess = { readonly parentPid: number; readonly nodePath: string; readonly script: string };

/** What other processes of the job need to know about main's process. */
export function processSettings(
  own: MainProcess,
  clock: Clock,
): Pick<RefreshSettings, 'worker' | 'startedAtMonotonicMs' | 'nodePath' | 'bundles'> {
  const bundle = (stage: string) => join(dirname(dirname(own.script)), stage, 'index.js');
  return {
    worker: identify(own.parentPid),
    startedAtMonotonicMs: clock.monotonicMs(),
    nodePath: own.nodePath,
    bundles: { token: bundle('token'), keeper: bundle('keeper') },
  };
}
