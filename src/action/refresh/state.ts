import type { Runner } from '../runner/types.js';
import { parseJson } from '../sources/answers.js';
import type { GitUndo } from '../tools/git-environment.js';

/**
 * What main leaves for post. A step that joined an earlier one's folder leaves it alone at its end: posts run in
 * reverse order, so the step that made the folder is the last.
 */
export type RefreshState = {
  readonly folder: string;
  readonly role: 'first' | 'later';
  readonly gitUndo: GitUndo | null;
};

const NAME = 'refresh';

export function saveState(runner: Runner, state: RefreshState): void {
  runner.saveState(NAME, JSON.stringify(state));
}

/** Null when main ended before there was anything to clean up. */
export function loadState(runner: Runner): RefreshState | null {
  // Written by this action in the same job and handed over by the runner, hence trusted to be of our own form.
  const state = parseJson(runner.getState(NAME));
  return typeof state === 'object' && state !== null ? (state as RefreshState) : null;
}
