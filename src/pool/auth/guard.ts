import type { FastifyRequest } from 'fastify';
import { PoolError } from '../faults/pool-error.js';
import type { Principal } from '../leasing/types.js';
import type { Authenticate, AuthResult } from './types.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The authenticated client; null until a guard has accepted the request. */
    principal: Principal | null;
  }
}

type Refused = Exclude<AuthResult, { principal: Principal }>;

/**
 * Accepts only principals of one role, before the body is read. An admin key cannot lease either: a thief of one key
 * gets the rights of one role only.
 */
export function guard(deps: { authenticate: Authenticate }, role: Principal['role']) {
  return async (request: FastifyRequest): Promise<void> => {
    const result = await deps.authenticate({
      authorization: request.headers.authorization,
      address: request.ip,
    });
    if (!('principal' in result)) throw refusal(result);
    if (result.principal.role !== role) throw wrongRole(role);
    request.principal = result.principal;
  };
}

/** The principal that a guard accepted. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new Error('this route has no guard');
  return request.principal;
}

function refusal(result: Refused): PoolError {
  if (result.refused === 'limited') {
    return new PoolError('rate_limited', result.message, { retryAfterSeconds: result.retryAfterSeconds });
  }
  const code = result.refused === 'forbidden' ? 'forbidden' : 'unauthorized';
  return new PoolError(code, result.message, { job: result.job });
}

function wrongRole(role: Principal['role']): PoolError {
  return role === 'admin'
    ? new PoolError('forbidden', 'this needs an admin key; a leasing key can only lease, report and renew')
    : new PoolError('forbidden', 'this needs a leasing key; an admin key cannot lease');
}
