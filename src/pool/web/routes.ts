import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { isOurFault, STATUS_OF_CODE, toPoolError } from '../errors.js';
import { addLegacySignIn } from '../legacy/sign-in.js';
import { remembered } from '../remembered.js';
import { addAccount } from './account.js';
import { pageAssets } from './page/assets.js';
import { homeMain, liveFragment } from './page/home.js';
import { messagePage, page } from './page/layout.js';
import { frameOf, type PeopleDeps, sendPage, signedIn } from './page.js';
import { addSignIn } from './sign-in-routes.js';
import { homeView } from './views.js';

/** The front page is the same for all, so many readers cost one look at the database per second. */
const HOME_AGE_MS = 1000;

/** Nothing from elsewhere, nothing inline, no frames: a contributor's page has buttons that matter. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const YEAR_SECONDS = 365 * 24 * 3600;

/** The pages for people, as a plugin with its own hooks, so that nothing of it touches the API's answers. */
export function peopleSurface(deps: PeopleDeps): FastifyPluginAsync {
  return async (app) => {
    await app.register(cookie);
    await app.register(formbody, { bodyLimit: 4096 });
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
      reply.header('cache-control', 'private, no-store');
      if (deps.secureCookies) reply.header('strict-transport-security', `max-age=${YEAR_SECONDS}`);
    });
    app.setErrorHandler(async (error, request, reply) => {
      const fault = toPoolError(error);
      if (isOurFault(fault))
        request.log.error({ reqId: request.id, err: fault.cause ?? fault }, 'a page failed');
      const status = STATUS_OF_CODE[fault.code];
      const text = status < 500 ? fault.message : 'The pool had a fault of its own. Try again in a minute.';
      return sendPage(
        reply.code(status),
        messagePage(frameOf(deps, 'That did not work'), { heading: 'That did not work', text }),
      );
    });
    addAssets(app);
    addHome(app, deps);
    addSignIn(app, deps);
    addAccount(app, deps);
    addLegacySignIn(app, deps);
  };
}

function addAssets(app: FastifyInstance): void {
  for (const asset of Object.values(pageAssets())) {
    app.get(asset.path, async (_request, reply) =>
      reply.type(asset.type).header('cache-control', 'public, max-age=31536000, immutable').send(asset.body),
    );
  }
}

function addHome(app: FastifyInstance, deps: PeopleDeps): void {
  const current = remembered({ now: deps.nowMs, maxAgeMs: HOME_AGE_MS }, () => homeView(deps.views));
  app.get('/', async (request, reply) => {
    const contributor = await signedIn(deps, request);
    return sendPage(reply, page(frameOf(deps, 'Token pool', contributor), homeMain(await current())));
  });
  app.get('/live', async (_request, reply) => sendPage(reply, liveFragment(await current())));
}
