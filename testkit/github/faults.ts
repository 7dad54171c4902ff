import type { Fault, FaultEffect, OwnerKey } from './types.js';

export type FaultTarget = {
  path: string;
  method: string;
  owner: OwnerKey | undefined;
  token: string | undefined;
};

export type Faults = {
  set(fault: Fault): () => void;
  /** The effects of faults on this request, in the order in which the faults were set. */
  effectsOn(request: FaultTarget): FaultEffect[];
};

type ActiveFault = { fault: Fault; left: number; accrued: number };

/** The faults that tests have set. */
export function createFaults(): Faults {
  const active = new Set<ActiveFault>();
  return {
    set(fault) {
      const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY, accrued: 0 };
      active.add(entry);
      return () => active.delete(entry);
    },
    effectsOn(request) {
      return [...active]
        .filter((entry) => matches(entry.fault, request) && isDue(entry))
        .map((e) => e.fault.effect);
    },
  };
}

function matches({ match }: Fault, request: FaultTarget): boolean {
  if (!match) return true;
  if (match.method !== undefined && match.method !== request.method) return false;
  if (match.owner !== undefined && match.owner !== request.owner) return false;
  if (match.token !== undefined && match.token !== request.token) return false;
  if (match.path === undefined) return true;
  return typeof match.path === 'string' ? match.path === request.path : match.path.test(request.path);
}

/** A share of 0.1 is every tenth request, so that tests are repeatable. */
function isDue(entry: ActiveFault): boolean {
  if (entry.left <= 0) return false;
  entry.accrued += entry.fault.share ?? 1;
  if (entry.accrued < 1 - 1e-9) return false;
  entry.accrued -= 1;
  entry.left -= 1;
  return true;
}
