import { abortableSleep } from '../abortable-sleep.js';
import { CodedError } from '../../coded-error.js';
import type { Environment } from '../runner/types.js';
import type { CommandDeps } from './token-command.js';

/** The real dependencies of the `ask` command and the keeper. SIGTERM and SIGINT stop them. */
export function commandDeps(env: Environment, say: (line: string) => void): CommandDeps {
  const end = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end.abort());
  const deps = { env, say, sleep: abortableSleep('This process was asked to stop.'), signal: end.signal };
  return {
    ...deps,
    async openSource(folder, settings) {
      const { openTokenSource } = await import('./open-token-source.js');
      return openTokenSource(deps, folder, settings);
    },
  };
}

/** Quotes only our own errors: the message of any other could hold a secret. */
export function messageOf(error: unknown): string {
  if (error instanceof CodedError) return error.message;
  return `Unexpected error (${error instanceof Error ? error.name : typeof error}).`;
}
