import { finished } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { PoolError } from '../faults/pool-error.js';

export type RequestLimits = {
  /** How long headers, and a whole request, may take to arrive; checked every `checkEveryMs`. */
  headersMs: number;
  requestMs: number;
  checkEveryMs: number;
  /** API requests served at once; more are refused with `Retry-After`. */
  inFlight: number;
};

/** Slow requests are cut off within 30 s. */
export const REQUEST_LIMITS: RequestLimits = {
  headersMs: 15_000,
  requestMs: 25_000,
  checkEveryMs: 5_000,
  inFlight: 1000,
};

const RETRY_AFTER_SECONDS = 2;

/**
 * Refuses requests that would wait so long that their clients give up: they would delay others for nothing. Health and
 * metrics are always answered.
 */
export function limitInFlight(app: FastifyInstance, most: number): void {
  let inFlight = 0;
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.url.startsWith('/api/')) return done();
    if (inFlight >= most) {
      const message = `the pool has as many requests as it can answer in time; ask again in ${RETRY_AFTER_SECONDS} s`;
      return done(new PoolError('unavailable', message, { retryAfterSeconds: RETRY_AFTER_SECONDS }));
    }
    inFlight += 1;
    finished(reply.raw, () => {
      inFlight -= 1;
    });
    done();
  });
}
