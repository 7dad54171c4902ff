import { dataTable } from './data-table.js';
import { formatCount, formatUntil, timeElement } from './format.js';
import { type Html, html } from './html.js';
import { type UseView, useTable } from './uses.js';

export type OwnTokenView = {
  tokenId: number;
  kind: string;
  addedAtMs: number;
  expiresAtMs: number | null;
  state: 'in use' | 'being checked' | 'no longer valid';
};

/** What the contributor has just done, told once at the top of the page. */
export type Notice = 'joined' | 'saved' | 'paused' | 'resumed';

export type MeView = {
  nowMs: number;
  login: string;
  ref: string;
  paused: boolean;
  suspended: boolean;
  reservePercent: number;
  budgets: readonly { bucket: string; limit: number; remaining: number; resetAtMs: number | null }[];
  tokens: readonly OwnTokenView[];
  /** The newest uses only. */
  uses: readonly UseView[];
  hasMoreUses: boolean;
  csrf: string;
  notice: Notice | null;
};

const NOTICES: { readonly [notice in Notice]: string } = {
  joined: 'Welcome, and thank you. Your token is in the pool; jobs may use it from now on.',
  saved: 'Saved.',
  paused: 'Paused.',
  resumed: 'Your token is lent again.',
};

function proof({ csrf }: MeView): Html {
  return html`<input type="hidden" name="csrf" value="${csrf}"/>`;
}

function noticeOf({ notice }: MeView): Html {
  return notice === null ? html`` : html`<p class="done" role="status">${NOTICES[notice]}</p>`;
}

function state(view: MeView): Html {
  if (view.suspended)
    return html`<p class="warning">GitHub refuses this account at the moment, so the pool does not lend its budget.</p>`;
  if (view.paused)
    return html`<p class="warning">Paused: no new job gets your token. Running jobs keep theirs to their end.</p>`;
  return html`<p>Jobs may use your budget. The pages of this pool call you <code>${view.ref}</code>; a job that holds your
token can ask GitHub whose it is.</p>`;
}

function lending(view: MeView): Html {
  const [path, words] = view.paused ? ['/me/resume', 'Resume lending'] : ['/me/pause', 'Pause lending'];
  return html`<div class="row">
<form method="post" action="${path}">${proof(view)}<button class="primary" type="submit">${words}</button></form>
<form method="post" action="/me/reserve" class="field">${proof(view)}
<label for="percent">Keep for me</label>
<span><input id="percent" type="number" name="percent" min="0" max="100" required value="${view.reservePercent}"/> %
<button type="submit">Save</button></span></form></div>`;
}

function budgets(view: MeView): Html {
  if (view.budgets.length === 0)
    return html`<p class="quiet">Nothing is known of your budget yet; the pool asks GitHub within a minute.</p>`;
  return dataTable({
    caption: 'Your hourly budget at GitHub, as last seen',
    columns: [
      { heading: 'Bucket' },
      { heading: 'Left', isNumber: true },
      { heading: 'Resets in', isNumber: true },
    ],
    rows: view.budgets.map(({ bucket, remaining, limit, resetAtMs }) => [
      html`<code>${bucket}</code>`,
      html`${formatCount(remaining)} <small>of ${formatCount(limit)}</small>`,
      formatUntil(resetAtMs, view.nowMs),
    ]),
  });
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
  return html`${useTable('The last jobs that were handed your token, newest first', view.uses)}${all}`;
}

function leaving(view: MeView): Html {
  return html`<section id="leave" class="card"><h2>Leave the pool</h2>
<p>Your token is deleted here and revoked at GitHub. Jobs that hold it lose it at once.</p>
<form method="post" action="/me/remove">${proof(view)}
<label class="check"><input type="checkbox" name="sure" value="yes" required/> <span>I want to leave</span></label>
<button class="danger" type="submit">Leave and remove my token</button></form></section>`;
}

/** A contributor's own page: what is lent, who used it, and how to pause or leave. */
export function meMain(view: MeView): Html {
  return html`${noticeOf(view)}<h1>${view.login}</h1>${state(view)}${lending(view)}
<p class="jump"><a href="#uses">Uses</a> <a href="#leave">Leave the pool</a></p>
<h2>Budget</h2>${budgets(view)}
<h2>Tokens</h2>${tokens(view)}
<h2 id="uses">Uses</h2>${uses(view)}
${leaving(view)}`;
}
