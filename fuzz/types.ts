import type { IRawProperty } from 'fast-check';

/** One thing that is fuzzed. */
export type Target = {
  name: string;
  /** What part of all cases it gets, against the others; less where a case takes long. */
  share: number;
  /** What must hold for every case; made anew for each run, with a folder that is removed after it. */
  property(folder: string): Promise<IRawProperty<unknown>>;
};

export type Result = {
  name: string;
  cases: number;
  seconds: number;
  /** What was found, with the case, in words for people; null when nothing was. */
  fault: string | null;
};
