import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Job, LegacyToken } from '../../wire.js';
import { routeSchema } from '../api/operation.js';
import { principalOf } from '../auth/guard.js';
import { cached } from '../cache/cached.js';
import type { Presumption } from '../domain/demand.js';
import { PoolError } from '../faults/pool-error.js';
import { iso, isoOrNull } from '../format/iso-time.js';
import type { Principal } from '../leasing/types.js';
import type { LegacyDeps } from './deps.js';
import { LEGACY_OPERATIONS } from './operations.js';
import { legacyGuard } from './scope.js';

const HOUR_MS = 3_600_000;
/** mise's clients cannot change their token, so an owner with less than this left is no use to them. */
const LEGACY_MIN_REMAINING = 100;
/**
 * They take a token for each tool, make a few requests and never say how many. What a key's leases cost is learned from
 * what probes attribute to them. It is bounded: an owner's budget also falls by what others spend, and a need that was
 * learned from that must not leave these clients with nothing.
 */
const LEGACY_NEED: Presumption = { requests: 10, atMost: 50, seconds: 60 };
const HEALTH_AGE_MS = 1000;
const EXPIRING_SOON_MS = 7 * 24 * HOUR_MS;

/** The mise-versions contract for its clients, which work unchanged with a leasing key as API_SECRET. */
export function legacyRoutes(scope: FastifyInstance, deps: LegacyDeps): void {
  const onRequest = legacyGuard(deps, 'lease');
  const { legacyToken, legacyRateLimit, legacyStats, legacyRateLimits, legacyHealth } = LEGACY_OPERATIONS;
  // Without HEAD, which must not have the effect of a lease.
  const once = { ...routeSchema(legacyToken), onRequest, exposeHeadRoute: false };
  scope.get(legacyToken.url, once, async (request) => leaseToken(deps, principalOf(request)));
  scope.post(legacyRateLimit.url, { onRequest }, async (request, reply) => {
    await markRateLimited(deps, request);
    return reply.type('text/plain; charset=utf-8').send('Token marked as rate-limited');
  });
  scope.get(legacyStats.url, { ...routeSchema(legacyStats), onRequest }, () => deps.store.stats.tokens());
  scope.get(legacyRateLimits.url, { ...routeSchema(legacyRateLimits), onRequest }, () =>
    readRateLimits(deps),
  );
  const health = cached({ now: deps.now, maxAgeMs: HEALTH_AGE_MS }, () => readHealth(deps));
  scope.get(legacyHealth.url, routeSchema(legacyHealth), async (_request, reply) => {
    const found = await health();
    return reply.code(found.status === 'healthy' ? 200 : 503).send(found);
  });
}

async function leaseToken(deps: LegacyDeps, principal: Principal): Promise<LegacyToken> {
  const label = principal.legacyLabel ? { label: principal.legacyLabel } : {};
  const wanted = {
    job: jobOf(principal),
    min_remaining: LEGACY_MIN_REMAINING,
    ...label,
  };
  const result = await deps.leasing.lease(principal, wanted, { legacyFormats: true, presumed: LEGACY_NEED });
  deps.onLeased(result);
  const [lease] = result.granted;
  if (!lease) {
    const retryAfterSeconds = 'retryAfterSeconds' in result ? result.retryAfterSeconds : 60;
    throw new PoolError('pool_exhausted', 'No tokens with sufficient rate limit available', {
      retryAfterSeconds: Math.min(Math.max(Math.ceil(retryAfterSeconds), 1), 3600),
    });
  }
  return {
    token: lease.token,
    // The old name of `token_id`, which clients still fall back to.
    installation_id: lease.tokenId,
    token_id: lease.tokenId,
    expires_at: isoOrNull(lease.expiresAtMs),
    rate_limit_remaining: Math.max(0, Math.floor(lease.remaining)),
  };
}

/** These clients do not name their job, so their demand is learned per key. */
function jobOf(principal: Principal): Job {
  const name = principal.name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 100) || 'unnamed';
  const legacy = { workflow: 'mise-versions', job: 'token', run_id: '0', run_attempt: 1, event_name: '' };
  return { repository: `legacy/${name}`, ...legacy };
}

/**
 * Ends the caller's own newest open lease of that token and keeps the owner out of its rotation at once: whatever limit
 * it met, primary or secondary, a probe of the pool finds out what is left and for whom. The mark's own figures count for
 * nothing: these clients send a time of their choice, and what other jobs spent is not theirs. For a token that it does
 * not lease nothing happens, and the answer is the same: it must not tell which tokens exist, nor let one caller rest
 * another's owner.
 */
async function markRateLimited(deps: LegacyDeps, request: FastifyRequest): Promise<void> {
  const { store, leasing } = deps;
  const principal = principalOf(request);
  const nowMs = deps.now();
  const { tokenId, resetAtMs } = readMark(request.body, nowMs);
  const token = await store.tokens.find(tokenId);
  if (!token || resetAtMs <= nowMs) return;
  const uses = await store.leases.ofOwner(token.ownerId, 200);
  const own = uses.find(
    (use) => use.tokenId === tokenId && use.principalId === principal.id && use.state === 'open',
  );
  if (!own) return;
  const retry_after_seconds = Math.ceil((resetAtMs - nowMs) / 1000);
  const report = { buckets: {}, outcome: 'secondary_limited', release: true, retry_after_seconds } as const;
  await leasing.report(principal, own.id, report);
  deps.onReported('secondary_limited');
}

/** A missing time means in an hour; a later one is cut to that, the length of GitHub's windows. */
function readMark(body: unknown, nowMs: number): { tokenId: number; resetAtMs: number } {
  if (typeof body !== 'object' || body === null) throw new PoolError('invalid_request', 'Invalid JSON body');
  const id = 'token_id' in body ? body.token_id : undefined;
  const tokenId = typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : id;
  if (typeof tokenId !== 'number' || !Number.isSafeInteger(tokenId) || tokenId < 0) {
    throw new PoolError('invalid_request', 'token_id must be an integer');
  }
  const resetAt = 'reset_at' in body ? body.reset_at : undefined;
  if (resetAt === undefined || resetAt === null || resetAt === '')
    return { tokenId, resetAtMs: nowMs + HOUR_MS };
  const resetAtMs = typeof resetAt === 'string' && resetAt.length <= 40 ? Date.parse(resetAt) : Number.NaN;
  if (!Number.isFinite(resetAtMs))
    throw new PoolError('invalid_request', 'reset_at must be an ISO 8601 time');
  return { tokenId, resetAtMs: Math.min(resetAtMs, nowMs + HOUR_MS) };
}

/** Budgets as the pool knows them, without asking GitHub. Owners have pseudonyms, because any CI job may read this. */
async function readRateLimits({ store }: LegacyDeps) {
  const [owners, stats] = await Promise.all([store.stats.owners('core', 5), store.stats.tokens()]);
  const rateLimits = await Promise.all(
    owners.map(async ({ ref }) => {
      const owner = await store.owners.findByRef(ref);
      const [budgets, tokens] = owner
        ? await Promise.all([store.budgets.ofOwner(owner.id), store.tokens.ofOwner(owner.id)])
        : [[], []];
      const bucket = (name: string) => {
        const found = budgets.find((budget) => budget.bucket === name);
        if (!found) return null;
        const { limit, remaining, resetAtMs } = found;
        return {
          limit,
          remaining,
          used: Math.max(0, limit - remaining),
          reset: Math.ceil((resetAtMs ?? 0) / 1000),
        };
      };
      const usedAtMs = Math.max(...tokens.map((token) => token.lastUsedAtMs ?? 0), 0);
      return {
        userId: ref,
        userName: ref,
        core: bucket('core'),
        search: bucket('search'),
        graphql: bucket('graphql'),
        lastUsed: isoOrNull(usedAtMs || null),
        usageCount: tokens.reduce((sum, token) => sum + token.usageCount, 0),
      };
    }),
  );
  return { totalTokens: stats.total, checkedTokens: rateLimits.length, rateLimits };
}

async function readHealth({ store, now }: LegacyDeps) {
  const startedAtMs = now();
  const timestamp = iso(startedAtMs);
  try {
    await store.ping();
    const latencyMs = Math.max(0, Math.round(now() - startedAtMs));
    const soon = await store.tokens.expiringBefore(startedAtMs + EXPIRING_SOON_MS, [
      'oauth',
      'pat',
      'app_user',
    ]);
    return {
      status: 'healthy',
      timestamp,
      checks: [{ name: 'token_db', status: 'healthy', latencyMs }],
      tokens: await store.stats.tokens(),
      expiringTokens: soon.length,
      migrations: null,
    };
  } catch {
    const latencyMs = Math.max(0, Math.round(now() - startedAtMs));
    const failed = {
      name: 'token_db',
      status: 'unhealthy',
      latencyMs,
      error: 'the database does not answer',
    };
    return {
      status: 'unhealthy',
      timestamp,
      checks: [failed],
      tokens: null,
      expiringTokens: null,
      migrations: null,
    };
  }
}
