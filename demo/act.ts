import type { Progress } from './progress.js';

/** A scenario of the demo, `npm run demo -- <name>`. */
export type Act = {
  name: string;
  /** One line, for `--help` and above the progress. */
  summary: string;
  perform(deps: ActDeps): Promise<ActResult>;
};

export type ActDeps = {
  progress: Progress;
  /** Aborted by Ctrl-C; the act then ends early. */
  signal: AbortSignal;
  /** Registers a cleanup that always runs when the demo ends, in reverse order. */
  defer: (undo: () => Promise<unknown>) => void;
};

export type ActResult = {
  /** A line for each unmet expectation; empty on success. */
  faults: readonly string[];
  /** The text for the terminal at the end. */
  text: string;
  /** The same for `--json`. */
  document: { readonly [name: string]: unknown };
  /** What `--keep` leaves running, by name. */
  addresses: { readonly [name: string]: string };
  /** With `--keep`, runs until the signal is aborted, so that the pool's page shows activity. */
  continueRunning?: (signal: AbortSignal) => Promise<void>;
};
