import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PoolError } from '../faults/pool-error.js';
import type { Principal } from '../leasing/types.js';
import type { LegacyDeps } from './deps.js';

export const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'Content-Type, Authorization',
} as const;

/** Whether an address belongs to the mise-versions contract, whose errors are plain text. */
export function isLegacyPath(url: string): boolean {
  const path = url.split(/[?;#]/, 1)[0] ?? '';
  return path === '/health' || (path.startsWith('/api/') && !path.startsWith('/api/v1/'));
}

/**
 * Registers routes with the conventions of that contract: `private, no-store`, OPTIONS for browsers, and bodies that are
 * JSON whatever Content-Type says, because its shell clients send curl's default.
 */
export function legacyScope(app: FastifyInstance, routes: (scope: FastifyInstance) => void): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const parseJson = scope.getDefaultJsonParser('error', 'error');
    scope.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
      if (body === '') return done(null, undefined);
      parseJson(request, String(body), (fault, value) =>
        fault ? done(new PoolError('invalid_request', 'Invalid JSON body')) : done(null, value),
      );
    });
    scope.addHook('onRequest', async (_request: FastifyRequest, reply: FastifyReply) => {
      reply.header('cache-control', 'private, no-store');
    });
    const preflights = new Set<string>();
    scope.addHook('onRoute', ({ url, method }) => {
      if (method === 'OPTIONS' || preflights.has(url)) return;
      preflights.add(url);
      scope.options(url, async (_request, reply) => reply.code(204).send());
    });
    routes(scope);
  });
}

/** Like the native guard, with the messages that mise's clients know. */
export function legacyGuard(deps: Pick<LegacyDeps, 'authenticate'>, role: Principal['role']) {
  const texts =
    role === 'admin'
      ? {
          missing: 'Not authenticated',
          invalid: 'Not authenticated',
          wrong: 'Forbidden: Admin access required',
        }
      : {
          missing: 'Missing or invalid authorization header',
          invalid: 'Invalid API secret',
          wrong: 'Forbidden: an admin key cannot lease; use a leasing key',
        };
  return async (request: FastifyRequest): Promise<void> => {
    const result = await deps.authenticate({
      authorization: request.headers.authorization,
      address: request.ip,
    });
    if ('principal' in result) {
      if (result.principal.role !== role) throw new PoolError('forbidden', texts.wrong);
      request.principal = result.principal;
      return;
    }
    if (result.refused === 'limited') {
      throw new PoolError('rate_limited', result.message, { retryAfterSeconds: result.retryAfterSeconds });
    }
    if (result.refused === 'forbidden') throw new PoolError('forbidden', result.message, { job: result.job });
    throw new PoolError('unauthorized', texts[result.refused], { job: result.job, cause: result.message });
  };
}
