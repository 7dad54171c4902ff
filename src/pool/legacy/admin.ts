import type { FastifyInstance } from 'fastify';
import { principalOf } from '../auth/guard.js';
import { PoolError } from '../faults/pool-error.js';
import { iso, isoOrNull } from '../format/iso-time.js';
import { routeSchema } from '../api/operation.js';
import type { CheckedToken } from '../owners/check.js';
import type { Owner, UsedToken } from '../store/records.js';
import type { LegacyDeps } from './deps.js';
import { LEGACY_OPERATIONS } from './operations.js';
import { legacyGuard } from './scope.js';

const EXPIRING_SOON_MS = 7 * 24 * 3_600_000;
/** Tokens to delete or test per request at most: more would take minutes. */
const MAX_BATCH = 1000;
const MAX_TESTED = 200;

/**
 * The mise-versions admin endpoints. They take an admin key, which no CI job holds, in place of a cookie signed with the
 * CI's own secret.
 */
export function legacyAdminRoutes(scope: FastifyInstance, deps: LegacyDeps): void {
  const onRequest = legacyGuard(deps, 'admin');
  const { legacyAdminTokens, legacyAdminDelete, legacyAdminDeleteBatch, legacyAdminTest } = LEGACY_OPERATIONS;
  scope.get(legacyAdminTokens.url, { ...routeSchema(legacyAdminTokens), onRequest }, () => listTokens(deps));
  scope.delete(legacyAdminDelete.url, { ...routeSchema(legacyAdminDelete), onRequest }, async (request) => {
    const { id } = request.params as { id: string };
    if (!/^\d{1,15}$/.test(id)) throw new PoolError('invalid_request', 'Invalid token ID');
    const removed = await removeTokens(deps, { ids: [Number(id)], actor: principalOf(request).name });
    if (removed === 0) throw new PoolError('not_found', 'Token not found');
    return { success: true, deleted: Number(id) };
  });
  const batch = { ...routeSchema(legacyAdminDeleteBatch), onRequest };
  scope.post(legacyAdminDeleteBatch.url, batch, async (request) => {
    const ids = readIds(request.body);
    return { success: true, deleted: await removeTokens(deps, { ids, actor: principalOf(request).name }) };
  });
  scope.post(legacyAdminTest.url, { ...routeSchema(legacyAdminTest), onRequest }, (request) =>
    testTokens(deps, principalOf(request).name),
  );
}

function readIds(body: unknown): number[] {
  if (typeof body !== 'object' || body === null) throw new PoolError('invalid_request', 'Invalid JSON body');
  const ids = 'ids' in body && Array.isArray(body.ids) ? (body.ids as unknown[]) : [];
  if (ids.length === 0) throw new PoolError('invalid_request', 'ids must be a non-empty array');
  const numbers = ids.filter((id): id is number => Number.isSafeInteger(id));
  if (numbers.length !== ids.length || ids.length > MAX_BATCH) {
    throw new PoolError('invalid_request', `ids must be at most ${MAX_BATCH} integers`);
  }
  return [...new Set(numbers)];
}

async function removeTokens(deps: LegacyDeps, batch: { ids: number[]; actor: string }): Promise<number> {
  let removed = 0;
  for (const id of batch.ids) if (await deps.removeToken(id, batch.actor)) removed += 1;
  return removed;
}

async function withOwners({ store }: LegacyDeps): Promise<{ token: UsedToken; owner: Owner | undefined }[]> {
  const [tokens, owners] = await Promise.all([store.tokens.list(), store.owners.list()]);
  const byId = new Map(owners.map((owner) => [owner.id, owner]));
  return tokens
    .filter((token) => token.status !== 'removed')
    .map((token) => ({ token, owner: byId.get(token.ownerId) }));
}

async function listTokens(deps: LegacyDeps) {
  const nowMs = deps.now();
  const rows = await withOwners(deps);
  const soon = rows.flatMap(({ token, owner }) => {
    const expiresAtMs = token.expiresAtMs;
    if (expiresAtMs === null || expiresAtMs > nowMs + EXPIRING_SOON_MS) return [];
    return [{ id: token.id, user_name: owner?.login ?? null, expires_at: iso(expiresAtMs) }];
  });
  return {
    stats: await deps.store.stats.tokens(),
    tokens: rows.map(({ token, owner }) => ({
      id: token.id,
      user_id: owner?.login ?? token.ownerId,
      user_name: owner?.login ?? null,
      usage_count: token.usageCount,
      last_used: isoOrNull(token.lastUsedAtMs),
      is_active: token.status === 'active' ? 1 : 0,
      rate_limited_at: owner && owner.cooldownUntilMs > nowMs ? iso(owner.cooldownUntilMs) : null,
      expires_at: isoOrNull(token.expiresAtMs),
      last_validated: isoOrNull(owner?.probedAtMs ?? null),
      scopes: JSON.stringify(token.scopes),
      created_at: iso(token.createdAtMs),
    })),
    expiringSoon: soon,
  };
}

async function testTokens(deps: LegacyDeps, actor: string) {
  const rows = (await withOwners(deps)).slice(0, MAX_TESTED);
  const checks = await deps.checkTokens(
    rows.map(({ token }) => token),
    actor,
  );
  const byId = new Map(checks.map((check) => [check.token.id, check]));
  const results = rows.map(({ token, owner }) => ({
    id: token.id,
    user_name: owner?.login ?? null,
    user_id: owner?.login ?? token.ownerId,
    ...verdictOf(byId.get(token.id)),
  }));
  const valid = results.filter((result) => result.valid).length;
  return { summary: { total: results.length, valid, invalid: results.length - valid }, results };
}

function verdictOf(check: CheckedToken | undefined) {
  if (!check) return { valid: false, error: 'GitHub did not answer' };
  if ('fault' in check) return { valid: false, error: check.fault };
  const core = check.budgets.buckets.find(({ bucket }) => bucket === 'core');
  if (!core) return { valid: true };
  const { remaining, limit, resetAtMs } = core;
  return { valid: true, rateLimit: { remaining, limit, reset: Math.ceil(resetAtMs / 1000) } };
}
