/** The toolkit, as far as `runner.ts` uses it. */
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

/** Environment variables as a process sees them; passed in, so that nothing but an entry reads `process.env`. */
export type Environment = { readonly [name: string]: string | undefined };

/** Lines for the job's log, all of them on standard output: the runner prints standard error ahead of masks. */
export type Log = {
  info(line: string): void;
  /** Annotations: shown at the top of the run as well. Callers give one line. */
  notice(line: string): void;
  warning(line: string): void;
  error(line: string): void;
  /** Shown only when the step runs in debug mode. */
  debug(line: string): void;
  group(title: string, lines: readonly string[]): void;
};

/** Asks the runner to hide values in all later output. Unfit values (empty, short words) are left out. */
export type Mask = (...values: readonly string[]) => void;

/** The files through which an action tells the runner things. */
export type RunnerFile =
  | 'GITHUB_ENV'
  | 'GITHUB_OUTPUT'
  | 'GITHUB_STATE'
  | 'GITHUB_PATH'
  | 'GITHUB_STEP_SUMMARY';

/**
 * The runner's side of an action. The writers throw `RunnerFault` when the runner's file is missing: printing the
 * value as a command instead would show it in the log.
 */
export type Runner = {
  readonly env: Environment;
  readonly inputs: Inputs;
  readonly log: Log;
  readonly mask: Mask;
  /** The names of the runner's files that are needed and not there; check before anything is obtained. */
  missingFiles(needed: readonly RunnerFile[]): RunnerFile[];
  exportVariable(name: string, value: string): void;
  setOutput(name: string, value: string): void;
  saveState(name: string, value: string): void;
  /** What main saved under this name, or an empty text. Only post ever sees something. */
  getState(name: string): string;
  addPath(directory: string): void;
  /** Appends Markdown to the job summary; without a summary file this does nothing. */
  appendSummary(markdown: string): Promise<void>;
};

/** What an integer input may be; `fallback` is used when the input is empty. */
export type IntegerRule = { readonly min: number; readonly max: number; readonly fallback: number | null };

/**
 * Reads `INPUT_*` and collects every fault, so that all are reported together. A reader that met a fault returns
 * a harmless value; call `check()` after the last read and before anything is done with them.
 */
export type Inputs = {
  /** The trimmed text, as the toolkit's `getInput` returns it; empty when not given. */
  text(name: string): string;
  /** YAML 1.2 booleans, as the toolkit's `getBooleanInput`; an empty input means `whenEmpty`. */
  flag(name: string, whenEmpty: boolean): boolean;
  integer(name: string, rule: IntegerRule): number | null;
  /** Entries separated by commas or line breaks, trimmed, without empty ones. */
  list(name: string): string[];
  /** One of the options; the first one when empty. */
  choice<T extends string>(name: string, options: readonly [T, ...T[]]): T;
  /** Adds a fault of the caller's own: `<name>: <what to write instead>`. Never put a secret's value in it. */
  fault(name: string, advice: string): void;
  /** Throws `InputFaults` when there was any. */
  check(): void;
};
