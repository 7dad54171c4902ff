import type { FastifyRequest } from 'fastify';
import { type Contributor, contributorOf } from './contributors.js';
import type { WebDeps } from './deps.js';

export const SESSION_COOKIE = 'pool_session';
export const SIGN_IN_COOKIE = 'pool_sign_in';

export function cookieOptions(deps: WebDeps, maxAgeSeconds: number) {
  return {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: deps.secureCookies,
    maxAge: maxAgeSeconds,
  } as const;
}

export async function signedIn(deps: WebDeps, request: FastifyRequest): Promise<Contributor | undefined> {
  return contributorOf(deps.contributors, request.cookies[SESSION_COOKIE]);
}
