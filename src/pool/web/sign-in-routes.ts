import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PoolError } from '../faults/pool-error.js';
import { joiningView } from './contributor-views.js';
import { join, SESSION_MS } from './contributors.js';
import type { WebDeps } from './deps.js';
import { wantsPage } from './fault-page.js';
import { closedMain, consentMain } from './page/joining.js';
import { type Link, type Message, messagePage, page } from './page/layout.js';
import { contentSecurityPolicy, frameOf, sendPage } from './send-page.js';
import { cookieOptions, SESSION_COOKIE, SIGN_IN_COOKIE, signedIn } from './session.js';
import {
  atMostAtOnce,
  finishSignIn,
  SIGN_IN_SECONDS,
  type SignInDeps,
  type SignInFault,
  startSignIn,
} from './sign-in.js';

const NOT_SET_UP =
  'signing in is not set up at this pool: its operator has to set GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET';

const START_AGAIN: Link = { href: '/auth', text: 'Start again' };

const FAULTS: { readonly [fault in SignInFault]: Message & { status: number } } = {
  denied: {
    status: 200,
    heading: 'Nothing was lent',
    text: 'You did not authorize the pool at GitHub. Nothing was stored.',
  },
  stale: {
    status: 400,
    heading: 'That sign-in has expired',
    text: 'It took longer than ten minutes, was used already, or began in another browser. Nothing new was stored.',
    link: START_AGAIN,
  },
  foreign: {
    status: 400,
    heading: 'That sign-in was not started here',
    text: 'GitHub’s answer belongs to another sign-in than the one in this browser. Nothing was stored.',
    link: START_AGAIN,
  },
  refused: {
    status: 400,
    heading: 'GitHub refused the sign-in',
    text: 'GitHub accepts a sign-in only once, and only for some minutes. Nothing new was stored.',
    link: START_AGAIN,
  },
  unreachable: {
    status: 503,
    heading: 'GitHub did not answer',
    text: 'Nothing was stored. Try again in a minute.',
    link: START_AGAIN,
  },
};

/** Half of the most connections that the pool opens to GitHub. */
const MOST_EXCHANGES = 8;

/** The parameter if it is one text of at most 1,000 characters; a repeated one arrives as a list and is left out. */
function textOf(query: { [name: string]: unknown }, name: string): { [name: string]: string } {
  const value = query[name];
  return typeof value === 'string' && value.length <= 1000 ? { [name]: value } : {};
}

/** For a pool without an OAuth app: says so to people in a page and to programs in JSON. */
function addClosedSignInRoutes(app: FastifyInstance, deps: WebDeps): void {
  const { operator } = deps.views;
  for (const url of ['/auth', '/callback']) {
    app.get(url, async (request, reply) => {
      if (!wantsPage(request)) throw new PoolError('not_found', NOT_SET_UP);
      return sendPage(
        reply.code(404),
        page(frameOf(deps, 'Nobody can sign in here yet'), closedMain(operator)),
      );
    });
  }
}

/**
 * `GET /auth` explains and asks for consent; only its form sends the browser to GitHub, which sends it back to
 * `/callback`.
 */
export function addSignInRoutes(app: FastifyInstance, deps: WebDeps): void {
  const { signIn } = deps;
  if (signIn === null) {
    addClosedSignInRoutes(app, deps);
    return;
  }
  // Browsers apply `form-action` to redirects as well, and this form is redirected to GitHub.
  const policy = contentSecurityPolicy([new URL(signIn.githubServerUrl).origin]);
  const sendConsent = async ({ request, reply, isMissing }: Exchange & { isMissing: boolean }) => {
    const contributor = await signedIn(deps, request);
    const frame = { ...frameOf(deps, 'Before you lend', contributor), offersSignIn: false };
    const view = { ...joiningView(deps.views), login: frame.login, isMissing };
    return sendPage(reply.header('content-security-policy', policy), page(frame, consentMain(view)));
  };
  app.get('/auth', (request, reply) => sendConsent({ request, reply, isMissing: false }));
  app.post('/auth', async (request, reply) => {
    if (!isAgreed(request)) return sendConsent({ request, reply: reply.code(400), isMissing: true });
    const { location, cookie } = startSignIn(signIn);
    return reply
      .header('content-security-policy', policy)
      .setCookie(SIGN_IN_COOKIE, cookie, cookieOptions(deps, SIGN_IN_SECONDS))
      .redirect(location, 303);
  });
  addCallback(app, deps, signIn);
}

type Exchange = { request: FastifyRequest; reply: FastifyReply };

/** Whether this pool's own form was sent with its box ticked; a form on another site does not count. */
function isAgreed({ body, headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  return isOwn && typeof body === 'object' && body !== null && 'agree' in body && body.agree === 'yes';
}

function addCallback(app: FastifyInstance, deps: WebDeps, signInDeps: SignInDeps): void {
  const exchangeOAuthCode = atMostAtOnce(MOST_EXCHANGES, signInDeps.exchangeOAuthCode);
  const signIn = { ...signInDeps, exchangeOAuthCode };
  app.get<{ Querystring: { [name: string]: unknown } }>('/callback', async (request, reply) => {
    const cookie = request.cookies[SIGN_IN_COOKIE];
    reply.clearCookie(SIGN_IN_COOKIE, cookieOptions(deps, 0));
    const result = await finishSignIn(signIn, {
      ...textOf(request.query, 'code'),
      ...textOf(request.query, 'state'),
      ...textOf(request.query, 'error'),
      ...(cookie === undefined ? {} : { cookie }),
    });
    if ('fault' in result) {
      const fault = FAULTS[result.fault];
      return sendPage(reply.code(fault.status), messagePage(frameOf(deps, fault.heading), fault));
    }
    const joined = await join(deps.contributors, result.tokens);
    if ('refused' in joined) {
      const message = { heading: 'Your token was not taken', text: joined.refused, link: START_AGAIN };
      return sendPage(reply.code(400), messagePage(frameOf(deps, message.heading), message));
    }
    return reply
      .setCookie(SESSION_COOKIE, joined.sessionSecret, cookieOptions(deps, SESSION_MS / 1000))
      .redirect(`/me?done=${joined.isNew ? 'joined' : 'renewed'}`, 303);
  });
}
