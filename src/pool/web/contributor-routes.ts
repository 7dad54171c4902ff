import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Revoked } from '../owners/revocation.js';
import { meView, readCursor, usesView } from './contributor-views.js';
import { type Contributor, isSameCsrfToken } from './contributors.js';
import type { WebDeps } from './deps.js';
import { type Html, html } from './page/html.js';
import { type Link, type Message, messagePage, page } from './page/layout.js';
import { meMain, type Notice, noticeFrom } from './page/me.js';
import { usesMain } from './page/uses.js';
import { frameOf, sendPage } from './send-page.js';
import { cookieOptions, SESSION_COOKIE, signedIn } from './session.js';

type Form = { readonly [name: string]: unknown };

/** The answer to a form: the contributor's page, a message that nothing was changed, or the end of the session. */
type FormOutcome =
  | { kind: 'done'; notice: Notice }
  | ({ kind: 'refused' } & Message)
  | { kind: 'signed_out' }
  | ({ kind: 'left' } & Message);

type FormAction = (contributor: Contributor, form: Form, request: FastifyRequest) => Promise<FormOutcome>;

const TO_OWN_PAGE: Link = { href: '/me', text: 'Your lending' };

/** A contributor's own pages and their forms. */
export function addContributorRoutes(app: FastifyInstance, deps: WebDeps): void {
  app.get<{ Querystring: { done?: unknown } }>('/me', async (request, reply) => {
    const contributor = await signedIn(deps, request);
    if (!contributor) return reply.redirect('/', 303);
    const view = await meView(deps.views, contributor, noticeFrom(request.query.done));
    return sendPage(reply, page(frameOf(deps, contributor.owner.login, contributor), meMain(view)));
  });
  app.get<{ Querystring: { before?: unknown } }>('/me/uses', async (request, reply) => {
    const contributor = await signedIn(deps, request);
    if (!contributor) return reply.redirect('/', 303);
    const view = await usesView(deps.views, contributor.owner, { cursor: readCursor(request.query.before) });
    return sendPage(reply, page(frameOf(deps, 'Uses of your token', contributor), usesMain(view)));
  });
  addForm(app, deps, { path: '/me/pause', act: (contributor) => pause(deps, contributor) });
  addForm(app, deps, { path: '/me/resume', act: (contributor) => resume(deps, contributor) });
  addForm(app, deps, { path: '/me/reserve', act: (contributor, form) => reserve(deps, contributor, form) });
  addForm(app, deps, { path: '/me/remove', act: (contributor, form) => leave(deps, contributor, form) });
  addForm(app, deps, { path: '/logout', act: (_contributor, _form, request) => signOut(deps, request) });
}

async function pause(deps: WebDeps, { owner }: Contributor): Promise<FormOutcome> {
  await deps.controls.pause(owner.id);
  return { kind: 'done', notice: 'paused' };
}

async function resume(deps: WebDeps, { owner }: Contributor): Promise<FormOutcome> {
  await deps.controls.resume(owner.id);
  return { kind: 'done', notice: 'resumed' };
}

async function reserve(deps: WebDeps, { owner }: Contributor, form: Form): Promise<FormOutcome> {
  const percent =
    typeof form.percent === 'string' && /^\d{1,3}$/.test(form.percent) ? Number(form.percent) : 101;
  if (percent > 100) {
    return {
      kind: 'refused',
      heading: 'Not saved',
      text: 'Write a whole number from 0 to 100 for the share that you keep.',
      link: TO_OWN_PAGE,
    };
  }
  await deps.controls.setReserve(owner.id, percent / 100);
  return { kind: 'done', notice: 'saved' };
}

/** What happened to the token, with a link to GitHub where the person can do what the pool could not. */
function textOfLeaving({ signIn, views }: WebDeps, { revocation, why }: Revoked): Html | string {
  const settings = `${views.githubServerUrl}/settings`;
  if (revocation === 'revoked')
    return 'Your token is deleted here, and your authorization is revoked at GitHub. Thank you for lending.';
  if (revocation === 'pending') {
    const authorization = `${settings}/connections/applications/${signIn?.client.clientId ?? ''}`;
    return html`Your token is deleted here. GitHub has not confirmed yet that your authorization is revoked (${why ?? ''}); the
pool asks again until it does. To be sure now, <a href="${authorization}" rel="noreferrer">revoke it at GitHub</a> yourself. Thank
you for lending.`;
  }
  return html`Your token is deleted here. It did not come from this pool’s sign-in, so only you can revoke it:
<a href="${settings}/tokens" rel="noreferrer">your tokens at GitHub</a>. Thank you for lending.`;
}

async function leave(deps: WebDeps, { owner }: Contributor, form: Form): Promise<FormOutcome> {
  if (form.sure !== 'yes') {
    return {
      kind: 'refused',
      heading: 'You have not left',
      text: 'Tick the box to confirm that you want to leave. Nothing was deleted.',
      link: { href: '/me#leave', text: TO_OWN_PAGE.text },
    };
  }
  const revoked = await deps.controls.leave(owner.id);
  await deps.contributors.store.sessions.removeOfOwner(owner.id);
  return { kind: 'left', heading: 'You have left the pool', text: textOfLeaving(deps, revoked) };
}

async function signOut(deps: WebDeps, request: FastifyRequest): Promise<FormOutcome> {
  const secret = request.cookies[SESSION_COOKIE];
  if (secret !== undefined) await deps.contributors.store.sessions.remove(secret);
  return { kind: 'signed_out' };
}

const SIGNED_OUT: Message = {
  heading: 'You are signed out',
  text: 'Nothing was changed. Sign in and try again.',
  link: { href: '/auth', text: 'Sign in' },
};

const OLD_FORM: Message = {
  heading: 'Nothing was changed',
  text: 'The form was from an earlier session. Open your page and try again.',
  link: TO_OWN_PAGE,
};

function addForm(app: FastifyInstance, deps: WebDeps, form: { path: string; act: FormAction }): void {
  app.post(form.path, async (request, reply) => {
    const contributor = await signedIn(deps, request);
    const show = (message: Message, viewer?: Contributor) =>
      sendPage(reply, messagePage(frameOf(deps, message.heading, viewer), message));
    if (!contributor) {
      reply.code(403);
      return show(SIGNED_OUT);
    }
    const fields: Form = typeof request.body === 'object' && request.body !== null ? { ...request.body } : {};
    if (!isSameCsrfToken(contributor.csrf, fields.csrf)) {
      reply.code(403);
      return show(OLD_FORM, contributor);
    }
    const outcome = await form.act(contributor, fields, request);
    if (outcome.kind === 'done') return reply.redirect(`/me?done=${outcome.notice}`, 303);
    if (outcome.kind === 'refused') {
      reply.code(400);
      return show(outcome, contributor);
    }
    reply.clearCookie(SESSION_COOKIE, cookieOptions(deps, 0));
    return outcome.kind === 'signed_out' ? reply.redirect('/?done=signed_out', 303) : show(outcome);
  });
}
