import type { FastifyInstance } from 'fastify';
import { PoolError } from '../faults/pool-error.js';
import { routeSchema } from '../api/operation.js';
import { MIGRATION_NAMES } from '../store/migrations/migrate.js';
import type { LegacyDeps } from './deps.js';
import { LEGACY_OPERATIONS } from './operations.js';
import { legacyGuard } from './scope.js';

/** The mise-versions endpoints that set-up scripts and pages call first. */
export function legacySetupRoutes(scope: FastifyInstance, deps: LegacyDeps): void {
  const { legacyMigrations, legacyAdminMigrate, legacyAdminCheck } = LEGACY_OPERATIONS;
  const asLeaser = { ...routeSchema(legacyMigrations), onRequest: legacyGuard(deps, 'lease') };
  scope.get(legacyMigrations.url, asLeaser, async () => migrationStatus());
  const asAdmin = { ...routeSchema(legacyAdminMigrate), onRequest: legacyGuard(deps, 'admin') };
  // The server opens only when every migration is applied, so there is nothing left to do.
  scope.post(legacyAdminMigrate.url, asAdmin, async () => ({
    success: true,
    message: 'Migrations completed',
  }));
  scope.get(legacyAdminCheck.url, routeSchema(legacyAdminCheck), async (request) => {
    const { authorization } = request.headers;
    if (authorization === undefined) return { isAdmin: false };
    const result = await deps.authenticate({ authorization, address: request.ip });
    if ('principal' in result) return { isAdmin: result.principal.role === 'admin' };
    if (result.refused !== 'limited') return { isAdmin: false };
    throw new PoolError('rate_limited', result.message, { retryAfterSeconds: result.retryAfterSeconds });
  });
}

function migrationStatus() {
  const applied = MIGRATION_NAMES.map((name, index) => ({ id: index + 1, name, applied_at: null }));
  return { total: applied.length, applied: applied.length, pending: 0, appliedMigrations: applied };
}
