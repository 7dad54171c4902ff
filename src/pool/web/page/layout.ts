import { type Html, html } from './html.js';

/** What every page shares. `assets` are paths of files served by the pool itself. */
export type PageFrame = {
  /** Null for the front page. */
  title: string | null;
  /** The login of the signed-in contributor, or null. */
  login: string | null;
  /** A token that binds forms to the session; empty when not signed in. */
  csrf: string;
  /** False where sign-in is not possible, and on the page that leads to GitHub's sign-in. */
  offersSignIn: boolean;
  assets: { css: string; js: string; icon: string };
};

const DESCRIPTION =
  'A pool of GitHub API requests for CI jobs: people and Apps lend tokens, and jobs lease them, so that no job is held up by one account’s rate limit.';

function account({ login, csrf, offersSignIn }: PageFrame): Html {
  if (login === null && !offersSignIn) return html``;
  if (login === null) return html`<a href="/auth">Sign in</a>`;
  return html`<a href="/me">${login}</a>
<form method="post" action="/logout"><input type="hidden" name="csrf" value="${csrf}"/>
<button class="plain" type="submit">Sign out</button></form>`;
}

/** A whole page. Colours follow the reader's system; nothing is loaded from elsewhere. */
export function page(frame: PageFrame, main: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="referrer" content="no-referrer"/>
<meta name="description" content="${DESCRIPTION}"/>
<title>${frame.title === null ? '' : `${frame.title} – `}Token pool</title>
<link rel="icon" type="image/svg+xml" href="${frame.assets.icon}"/>
<link rel="stylesheet" href="${frame.assets.css}"/>
<script src="${frame.assets.js}" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header><a class="brand" href="/"><img src="${frame.assets.icon}" alt="" width="24" height="24"/>Token pool</a><nav aria-label="Account">${account(frame)}</nav></header>
<main id="main">${main}</main>
<footer><a href="/status">Status as JSON</a> <a href="/openapi.json">API</a></footer>
</body>
</html>`.markup;
}

/** The button under a message: it leads to a path of the pool. */
export type Link = { href: string; text: string };

export type Message = {
  heading: string;
  /** What happened, and what to do now. */
  text: Html | string;
  /** To the front page by default. */
  link?: Link;
};

const TO_FRONT_PAGE: Link = { href: '/', text: 'Back to the pool' };

/** A page with one thing to say. */
export function messagePage(frame: PageFrame, { heading, text, link = TO_FRONT_PAGE }: Message): string {
  return page(
    frame,
    html`<h1>${heading}</h1><p>${text}</p><p><a class="button" href="${link.href}">${link.text}</a></p>`,
  );
}
