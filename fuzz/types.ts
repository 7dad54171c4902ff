import type { IRawProperty } from 'fast-check';

/** One thing that is fuzzed. */
export type Target = {
  name: string;
  /** What part of all cases it gets, against the others; less where a case takes long. */
  share: number;
  /** What must hold for every case; made anew for each run. */
  property(run: Run): Promise<IRawProperty<unknown>>;
};

/** What a run gives to its target. */
export type Run = {
  /** Removed after it. */
  folder: string;
  /** Has something done after it. */
  atEnd(clean: () => Promise<unknown>): void;
};

export type Result = {
  name: string;
  cases: number;
  seconds: number;
  /** What was found, with the case, in words for people; null when nothing was. */
  fault: string | null;
};
