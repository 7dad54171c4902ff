import { dataTable } from './data-table.js';
import { formatCount, formatUntil, timeElement } from './format.js';
import { type Html, html } from './html.js';

export type OwnTokenView = {
  tokenId: number;
  kind: string;
  addedAtMs: number;
  expiresAtMs: number | null;
  state: 'in use' | 'being checked' | 'no longer valid';
};

/** One job's use of the contributor's budget. `runUrl` is null where the run is not known. */
export type UseView = {
  atMs: number;
  repository: string;
  workflow: string;
  job: string;
  runUrl: string | null;
  requestsSpent: number | null;
  state: 'open' | 'settled' | 'expired';
};

export type MeView = {
  nowMs: number;
  login: string;
  ref: string;
  paused: boolean;
  suspended: boolean;
  reservePercent: number;
  budgets: readonly { bucket: string; limit: number; remaining: number; resetAtMs: number | null }[];
  tokens: readonly OwnTokenView[];
  uses: readonly UseView[];
  /** Cursor of the next page of uses, or null on the last one. */
  olderCursor: string | null;
  csrf: string;
};

function action(view: MeView, path: string, button: Html): Html {
  return html`<form method="post" action="${path}"><input type="hidden" name="csrf" value="${view.csrf}"/>${button}</form>`;
}

function standing(view: MeView): Html {
  if (view.suspended)
    return html`<p class="notice">GitHub refuses this account at the moment, so its budget rests.</p>`;
  if (view.paused)
    return html`<p class="notice">Paused: no new job gets your token. Running jobs keep theirs to their end.</p>`;
  return html`<p>Your budget is lent as <code>${view.ref}</code>; others see this name only.</p>`;
}

function controls(view: MeView): Html {
  const pause = view.paused
    ? action(view, '/me/resume', html`<button type="submit">Resume lending</button>`)
    : action(view, '/me/pause', html`<button type="submit">Pause lending</button>`);
  return html`<div class="row">${pause}
<form method="post" action="/me/reserve"><input type="hidden" name="csrf" value="${view.csrf}"/>
<label>Keep for me <input type="number" name="percent" min="0" max="100" required value="${view.reservePercent}"/> %</label>
<button type="submit">Save</button></form></div>`;
}

function budgetRow(budget: MeView['budgets'][number], nowMs: number): Html {
  return html`<tr><th scope="row"><code>${budget.bucket}</code></th>
<td>${formatCount(budget.remaining)} <small>of ${formatCount(budget.limit)}</small></td>
<td>${formatUntil(budget.resetAtMs, nowMs)}</td></tr>`;
}

function tokenRow(token: OwnTokenView): Html {
  return html`<tr><th scope="row">${token.tokenId}</th><td>${token.kind}</td><td>${timeElement(token.addedAtMs)}</td>
<td>${token.expiresAtMs === null ? 'never' : timeElement(token.expiresAtMs)}</td><td>${token.state}</td></tr>`;
}

function useRow(use: UseView): Html {
  const run = use.runUrl === null ? html`–` : html`<a href="${use.runUrl}" rel="noreferrer">run</a>`;
  const spent = use.requestsSpent === null ? use.state : formatCount(use.requestsSpent);
  return html`<tr><td>${timeElement(use.atMs)}</td><td>${use.repository}</td><td>${use.workflow}</td>
<td>${use.job}</td><td>${run}</td><td>${spent}</td></tr>`;
}

function useTable(view: MeView): Html {
  if (view.uses.length === 0) return html`<p class="quiet">No job has used your token yet.</p>`;
  const older =
    view.olderCursor === null ? html`` : html`<p><a href="/me?before=${view.olderCursor}">Older uses</a></p>`;
  return html`${dataTable({
    caption: 'Every job that was handed your token',
    numbersFrom: 6,
    headings: ['When', 'Repository', 'Workflow', 'Job', 'Run', 'Requests'],
    rows: view.uses.map(useRow),
  })}${older}`;
}

/** A contributor's own page: what is lent, who used it, and how to pause or leave. */
export function meMain(view: MeView): Html {
  return html`<h1>${view.login}</h1>${standing(view)}${controls(view)}
<h2>Budget</h2>
${dataTable({
  caption: 'Your hourly budget at GitHub, as last seen',
  numbersFrom: 2,
  headings: ['Bucket', 'Left', 'Reset in'],
  rows: view.budgets.map((budget) => budgetRow(budget, view.nowMs)),
})}
<h2>Tokens</h2>
${dataTable({
  caption: 'What you lent',
  headings: ['No.', 'Kind', 'Added', 'Expires', 'State'],
  rows: view.tokens.map(tokenRow),
})}
<h2>Uses</h2>${useTable(view)}
<h2>Leave</h2>
<p>Removing deletes your token here and revokes the grant at GitHub. Jobs that hold it now will lose it at once.</p>
${action(
  view,
  '/me/remove',
  html`<label class="check"><input type="checkbox" name="sure" value="yes" required/> I want to leave</label>
<button class="danger" type="submit">Remove my token</button>`,
)}`;
}
