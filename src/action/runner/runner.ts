import { plainLine, workflowCommand } from './commands.js';
import { RunnerFault } from './faults.js';
import { heredoc } from './heredoc.js';
import { fitMasks } from './masks.js';
import type { Environment, Log, Runner, RunnerFile } from './types.js';

export type RunnerDeps = {
  readonly env: Environment;
  /** Writes to standard output. */
  readonly write: (text: string) => void;
  readonly appendFile: (path: string, text: string) => void;
  readonly fileExists: (path: string) => boolean;
  readonly random: () => number;
  readonly eol: string;
};

/** The runner as an action sees it: environment, standard output and the runner's files. */
export function createRunner(deps: RunnerDeps): Runner {
  const isMissing = (file: RunnerFile) => !deps.fileExists(deps.env[file] ?? '');
  const append = (file: RunnerFile, text: string) => {
    if (isMissing(file)) throw new RunnerFault(file);
    deps.appendFile(deps.env[file] ?? '', text);
  };
  const heredocs = (entries: readonly (readonly [string, string])[]) =>
    entries.map(([name, value]) => heredoc(name, value, deps)).join('');
  /** The runner keeps a mask to the end of the job: a token is seen in the answer first and checked later. */
  const masked = new Set<string>();
  return {
    env: deps.env,
    log: createLog(deps.write),
    mask(...values) {
      const fresh = fitMasks(values).filter((value) => !masked.has(value));
      for (const value of fresh) masked.add(value);
      const lines = fresh.map((value) => `${workflowCommand('add-mask', value)}${deps.eol}`);
      // One write, so that no other output can come between the first mask and the last.
      if (lines.length > 0) deps.write(lines.join(''));
    },
    missingFiles: (needed) => needed.filter(isMissing),
    exportVariable: (name, value) => append('GITHUB_ENV', heredoc(name, value, deps)),
    exportVariables: (entries) => append('GITHUB_ENV', heredocs(entries)),
    setOutput: (name, value) => append('GITHUB_OUTPUT', heredoc(name, value, deps)),
    setOutputs: (entries) => append('GITHUB_OUTPUT', heredocs(entries)),
    saveState: (name, value) => append('GITHUB_STATE', heredoc(name, value, deps)),
    getState: (name) => deps.env[`STATE_${name}`] ?? '',
    addPath: (directory) => append('GITHUB_PATH', `${directory}${deps.eol}`),
    appendSummary(markdown) {
      if (!isMissing('GITHUB_STEP_SUMMARY')) append('GITHUB_STEP_SUMMARY', markdown);
    },
  };
}

function createLog(write: (text: string) => void): Log {
  const line = (text: string) => write(`${text}\n`);
  const annotation = (level: string) => (text: string) => line(workflowCommand(level, plainLine(text)));
  const info = (text: string) => line(plainLine(text));
  return {
    info,
    notice: annotation('notice'),
    warning: annotation('warning'),
    error: annotation('error'),
    debug: annotation('debug'),
    group(title, lines) {
      line(workflowCommand('group', plainLine(title)));
      for (const text of lines) info(text);
      line(workflowCommand('endgroup', ''));
    },
  };
}
