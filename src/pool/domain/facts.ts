import type { LeasePromise } from './budget-state.js';
import type { Complaint } from './complaints.js';
import type { Window } from './window.js';

/** A token of an owner that may be lent. All tokens of one owner spend one budget. */
export type LendableToken = {
  id: number;
  label: string;
  isLegacyFormat: boolean;
  expiresAtMs: number | null;
};

/** An owner that lends, as the database knows it; `window` is undefined while nothing was observed. */
export type OwnerFacts = {
  id: string;
  ref: string;
  reserve: number | null;
  cooldownUntilMs: number;
  probedAtMs: number | null;
  createdAtMs: number;
  window: Window | undefined;
  tokens: LendableToken[];
  /** Its leases of the bucket that are still marked open, also those past their end. */
  leases: LeaseFacts[];
};

export type LeaseFacts = LeasePromise & { endsAtMs: number };

/** An owner that has an open lease of a run. */
export type RunFacts = { runId: string; repository: string; ownerId: string };

/** Everything that decides which owner lends next in a bucket. */
export type BucketFacts = {
  bucket: string;
  owners: OwnerFacts[];
  /** Of the runs that claim. */
  runs: RunFacts[];
  complaints: Complaint[];
};
