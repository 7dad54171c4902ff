import { abortableSleep } from '../abortable-sleep.js';
import { ActionFailure } from '../failure.js';
import type { Environment } from '../runner/types.js';
import type { CommandDeps } from './token-command.js';

/** The real dependencies of a process of the job that is not an action. SIGTERM and SIGINT end it. */
export function commandDeps(env: Environment, say: (line: string) => void): CommandDeps {
  const end = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end.abort());
  const deps = { env, say, sleep: abortableSleep('This process was told to end.'), signal: end.signal };
  return {
    ...deps,
    async openSource(folder, settings) {
      const { openNetwork } = await import('./network.js');
      return openNetwork(deps, folder, settings);
    },
  };
}

/** Only faults of our own making are quoted: the message of any other error could hold anything. */
export function messageOf(error: unknown): string {
  if (error instanceof ActionFailure) return error.message;
  return `An unexpected fault (${error instanceof Error ? error.name : typeof error}).`;
}
