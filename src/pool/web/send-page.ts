import type { FastifyReply } from 'fastify';
import type { Contributor } from './contributors.js';
import type { WebDeps } from './deps.js';
import { pageAssets } from './page/assets.js';
import type { Html } from './page/html.js';
import type { PageFrame } from './page/layout.js';

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
