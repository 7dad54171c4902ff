import { type Html, html } from './html.js';

/** What every page shares. `assets` are paths of files served by the pool itself. */
export type PageFrame = {
  title: string;
  /** The login of the signed-in contributor, or null. */
  login: string | null;
  /** A token that binds forms to the session; empty when nobody is signed in. */
  csrf: string;
  /** False when the pool has no OAuth app: then there is nowhere to sign in. */
  canJoin: boolean;
  assets: { css: string; js: string; icon: string };
};

const DESCRIPTION =
  'A pool of GitHub API budget for CI jobs: people and Apps lend tokens, jobs lease them, and nobody meets the rate limit of one account.';

function account({ login, csrf, canJoin }: PageFrame): Html {
  if (login === null && !canJoin) return html``;
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
<title>${frame.title}</title>
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

/** A page that says what went wrong and what to do now. */
export function messagePage(frame: PageFrame, message: { heading: string; text: string }): string {
  return page(
    frame,
    html`<h1>${message.heading}</h1><p>${message.text}</p><p><a class="button" href="/">Back to the pool</a></p>`,
  );
}
