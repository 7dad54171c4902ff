import type { JobContext } from './job.js';

/** The parts of the toolkit that the runner module uses. */
export type Core = Pick<
  typeof import('@actions/core'),
  | 'addPath'
  | 'debug'
  | 'endGroup'
  | 'error'
  | 'exportVariable'
  | 'getBooleanInput'
  | 'getInput'
  | 'getState'
  | 'info'
  | 'notice'
  | 'saveState'
  | 'setOutput'
  | 'setSecret'
  | 'startGroup'
  | 'summary'
  | 'warning'
>;

/** A process's environment variables; passed in, so that only entries read `process.env`. */
export type Environment = { readonly [name: string]: string | undefined };

/** Writes to the job's log through standard output only: standard error may overtake a mask. */
export type Log = {
  info(line: string): void;
  /** This and the next two are annotations, which the run's page shows as well. */
  notice(line: string): void;
  warning(line: string): void;
  error(line: string): void;
  /** Shown only with debug logging. */
  debug(line: string): void;
  group(title: string, lines: readonly string[]): void;
};

/** Asks the runner to hide values in all later output. Skips empty and short ones. */
export type Mask = (...values: readonly string[]) => void;

/** The files through which an action passes values to the runner. */
export type RunnerFile =
  | 'GITHUB_ENV'
  | 'GITHUB_OUTPUT'
  | 'GITHUB_STATE'
  | 'GITHUB_PATH'
  | 'GITHUB_STEP_SUMMARY';

/**
 * The runner, as an action sees it. Methods that write to a runner file throw `RunnerFault` if it is missing, except
 * `appendSummary`.
 */
export type Runner = {
  readonly env: Environment;
  readonly inputs: Inputs;
  readonly log: Log;
  readonly mask: Mask;
  /** Which of these files are missing; check before obtaining tokens. */
  missingFiles(needed: readonly RunnerFile[]): RunnerFile[];
  exportVariable(name: string, value: string): void;
  setOutput(name: string, value: string): void;
  saveState(name: string, value: string): void;
  /** What main saved under this name, for post; otherwise an empty string. */
  getState(name: string): string;
  addPath(directory: string): void;
  /** Appends Markdown to the job summary; does nothing without a summary file. */
  appendSummary(markdown: string): Promise<void>;
};

/** Bounds of an integer input; `fallback` is used if it is empty. */
export type IntegerRule = { readonly min: number; readonly max: number; readonly fallback: number | null };

/**
 * Reads inputs and collects all faults, so that they are reported together. A faulty input reads as a placeholder: call
 * `check()` after the last read, before using any value.
 */
export type Inputs = {
  /** Trimmed; empty if not set. */
  text(name: string): string;
  /** Accepts YAML 1.2 booleans; an empty input means `whenEmpty`. */
  flag(name: string, whenEmpty: boolean): boolean;
  integer(name: string, rule: IntegerRule): number | null;
  /** Entries separated by commas or line breaks, trimmed, empty ones dropped. */
  list(name: string): string[];
  /** One of the options; the first if empty. */
  choice<T extends string>(name: string, options: readonly [T, ...T[]]): T;
  /** Adds a fault: `<name>: <what to write instead>`. Must not contain a secret. */
  fault(name: string, advice: string): void;
  /** Throws `InputFaults` if there are any. */
  check(): void;
};

/** All that a step reads its settings from. */
export type StepInputs = {
  readonly inputs: Inputs;
  readonly env: Environment;
  readonly context: JobContext;
};
