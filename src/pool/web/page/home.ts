import { type Html, html } from './html.js';
import { type JoiningView, joiningSummary } from './joining.js';
import { type LiveView, liveFragment } from './live.js';
import { operatorLine } from './operator.js';

export type HomeView = {
  live: LiveView;
  joining: JoiningView;
  /** The reader's own lending, or null for strangers. */
  lender: { ref: string; paused: boolean } | null;
};

function lending(lender: NonNullable<HomeView['lender']>): Html {
  const state = lender.paused
    ? html`Your lending is <strong>paused</strong>: no new job gets your token.`
    : html`<strong>You lend to this pool</strong>, under the name <code>${lender.ref}</code>. Thank you.`;
  return html`<div class="card"><p>${state}</p><p><a class="button primary" href="/me">Your lending</a></p></div>`;
}

/** The front page: what the pool is, who runs it, how to join, and what it has. */
export function homeMain({ live, joining, lender }: HomeView): Html {
  return html`<h1>GitHub API budget for CI, lent by people and Apps</h1>
<p class="lead">CI jobs lease a GitHub token here, so that they need not share one small budget. The pool chooses whose
budget each job spends, and keeps account of it.</p>
${operatorLine(joining.operator)}
<section aria-label="Lending">${lender === null ? joiningSummary(joining) : lending(lender)}</section>
<section id="live" data-source="/live?bucket=${live.plotted?.bucket ?? ''}" aria-label="The pool now" aria-live="off">${liveFragment(live)}</section>`;
}
