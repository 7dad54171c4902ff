import type { IRawProperty } from 'fast-check';

/** A part that is fuzzed. */
export type Target = {
  name: string;
  /** Its share of all cases, relative to the other targets; smaller when a case is slow. */
  share: number;
  /** The property that must hold for every case; created for each run. */
  property(run: Run): Promise<IRawProperty<unknown>>;
};

/** The resources of a run. */
export type Run = {
  /** Deleted after the run. */
  folder: string;
  /** Registers a cleanup after the run. */
  onCleanup(clean: () => Promise<unknown>): void;
};

export type Result = {
  name: string;
  cases: number;
  seconds: number;
  /** A readable description of the failure and its case, or null. */
  fault: string | null;
};
