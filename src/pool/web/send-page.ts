import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OwnerControls } from '../owners/owner-controls.js';
import { contributorOf, type MembersDeps } from './members.js';
import { pageAssets } from './page/assets.js';
import type { Html } from './page/html.js';
import type { PageFrame } from './page/layout.js';
import type { SignInDeps } from './sign-in.js';
import type { ViewDeps } from './views.js';

export type WebDeps = {
  members: MembersDeps;
  controls: OwnerControls;
  views: ViewDeps;
  /** Null when the pool has no OAuth app: then the page shows the pool and nobody can join. */
  signIn: SignInDeps | null;
  /** Whether browsers reach the pool over https, so that cookies may insist on it. */
  secureCookies: boolean;
  nowMs: () => number;
};

export const SESSION_COOKIE = 'pool_session';
export const SIGN_IN_COOKIE = 'pool_sign_in';

/**
 * Nothing from other hosts, nothing inline, and no frames, in which another site could make people press a button.
 * Forms lead to the pool itself and to `formOrigins`.
 */
export function contentSecurityPolicy(formOrigins: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    ["form-action 'self'", ...formOrigins].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export type Contributor = NonNullable<Awaited<ReturnType<typeof contributorOf>>>;

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
  return contributorOf(deps.members, request.cookies[SESSION_COOKIE]);
}

export function frameOf(
  { signIn }: Pick<WebDeps, 'signIn'>,
  title: string | null,
  contributor?: Contributor,
): PageFrame {
  const { css, js, icon } = pageAssets();
  return {
    title,
    login: contributor?.owner.login ?? null,
    csrf: contributor?.csrf ?? '',
    offersSignIn: signIn !== null,
    assets: { css: css.path, js: js.path, icon: icon.path },
  };
}

export function sendPage(reply: FastifyReply, markup: string | Html): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(String(markup));
}
