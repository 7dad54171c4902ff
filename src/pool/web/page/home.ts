import { type Html, html } from './html.js';
import { type JoiningView, joiningSummary } from './joining.js';
import { type LendingState, lendingBadge, lendingText } from './lending.js';
import { type LiveView, liveFragment } from './live.js';
import { operatorLine } from './operator.js';

export type OwnLendingView = { ref: string; state: LendingState };

export type HomeView = {
  live: LiveView;
  joining: JoiningView;
  /** The reader's own lending, or null for strangers. */
  ownLending: OwnLendingView | null;
  /** Whether the reader has just signed out, shown once. */
  isSignedOut: boolean;
};

function lending({ ref, state }: OwnLendingView): Html {
  return html`<div class="card setting"><div><p><strong>You are part of this pool</strong>, as <code>${ref}</code>. Thank you. ${lendingBadge(state)}</p>
<p class="quiet">${lendingText(state)}</p></div>
<a class="button primary" href="/me">Your lending</a></div>`;
}

/** The front page: what the pool is, who runs it, how to join, and what it has. */
export function homeMain({ live, joining, ownLending, isSignedOut }: HomeView): Html {
  const notice = isSignedOut ? html`<p class="note good" role="status">You are signed out.</p>` : html``;
  return html`${notice}<h1>GitHub API requests for CI, lent by people and Apps</h1>
<p class="lead">GitHub limits the API requests of each account per hour. A CI job that needs more leases a token here, and
the pool decides whose budget it spends.</p>
${operatorLine(joining.operator)}
<section aria-label="Lending">${ownLending === null ? joiningSummary(joining) : lending(ownLending)}</section>
<section id="live" data-source="/live?bucket=${live.plotted?.bucket ?? ''}" aria-label="The pool now" aria-live="off">${liveFragment(live)}</section>`;
}
