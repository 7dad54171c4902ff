import { RunnerFault } from './faults.js';
import { readInputs } from './inputs.js';
import { fitMasks } from './masks.js';
import { plainLine } from './plain-line.js';
import type { Core, Environment, Log, Runner, RunnerFile } from './types.js';

export type RunnerDeps = {
  readonly core: Core;
  readonly env: Environment;
  readonly fileExists: (path: string) => boolean;
};

/**
 * The toolkit's side of the runner behind a guard: where a runner's file is missing, the toolkit would print the
 * value as a command of old, token and all.
 */
export function createRunner({ core, env, fileExists }: RunnerDeps): Runner {
  const isMissing = (file: RunnerFile) => !fileExists(env[file] ?? '');
  const requireFile = (file: RunnerFile) => {
    if (isMissing(file)) throw new RunnerFault(file);
  };
  /** The runner keeps a mask to the end of the job: a token is seen in the answer first and checked later. */
  const masked = new Set<string>();
  return {
    env,
    inputs: readInputs(core),
    log: createLog(core),
    mask(...values) {
      const fresh = fitMasks(values).filter((value) => !masked.has(value));
      for (const value of fresh) {
        masked.add(value);
        core.setSecret(value);
      }
    },
    missingFiles: (needed) => needed.filter(isMissing),
    exportVariable(name, value) {
      requireFile('GITHUB_ENV');
      core.exportVariable(name, value);
    },
    setOutput(name, value) {
      requireFile('GITHUB_OUTPUT');
      core.setOutput(name, value);
    },
    saveState(name, value) {
      requireFile('GITHUB_STATE');
      core.saveState(name, value);
    },
    getState: (name) => core.getState(name),
    addPath(directory) {
      requireFile('GITHUB_PATH');
      core.addPath(directory);
    },
    async appendSummary(markdown) {
      if (!isMissing('GITHUB_STEP_SUMMARY')) await core.summary.addRaw(markdown).write();
    },
  };
}

function createLog(core: Core): Log {
  const line = (write: (text: string) => void) => (text: string) => write(plainLine(text));
  const info = line(core.info);
  return {
    info,
    notice: line(core.notice),
    warning: line(core.warning),
    error: line(core.error),
    debug: line(core.debug),
    group(title, lines) {
      core.startGroup(plainLine(title));
      for (const text of lines) info(text);
      core.endGroup();
    },
  };
}
