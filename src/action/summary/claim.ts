import { join } from 'node:path';
import type { Environment, Runner } from '../runner/types.js';
import { createPrivateFile } from '../tools/private-files.js';

/** The state that marks the step whose post writes the job's summary. */
export const WRITER = 'writes-summary';

/** The file that the steps of one job share; null without `RUNNER_TEMP`, which the runner empties for each job. */
export function summaryFile({ RUNNER_TEMP: runnerTemp = '' }: Environment): string | null {
  return runnerTemp === '' ? null : join(runnerTemp, 'fetch-token.summary.json');
}

/** For main. Posts run in reverse order, so the first step of the job is the one to write the summary. */
export function claimSummary(runner: Runner): void {
  const file = summaryFile(runner.env);
  if (file === null) return;
  try {
    createPrivateFile(file, '[]');
  } catch {
    // An earlier step was first. Where the file cannot be created, each step writes a summary of its own.
    return;
  }
  runner.saveState(WRITER, 'true');
}
