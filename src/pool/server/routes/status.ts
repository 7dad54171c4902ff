import type { FastifyInstance } from 'fastify';
import { PoolError } from '../../faults/pool-error.js';
import { iso } from '../../format/iso-time.js';
import { routeSchema } from '../../api/operation.js';
import { cached } from '../../cache/cached.js';
import type { AppDeps } from '../app-types.js';
import { OPERATIONS } from './operations.js';

/** Public figures may be this old: anybody may ask, and each answer reads the whole pool. */
const STATUS_AGE_MS = 1000;

type StatusDeps = Pick<AppDeps, 'store' | 'now'> & { isLeasingFailing: () => boolean };

/** What anyone may ask: sums over the pool, and whether the server lives and can work. */
export function statusRoutes(app: FastifyInstance, deps: StatusDeps): void {
  const { status, healthz, readyz } = OPERATIONS;
  const read = cached({ now: deps.now, maxAgeMs: STATUS_AGE_MS }, () => readStatus(deps));
  app.get(status.url, routeSchema(status), read);
  app.get(healthz.url, routeSchema(healthz), async () => ({ status: 'ok' }));

  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.get(readyz.url, routeSchema(readyz), async () => {
    if (closing) throw new PoolError('unavailable', 'the server is shutting down', { retryAfterSeconds: 5 });
    await deps.store.ping().catch((cause: unknown) => {
      throw new PoolError('unavailable', 'the database does not answer', { cause, retryAfterSeconds: 5 });
    });
    if (deps.isLeasingFailing())
      throw new PoolError('unavailable', 'the database refuses leases', { retryAfterSeconds: 5 });
    return { status: 'ready' };
  });
}

/** The pool's figures as `/status` and the command line give them. */
export async function readStatus({ store, now }: Pick<AppDeps, 'store' | 'now'>) {
  const [buckets, tokens] = await Promise.all([store.stats.buckets(), store.stats.tokens()]);
  return {
    time: iso(now()),
    tokens,
    buckets: buckets.map((row) => ({
      bucket: row.bucket,
      owners: row.owners,
      limit: row.limit,
      remaining: row.remaining,
      promised: row.promised,
      free: row.free,
      open_leases: row.openLeases,
      leases_last_hour: row.leasesLastHour,
      limited_share: row.limitedShare,
    })),
  };
}
