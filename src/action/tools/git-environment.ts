import type { Environment } from '../runner/types.js';

/** Variables that make every later git include one more file, and how to undo that. */
export type GitEnvironment = {
  readonly exports: readonly (readonly [string, string])[];
  readonly undo: GitUndo;
  /** What is wrong with the user's own variables, or null. */
  readonly warning: string | null;
};

/** What post needs to undo it; `configPath` tells our entry from one that replaced it. */
export type GitUndo = { readonly countBefore: string; readonly index: number; readonly configPath: string };

/** Far more than anyone uses; git's own limit is higher. */
const MAX_COUNT = 10_000;

/**
 * Appends an entry to those that the user may have in `GIT_CONFIG_COUNT`. It includes a file, so it has no effect once
 * that file is deleted, even where the variables cannot be restored.
 */
export function appendInclude(env: Environment, configPath: string): GitEnvironment {
  const countBefore = env.GIT_CONFIG_COUNT ?? '';
  const fault = countFault(env, countBefore);
  const index = fault === null ? Number(countBefore) : 0;
  return {
    exports: [
      [`GIT_CONFIG_KEY_${index}`, 'include.path'],
      [`GIT_CONFIG_VALUE_${index}`, configPath],
      ['GIT_CONFIG_COUNT', String(index + 1)],
    ],
    undo: { countBefore: fault === null ? countBefore : '', index, configPath },
    warning: fault,
  };
}

function countFault(env: Environment, count: string): string | null {
  const redo =
    'git refuses to run with that, so it is replaced; set GIT_CONFIG_COUNT to the number of pairs.';
  if (!/^\d{0,6}$/.test(count) || Number(count) > MAX_COUNT)
    return `GIT_CONFIG_COUNT is not a usable number: ${redo}`;
  for (let index = 0; index < Number(count); index += 1) {
    for (const name of [`GIT_CONFIG_KEY_${index}`, `GIT_CONFIG_VALUE_${index}`]) {
      if (env[name] === undefined) return `GIT_CONFIG_COUNT is ${count} but ${name} is not set: ${redo}`;
    }
  }
  return null;
}
