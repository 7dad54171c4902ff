import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { PoolError } from '../../faults/pool-error.js';
import type { AppDeps } from '../app-types.js';
import { showBudgets } from '../metrics.js';
import { OPERATIONS } from './operations.js';

/**
 * `/metrics` is there only with METRICS_TOKEN set. "Open on loopback" was rejected: behind a reverse proxy on
 * the same machine every request comes from loopback.
 */
export function metricsRoutes(app: FastifyInstance, deps: AppDeps): void {
  const expected = deps.config.metricsToken;
  if (expected === null) return;
  const { registry } = deps.metrics;
  app.get(OPERATIONS.metrics.url, async (request, reply) => {
    const sent = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (sent === undefined || !isSame(sent, expected)) {
      const retryAfterSeconds = deps.failures.failed(request.ip);
      const message = 'this needs "Authorization: Bearer" with the METRICS_TOKEN of the server';
      throw retryAfterSeconds > 0
        ? new PoolError('rate_limited', message, { retryAfterSeconds })
        : new PoolError('unauthorized', message);
    }
    showBudgets(deps.metrics, await deps.store.stats.buckets());
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

/** Compares digests, which have one length: not even the length of the secret shows. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
