import { dataTable } from './data-table.js';
import { BUCKET_NOTE, formatCount, formatUntil, timeElement } from './format.js';
import { type Html, html } from './html.js';
import { type LendingState, lendingBadge, lendingText } from './lending.js';
import { type UseView, useTable } from './uses.js';

export type OwnTokenView = {
  tokenId: number;
  kind: string;
  addedAtMs: number;
  expiresAtMs: number | null;
  state: 'in use' | 'being checked' | 'no longer valid';
};

/** What the contributor has just done, shown once at the top of the page. */
const NOTICES = {
  joined: 'Welcome, and thank you. Your token is in the pool, and jobs may use it from now on.',
  renewed: 'You are signed in. Your new token has replaced the old one.',
  saved: 'Saved.',
  paused: 'Paused.',
  resumed: 'Lending again.',
} as const;

export type Notice = keyof typeof NOTICES;

/** The notice of an address, or null when it names none. */
export function noticeFrom(text: unknown): Notice | null {
  return typeof text === 'string' && Object.hasOwn(NOTICES, text) ? (text as Notice) : null;
}

export type MeView = {
  nowMs: number;
  login: string;
  ref: string;
  state: LendingState;
  reservePercent: number;
  budgets: readonly { bucket: string; limit: number; remaining: number; resetAtMs: number | null }[];
  tokens: readonly OwnTokenView[];
  /** The newest uses only. */
  uses: readonly UseView[];
  hasMoreUses: boolean;
  csrf: string;
  notice: Notice | null;
};

function csrfField({ csrf }: MeView): Html {
  return html`<input type="hidden" name="csrf" value="${csrf}"/>`;
}

function noticeOf({ notice }: MeView): Html {
  return notice === null ? html`` : html`<p class="note good" role="status">${NOTICES[notice]}</p>`;
}

/** The one primary button: pause, resume, or lend a token that works. */
function mainButton(view: MeView): Html {
  if (view.state === 'stopped') return html`<a class="button primary" href="/auth">Lend a new token</a>`;
  const [path, words] =
    view.state === 'paused' ? ['/me/resume', 'Resume lending'] : ['/me/pause', 'Pause lending'];
  return html`<form method="post" action="${path}">${csrfField(view)}<button class="primary" type="submit">${words}</button></form>`;
}

function settings(view: MeView): Html {
  return html`<section class="card" aria-label="Settings">
<div class="setting"><div><p>${lendingBadge(view.state)}</p>
<p class="quiet">${lendingText(view.state)}</p></div>${mainButton(view)}</div>
<div class="setting"><div><p><label for="percent"><strong>Keep for me</strong></label></p>
<p class="quiet" id="keep">No new job gets your token once only this share of your requests is left.</p></div>
<form method="post" action="/me/reserve" class="buttons">${csrfField(view)}
<span class="nowrap"><input id="percent" type="number" name="percent" min="0" max="100" required aria-describedby="keep" value="${view.reservePercent}"/>&nbsp;%</span>
<button type="submit">Save</button></form></div>
</section>`;
}

function budgets(view: MeView): Html {
  if (view.budgets.length === 0)
    return html`<p class="quiet">Your budget is not known yet. The pool reads it within a minute.</p>`;
  return html`${dataTable({
    caption: 'Your budget at GitHub, as the pool last saw it',
    columns: [
      { heading: 'Bucket' },
      { heading: 'Requests left', kind: 'number' },
      { heading: 'Full again in', kind: 'number' },
    ],
    rows: view.budgets.map(({ bucket, remaining, limit, resetAtMs }) => [
      html`<code>${bucket}</code>`,
      html`${formatCount(remaining)} <small>of ${formatCount(limit)}</small>`,
      formatUntil(resetAtMs, view.nowMs),
    ]),
  })}
<p class="small">${BUCKET_NOTE}</p>`;
}

function tokens(view: MeView): Html {
  return dataTable({
    caption: 'What you lend',
    columns: ['Token', 'Added', 'Expires', 'State'].map((heading) => ({ heading })),
    rows: view.tokens.map((token) => [
      token.kind,
      timeElement(token.addedAtMs),
      token.expiresAtMs === null ? 'never' : timeElement(token.expiresAtMs),
      token.state,
    ]),
  });
}

function uses(view: MeView): Html {
  if (view.uses.length === 0) return html`<p class="quiet">No job has used your token yet.</p>`;
  const all = view.hasMoreUses ? html`<p><a href="/me/uses">All uses of your token</a></p>` : html``;
  return html`${useTable('The last jobs that got your token, newest first', view.uses)}${all}`;
}

function leaving(view: MeView): Html {
  return html`<section id="leave" class="card"><h2>Leave the pool</h2>
<p>Your token is deleted here and revoked at GitHub. Jobs that have it can no longer use it.</p>
<form method="post" action="/me/remove">${csrfField(view)}
<label class="check"><input type="checkbox" name="sure" value="yes" required/> <span>I want to leave</span></label>
<button class="danger" type="submit">Leave and delete my token</button></form></section>`;
}

/** A contributor's own page: what is lent, who used it, and how to pause or leave. */
export function meMain(view: MeView): Html {
  return html`${noticeOf(view)}<h1>${view.login}</h1>
<p>The pages of this pool call you <code>${view.ref}</code>. A job with your token can ask GitHub whose it is.</p>
${settings(view)}
<p class="jump"><a href="#uses">Uses of your token</a> <a href="#leave">Leave the pool</a></p>
<h2>Budget</h2>${budgets(view)}
<h2>Tokens</h2>${tokens(view)}
<h2 id="uses">Uses</h2>${uses(view)}
${leaving(view)}`;
}
