import type { FastifyInstance } from 'fastify';
import { type WebDeps, signedIn } from '../web/send-page.js';

/**
 * Links and pages made for mise-versions: its sign-in leads to ours, and "who am I" knows our session. Its
 * `return_to` is not followed, because it let anybody send people on to any address; its GET that signs out is
 * not here either, because any page could make a browser ask for it.
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
