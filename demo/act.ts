import type { Progress } from './progress.js';

/** One scenario of the demo, `npm run demo -- <name>`. Each has a file in `acts/`. */
export type Act = {
  name: string;
  /** One line, for `--help` and above the progress. */
  summary: string;
  perform(deps: ActDeps): Promise<ActResult>;
};

export type ActDeps = {
  progress: Progress;
  /** Aborted by Ctrl-C; the act should then end early. */
  signal: AbortSignal;
  /** Registers a cleanup that always runs when the demo ends, in reverse order. */
  defer: (undo: () => Promise<unknown>) => void;
};

export type ActResult = {
  /** One line for each expectation that was not met; empty on success. */
  faults: readonly string[];
  /** The text for the terminal at the end. */
  text: string;
  /** The same for `--json`. */
  document: { readonly [name: string]: unknown };
  /** What `--keep` leaves running, by name. */
  addresses: { readonly [name: string]: string };
  /** Runs while `--keep` is in effect, so that the pool's page shows activity; ends when the signal is aborted. */
  goOn?: (signal: AbortSignal) => Promise<void>;
};
