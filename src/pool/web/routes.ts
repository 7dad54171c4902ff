import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { addContributorRoutes } from './contributor-routes.js';
import { joiningView, ownLendingView } from './contributor-views.js';
import type { WebDeps } from './deps.js';
import { addLegacySignIn } from './legacy-sign-in.js';
import { createLiveViews } from './live-views.js';
import { pageAssets } from './page/assets.js';
import { type HomeView, homeMain } from './page/home.js';
import { page } from './page/layout.js';
import { liveFragment } from './page/live.js';
import { contentSecurityPolicy, frameOf, sendPage } from './send-page.js';
import { signedIn } from './session.js';
import { addSignInRoutes } from './sign-in-routes.js';

const YEAR_SECONDS = 365 * 24 * 3600;

/** The pages for people, as a plugin: its hooks do not change the answers of the API. */
export function webPages(deps: WebDeps): FastifyPluginAsync {
  return async (app) => {
    await app.register(cookie);
    await app.register(formbody, { bodyLimit: 4096 });
    app.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', contentSecurityPolicy());
      reply.header('cache-control', 'private, no-store');
      if (deps.secureCookies) reply.header('strict-transport-security', `max-age=${YEAR_SECONDS}`);
    });
    addAssets(app);
    addHome(app, deps);
    addSignInRoutes(app, deps);
    addContributorRoutes(app, deps);
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

function addHome(app: FastifyInstance, deps: WebDeps): void {
  const liveView = createLiveViews(deps.views, deps.nowMs);
  app.get<{ Querystring: { bucket?: unknown; done?: unknown } }>('/', async (request, reply) => {
    const contributor = await signedIn(deps, request);
    const view: HomeView = {
      live: await liveView(request.query.bucket),
      joining: joiningView(deps.views),
      ownLending: contributor ? await ownLendingView(deps.views, contributor.owner) : null,
      isSignedOut: !contributor && request.query.done === 'signed_out',
    };
    return sendPage(reply, page(frameOf(deps, null, contributor), homeMain(view)));
  });
  app.get<{ Querystring: { bucket?: unknown } }>('/live', async (request, reply) =>
    sendPage(reply, liveFragment(await liveView(request.query.bucket))),
  );
}
