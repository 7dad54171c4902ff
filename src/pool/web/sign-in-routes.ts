import type { FastifyInstance } from 'fastify';
import { join, SESSION_MS } from './members.js';
import { messagePage } from './page/layout.js';
import { cookieOptions, frameOf, type PeopleDeps, SESSION_COOKIE, SIGN_IN_COOKIE, sendPage } from './page.js';
import { atMostAtOnce, finishSignIn, SIGN_IN_SECONDS, type SignInFault, startSignIn } from './sign-in.js';

const FAULTS: { readonly [fault in SignInFault]: { status: number; heading: string; text: string } } = {
  denied: {
    status: 200,
    heading: 'Nothing was lent',
    text: 'You did not authorize the pool at GitHub. Nothing was stored.',
  },
  stale: {
    status: 400,
    heading: 'That sign-in is over',
    text: 'It was not finished in time, or was begun in another browser. Start it again.',
  },
  foreign: {
    status: 400,
    heading: 'That answer was not ours',
    text: 'The answer does not belong to a sign-in of this browser. Start it again.',
  },
  refused: {
    status: 400,
    heading: 'GitHub refused the sign-in',
    text: 'The code was spent or too old. Start the sign-in again.',
  },
  unreachable: {
    status: 503,
    heading: 'GitHub did not answer',
    text: 'Nothing was stored. Try again in a minute.',
  },
};

/** Half of the connections that the pool opens to GitHub at most. */
const MOST_EXCHANGES = 8;

/** Only texts of a sane length count; a repeated parameter arrives as a list and is left out. */
function textOf(query: { [name: string]: unknown }, name: string): { [name: string]: string } {
  const value = query[name];
  return typeof value === 'string' && value.length <= 1000 ? { [name]: value } : {};
}

/** `/auth` sends a browser to GitHub, `/callback` takes it back. Absent without an OAuth app. */
export function addSignIn(app: FastifyInstance, deps: PeopleDeps): void {
  if (deps.signIn === null) return;
  const exchangeOAuthCode = atMostAtOnce(MOST_EXCHANGES, deps.signIn.exchangeOAuthCode);
  const signIn = { ...deps.signIn, exchangeOAuthCode };
  app.get('/auth', async (_request, reply) => {
    const { location, cookie } = startSignIn(signIn);
    return reply
      .setCookie(SIGN_IN_COOKIE, cookie, cookieOptions(deps, SIGN_IN_SECONDS))
      .redirect(location, 302);
  });
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
    const joined = await join(deps.members, result.tokens);
    if ('refused' in joined) {
      const message = { heading: 'The token was not taken', text: joined.refused };
      return sendPage(reply.code(400), messagePage(frameOf(deps, message.heading), message));
    }
    return reply
      .setCookie(SESSION_COOKIE, joined.sessionSecret, cookieOptions(deps, SESSION_MS / 1000))
      .redirect('/me', 303);
  });
}
