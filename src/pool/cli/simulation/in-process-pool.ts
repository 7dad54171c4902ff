import type { Job, Report } from '../../../wire.js';
import type { Leasing, Principal } from '../../leasing/types.js';
import type { BudgetFigures, JobPool, JobObservation } from './types.js';

/** Who leases in a simulation: a key that may do whatever a leasing key may. */
const SIMULATED_PRINCIPAL: Principal = {
  id: 'simulation',
  kind: 'key',
  name: 'simulation',
  role: 'lease',
  labels: [],
  quotaPerHour: null,
};

/** A simulated job's pool that is the server's own leasing, without HTTP between them. */
export function inProcessPool(leasing: Leasing, bucket: string): JobPool {
  const by = SIMULATED_PRINCIPAL;
  return {
    async lease(job: Job) {
      const result = await leasing.lease(by, { job, bucket });
      const [granted] = result.granted;
      if (granted) return { leaseId: granted.leaseId, token: granted.token };
      return { retryAfterMs: 'retryAfterSeconds' in result ? result.retryAfterSeconds * 1000 : 1000 };
    },
    async report(leaseId, observation) {
      await leasing.report(by, leaseId, { ...reportFrom(observation, bucket), release: true });
    },
    async renew(leaseId, observation) {
      const answer = await leasing.renew(by, leaseId, reportFrom(observation, bucket));
      if (answer.decision === 'keep') return undefined;
      return { leaseId: answer.leaseId, token: answer.lease.token };
    },
  };
}

/** What a job tells the pool. Without an open window there is nothing to tell: its figures are those of a full one. */
export function reportFrom(observation: JobObservation, bucket: string): Pick<Report, 'buckets' | 'outcome'> {
  const { start, now, outcome } = observation;
  if (now.resetAtMs === null) return { buckets: {}, outcome };
  const seen = {
    limit: now.limit,
    remaining: now.remaining,
    used: now.limit - now.remaining,
    reset_at: new Date(now.resetAtMs).toISOString(),
    ...(isSameWindow(start, now) ? { remaining_at_start: start.remaining } : {}),
  };
  return { buckets: { [bucket]: seen }, outcome };
}

/** The job opened the window itself, or the window that it began in still runs. */
function isSameWindow(start: BudgetFigures, now: BudgetFigures): boolean {
  return start.resetAtMs === null || start.resetAtMs === now.resetAtMs;
}
