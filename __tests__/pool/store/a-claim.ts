import type { Claim } from '../../../src/pool/leasing/claim.js';
import type { Principal } from '../../../src/pool/leasing/types.js';

const HOUR = 3_600_000;

/** The principal in tests of the store. */
export const A_PRINCIPAL: Principal = {
  id: 'key_1',
  kind: 'key',
  name: 'ci',
  role: 'lease',
  labels: ['push'],
  quotaPerHour: null,
};

export type ClaimOverrides = Partial<Claim> &
  Partial<NonNullable<Claim['estimate']>> & { run?: string; principalId?: string };

let runs = 0;

export function aClaim(overrides: ClaimOverrides = {}): Claim {
  const { run, need = 100, deviation = 0, seconds = 600, principalId, ...claim } = overrides;
  runs += 1;
  return {
    job: {
      repository: 'octo/repo',
      workflow: 'ci',
      job: 'build',
      // By default every claim belongs to its own run.
      run_id: run ?? `${runs}`,
      run_attempt: 1,
      event_name: 'push',
    },
    principal: { ...A_PRINCIPAL, ...(principalId === undefined ? {} : { id: principalId }) },
    bucket: 'core',
    label: '',
    count: 1,
    estimate: { need, deviation, seconds },
    minRemaining: 0,
    minTtlMs: 0,
    exclude: [],
    legacyFormats: false,
    leaseMs: HOUR,
    ...claim,
  };
}
