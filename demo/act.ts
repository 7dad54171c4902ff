import type { Progress } from './progress.js';

/** One thing that the demo can show: `npm run demo -- <name>`. Each is a file of its own in `acts/`. */
export type Act = {
  name: string;
  /** One line, for `--help` and above the progress. */
  summary: string;
  perform(deps: ActDeps): Promise<ActResult>;
};

export type ActDeps = {
  progress: Progress;
  /** Aborted by Ctrl-C: what is running should end early. */
  signal: AbortSignal;
  /** Registers what must be undone when the demo ends, however it ends; undone last first. */
  defer: (undo: () => Promise<unknown>) => void;
};

export type ActResult = {
  /** Every line is a promise of the act that was not kept; none means that it went well. */
  faults: readonly string[];
  /** What the terminal shows at the end. */
  text: string;
  /** The same for `--json`. */
  document: { readonly [name: string]: unknown };
  /** What `--keep` leaves running, by name. */
  addresses: { readonly [name: string]: string };
  /** What goes on while `--keep` holds it, so that a page has something to show; ends when the signal comes. */
  goOn?: (signal: AbortSignal) => Promise<void>;
};
