import type { FastifyInstance } from 'fastify';
import type { WebDeps } from './deps.js';
import { signedIn } from './session.js';

/**
 * For links and pages made for mise-versions: its sign-in leads to the pool's, and `/api/auth/me` shows the session. Its
 * `return_to` is ignored, because it redirected people to any address, and its GET for signing out is missing, because
 * any page could make a browser send it.
 */
export function addLegacySignIn(app: FastifyInstance, deps: WebDeps): void {
  if (deps.signIn !== null)
    app.get('/api/auth/login', async (_request, reply) => reply.redirect('/auth', 302));
  app.get('/api/auth/me', async (request) => {
    const contributor = await signedIn(deps, request);
    return contributor
      ? { authenticated: true, username: contributor.owner.login }
      : { authenticated: false };
  });
}
