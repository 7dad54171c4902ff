import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Lease, LeaseRequest, Leases, RenewAnswer, RenewRequest, Report } from '../../../wire.js';
import { routeSchema } from '../../api/operation.js';
import { guard, principalOf } from '../../auth/guard.js';
import { PoolError } from '../../faults/pool-error.js';
import { iso, isoOrNull } from '../../format/iso-time.js';
import type { GrantedLease, ExplainedLease, RenewResult } from '../../leasing/types.js';
import type { AppDeps } from '../app-types.js';
import { countLeases } from '../metrics.js';
import { OPERATIONS } from './operations.js';

/** The native API: lease, report, renew, explain. */
export function leaseRoutes(app: FastifyInstance, deps: AppDeps): void {
  const { leasing, metrics } = deps;
  const onRequest = guard(deps, 'lease');
  const { lease, report, renew, explain } = OPERATIONS;

  app.post(lease.url, { ...routeSchema(lease), onRequest }, async (request, reply) => {
    const wanted = request.body as LeaseRequest;
    const result = await leasing.lease(principalOf(request), wanted);
    const requested = wanted.count ?? 1;
    countLeases(metrics, result, requested);
    if ('retryAfterSeconds' in result) throw exhausted(result);
    const answer: Leases = { leases: result.granted.map(toLease), requested };
    return reply.code(201).send(answer);
  });
  app.post(report.url, { ...routeSchema(report), onRequest }, async (request) => {
    const body = request.body as Report;
    const answer = await leasing.report(principalOf(request), leaseIdOf(request), body);
    metrics.reports.inc({ outcome: body.outcome });
    return answer;
  });
  app.post(renew.url, { ...routeSchema(renew), onRequest }, async (request) => {
    const answer = await leasing.renew(
      principalOf(request),
      leaseIdOf(request),
      request.body as RenewRequest,
    );
    metrics.renewals.inc({ decision: answer.decision });
    return toRenewAnswer(answer);
  });
  app.get(explain.url, { ...routeSchema(explain), onRequest }, async (request) =>
    toExplanation(await leasing.explain(principalOf(request), leaseIdOf(request))),
  );
}

function leaseIdOf(request: FastifyRequest): string {
  const { id } = request.params as { id: string };
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new PoolError('not_found', 'there is no such lease of yours');
  return id;
}

type Exhausted = { retryAfterSeconds: number; impossibleBecause?: string };

/** The error of a pool that has nothing to lend; every surface says it with the same delay. */
function exhausted({ retryAfterSeconds, impossibleBecause }: Exhausted): PoolError {
  // GitHub's window is an hour, so a retry after that is worthwhile.
  const seconds = Math.min(Math.max(Math.ceil(retryAfterSeconds), 1), 3600);
  if (impossibleBecause === undefined) {
    const message = `no owner has budget for this now; ask again in ${seconds} s`;
    return new PoolError('pool_exhausted', message, { retryAfterSeconds: seconds });
  }
  const message = `no owner in this pool could serve this, now or after a reset: ${impossibleBecause}`;
  return new PoolError('pool_exhausted', message, { retryAfterSeconds: seconds, retryable: false });
}

function toLease(lease: GrantedLease): Lease {
  return {
    lease_id: lease.leaseId,
    token: lease.token,
    token_id: lease.tokenId,
    kind: lease.kind,
    owner: lease.ownerRef,
    expires_at: isoOrNull(lease.expiresAtMs),
    lease_expires_at: iso(lease.leaseExpiresAtMs),
    rate_limit: {
      bucket: lease.bucket,
      limit: lease.limit,
      remaining: Math.max(0, Math.floor(lease.remaining)),
      reset_at: isoOrNull(lease.resetAtMs),
    },
  };
}

function toRenewAnswer(result: RenewResult): RenewAnswer {
  return {
    decision: result.decision,
    lease_id: result.leaseId,
    lease_expires_at: iso(result.leaseExpiresAtMs),
    ...(result.decision === 'replace' ? { lease: toLease(result.lease) } : {}),
  };
}

function toExplanation(found: ExplainedLease) {
  return {
    lease_id: found.id,
    state: found.state,
    owner: found.ownerRef,
    bucket: found.bucket,
    granted_at: iso(found.grantedAtMs),
    lease_expires_at: iso(found.endsAtMs),
    settled_at: isoOrNull(found.settledAtMs),
    outcome: found.outcome,
    requests_spent: found.requestsSpent,
    need: found.need,
    deviation: found.deviation,
    candidates: found.candidates.map(({ ownerRef, openLeases, ...rest }) => ({
      owner: ownerRef,
      open_leases: openLeases,
      ...rest,
    })),
  };
}
