import { type Html, html } from './html.js';

/**
 * Whether new jobs get a contributor's token, and if not, why. `resting`: GitHub asked the account to slow down. `checking`:
 * GitHub refused the token, and the pool is finding out whether for good. `stopped`: no token works any more. `refused`:
 * GitHub refuses the account.
 */
export type LendingState = 'lending' | 'paused' | 'resting' | 'checking' | 'stopped' | 'refused';

type Words = { badge: string; tone: 'good' | 'warn'; text: string };

const WORDS: { readonly [state in LendingState]: Words } = {
  lending: { badge: 'Lending', tone: 'good', text: 'New jobs may get your token.' },
  paused: {
    badge: 'Paused',
    tone: 'warn',
    text: 'No new job gets your token. Jobs that have it keep it until they end.',
  },
  resting: {
    badge: 'Resting',
    tone: 'warn',
    text: 'GitHub asked your account to slow down. No new job gets your token until that has passed.',
  },
  checking: {
    badge: 'Being checked',
    tone: 'warn',
    text: 'GitHub refused your token just now. No new job gets it until the pool knows whether it still works.',
  },
  stopped: {
    badge: 'Not lending',
    tone: 'warn',
    text: 'Your token no longer works at GitHub, so no job gets it. Lend a new one, or leave the pool.',
  },
  refused: {
    badge: 'Not lending',
    tone: 'warn',
    text: 'GitHub currently refuses your account, so no job gets your token. The pool checks again every few hours.',
  },
};

export function lendingBadge(state: LendingState): Html {
  const { badge, tone } = WORDS[state];
  return html`<span class="badge ${tone}">${badge}</span>`;
}

export function lendingText(state: LendingState): string {
  return WORDS[state].text;
}
