import type { Runner } from '../runner/types.js';
import { parseJson } from '../sources/answers.js';
import type { GitUndo } from '../tools/git-environment.js';

/**
 * What main saves for post. Only the step that created the folder (`first`) deletes it: posts run in reverse order, so
 * its post is the last.
 */
export type RefreshState = {
  readonly folder: string;
  readonly role: 'first' | 'later';
  readonly gitUndo: GitUndo | null;
  readonly summary: boolean;
};

const NAME = 'refresh';

export function saveState(runner: Runner, state: RefreshState): void {
  runner.saveState(NAME, JSON.stringify(state));
}

/** Null if main ended before there was anything to clean up. */
export function loadState(runner: Runner): RefreshState | null {
  // Not validated: this action's main wrote it in the same job, and the runner kept it.
  const state = parseJson(runner.getState(NAME));
  return typeof state === 'object' && state !== null ? (state as RefreshState) : null;
}
