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
 * Guards the toolkit: where a runner file is missing, the toolkit falls back to printing the value as a workflow
 * command, which would show the token.
 */
export function createRunner({ core, env, fileExists }: RunnerDeps): Runner {
  const isMissing = (file: RunnerFile) => !fileExists(env[file] ?? '');
  const requireFile = (file: RunnerFile) => {
    if (isMissing(file)) throw new RunnerFault(file);
  };
  /** Masks last until the job ends, so each is sent once, however often a token is met. */
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
