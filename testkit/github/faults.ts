import type { Fault, FaultEffect, OwnerKey } from './types.js';

export type Meeting = {
  path: string;
  method: string;
  owner: OwnerKey | undefined;
  token: string | undefined;
};

export type Faults = {
  set(fault: Fault): () => void;
  /** The effects on this request, in the order in which they were set. */
  meet(request: Meeting): FaultEffect[];
};

type Active = { fault: Fault; left: number; debt: number };

/** The faults that tests have set. */
export function createFaults(): Faults {
  const active = new Set<Active>();
  return {
    set(fault) {
      const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY, debt: 0 };
      active.add(entry);
      return () => active.delete(entry);
    },
    meet(request) {
      return [...active]
        .filter((entry) => matches(entry.fault, request) && isDue(entry))
        .map((e) => e.fault.effect);
    },
  };
}

function matches({ match }: Fault, request: Meeting): boolean {
  if (!match) return true;
  if (match.method !== undefined && match.method !== request.method) return false;
  if (match.owner !== undefined && match.owner !== request.owner) return false;
  if (match.token !== undefined && match.token !== request.token) return false;
  if (match.path === undefined) return true;
  return typeof match.path === 'string' ? match.path === request.path : match.path.test(request.path);
}

/** A share of 0.1 is every tenth request, so that tests are repeatable. */
function isDue(entry: Active): boolean {
  if (entry.left <= 0) return false;
  entry.debt += entry.fault.share ?? 1;
  if (entry.debt < 1 - 1e-9) return false;
  entry.debt -= 1;
  entry.left -= 1;
  return true;
}
