import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Revocation } from '../owners/revocation.js';
import { isSameProof } from './members.js';
import { messagePage, page } from './page/layout.js';
import { meMain, type Notice } from './page/me.js';
import { usesMain } from './page/uses.js';
import {
  type Contributor,
  cookieOptions,
  frameOf,
  type WebDeps,
  SESSION_COOKIE,
  sendPage,
  signedIn,
} from './send-page.js';
import { meView, readCursor, usesView } from './views.js';

type Form = { readonly [name: string]: unknown };

/** What a form leads to: the contributor's page, or a message with nothing changed, or the end of the session. */
type FormOutcome =
  | { kind: 'done'; notice: Notice }
  | { kind: 'refused'; heading: string; text: string }
  | { kind: 'signed_out' }
  | { kind: 'left'; heading: string; text: string };

type FormAction = (contributor: Contributor, form: Form, request: FastifyRequest) => Promise<FormOutcome>;

const NOTICES: readonly Notice[] = ['joined', 'saved', 'paused', 'resumed'];

/** A contributor's own pages and their forms. */
export function addAccount(app: FastifyInstance, deps: WebDeps): void {
  app.get<{ Querystring: { done?: unknown } }>('/me', async (request, reply) => {
    const contributor = await signedIn(deps, request);
    if (!contributor) return reply.redirect('/', 303);
    const view = await meView(deps.views, contributor, noticeOf(request.query.done));
    const title = `${contributor.owner.login} – Token pool`;
    return sendPage(reply, page(frameOf(deps, title, contributor), meMain(view)));
  });
  app.get<{ Querystring: { before?: unknown } }>('/me/uses', async (request, reply) => {
    const contributor = await signedIn(deps, request);
    if (!contributor) return reply.redirect('/', 303);
    const view = await usesView(deps.views, contributor.owner, { cursor: readCursor(request.query.before) });
    const title = `Uses of ${contributor.owner.login} – Token pool`;
    return sendPage(reply, page(frameOf(deps, title, contributor), usesMain(view)));
  });
  addForm(app, deps, { path: '/me/pause', act: (contributor) => pause(deps, contributor) });
  addForm(app, deps, { path: '/me/resume', act: (contributor) => resume(deps, contributor) });
  addForm(app, deps, { path: '/me/reserve', act: (contributor, form) => reserve(deps, contributor, form) });
  addForm(app, deps, { path: '/me/remove', act: (contributor, form) => leave(deps, contributor, form) });
  addForm(app, deps, { path: '/logout', act: (_contributor, _form, request) => signOut(deps, request) });
}

function noticeOf(done: unknown): Notice | null {
  return NOTICES.find((known) => known === done) ?? null;
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
    };
  }
  await deps.controls.setReserve(owner.id, percent / 100);
  return { kind: 'done', notice: 'saved' };
}

const LEFT: { readonly [outcome in Revocation]: string } = {
  revoked: 'Your token was deleted here and your authorization was revoked at GitHub. Thank you for lending.',
  pending:
    'Your token was deleted here. GitHub has not confirmed yet that your authorization is revoked; the pool asks again until it does. You can also revoke it yourself in your GitHub settings under Applications, Authorized OAuth Apps.',
  not_ours:
    'Your token was deleted here. It was not issued by this pool’s sign-in, so only you can revoke it, in your GitHub settings under Developer settings.',
};

async function leave(deps: WebDeps, { owner }: Contributor, form: Form): Promise<FormOutcome> {
  if (form.sure !== 'yes') {
    return {
      kind: 'refused',
      heading: 'Nothing was removed',
      text: 'Tick the box to confirm that you want to leave.',
    };
  }
  const { revocation } = await deps.controls.leave(owner.id);
  await deps.members.store.sessions.removeOfOwner(owner.id);
  return { kind: 'left', heading: 'You have left the pool', text: LEFT[revocation] };
}

async function signOut(deps: WebDeps, request: FastifyRequest): Promise<FormOutcome> {
  const secret = request.cookies[SESSION_COOKIE];
  if (secret !== undefined) await deps.members.store.sessions.remove(secret);
  return { kind: 'signed_out' };
}

function addForm(app: FastifyInstance, deps: WebDeps, form: { path: string; act: FormAction }): void {
  app.post(form.path, async (request, reply) => {
    const contributor = await signedIn(deps, request);
    if (!contributor) return reply.redirect('/', 303);
    const fields: Form = typeof request.body === 'object' && request.body !== null ? { ...request.body } : {};
    if (!isSameProof(contributor.csrf, fields.csrf)) {
      const text = 'The form belongs to an earlier session. Open your page and try again.';
      const message = { heading: 'Nothing was changed', text };
      return sendPage(reply.code(403), messagePage(frameOf(deps, message.heading, contributor), message));
    }
    const outcome = await form.act(contributor, fields, request);
    if (outcome.kind === 'done') return reply.redirect(`/me?done=${outcome.notice}`, 303);
    if (outcome.kind === 'refused') {
      return sendPage(reply.code(400), messagePage(frameOf(deps, outcome.heading, contributor), outcome));
    }
    reply.clearCookie(SESSION_COOKIE, cookieOptions(deps, 0));
    if (outcome.kind === 'signed_out') return reply.redirect('/', 303);
    return sendPage(reply, messagePage(frameOf(deps, outcome.heading), outcome));
  });
}
