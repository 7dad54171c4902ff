import { dataTable } from './data-table.js';
import { formatCount, formatShare, formatUntil } from './format.js';
import { type Html, html } from './html.js';
import { budgetPlot, type HistoryPoint, plottedSpan } from './plot.js';

/** Aggregate state of one bucket, in requests. */
export type BucketView = {
  bucket: string;
  owners: number;
  limit: number;
  remaining: number;
  /** Part of `remaining` that open leases are expected to spend. */
  promised: number;
  /** What may still be lent, after promises and what owners keep for themselves. */
  free: number;
  openLeases: number;
  /** Share of the last hour's settled jobs that met a limit in this bucket, 0 to 1, or null without jobs. */
  limitedShare: number | null;
};

/** One owner as everyone may see it: a pseudonym and numbers, never a login. */
export type OwnerView = {
  ref: string;
  kind: 'user' | 'installation';
  state: 'ready' | 'paused' | 'resting' | 'spent';
  limit: number;
  remaining: number;
  resetAtMs: number | null;
  openLeases: number;
};

export type HomeView = {
  nowMs: number;
  tokens: { active: number; total: number };
  leasesLastHour: number;
  /** Share of the last hour's settled jobs that met a limit, 0 to 1, or null without jobs. */
  limitedShare: number | null;
  buckets: readonly BucketView[];
  history: readonly { bucket: string; points: readonly HistoryPoint[] }[];
  owners: readonly OwnerView[];
  ownersTotal: number;
  reservePercent: number;
  /** False when the pool has no OAuth app: then nobody can join through the page. */
  canJoin: boolean;
};

const STATE_WORDS = {
  ready: 'ready',
  paused: 'paused by its owner',
  resting: 'resting',
  spent: 'spent',
} as const;

function limitedOf({ limitedShare }: { limitedShare: number | null }): string {
  return limitedShare === null ? '–' : `${(100 * limitedShare).toFixed(1)} %`;
}

function figures(view: HomeView): Html {
  return html`<dl class="figures">
<div><dt>Tokens ready</dt><dd>${formatCount(view.tokens.active)} <small>of ${formatCount(view.tokens.total)}</small></dd></div>
<div><dt>Leases in the last hour</dt><dd>${formatCount(view.leasesLastHour)}</dd></div>
<div><dt>Jobs that met a limit</dt><dd>${limitedOf(view)} <small>last hour</small></dd></div>
</dl>`;
}

function bucketRow(bucket: BucketView): Html {
  const spent = Math.max(0, bucket.limit - bucket.remaining);
  return html`<tr><th scope="row"><code>${bucket.bucket}</code></th>
<td class="wide"><meter min="0" max="${Math.max(1, bucket.limit)}" value="${bucket.remaining}" aria-label="left of the budget">${formatShare(bucket.remaining, bucket.limit)}</meter></td>
<td>${formatCount(spent)}</td><td>${formatCount(bucket.promised)}</td><td>${formatCount(bucket.free)}</td>
<td>${formatCount(bucket.limit)}</td><td>${formatCount(bucket.owners)}</td><td>${limitedOf(bucket)}</td></tr>`;
}

function ownerRow(owner: OwnerView, nowMs: number): Html {
  return html`<tr><th scope="row"><code>${owner.ref}</code></th>
<td>${owner.kind === 'user' ? 'person' : 'App installation'}</td><td>${STATE_WORDS[owner.state]}</td>
<td>${formatCount(owner.remaining)} <small>of ${formatCount(owner.limit)}</small></td>
<td>${formatUntil(owner.resetAtMs, nowMs)}</td><td>${formatCount(owner.openLeases)}</td></tr>`;
}

function bucketTable(view: HomeView): Html {
  if (view.buckets.length === 0) {
    return html`<p class="quiet">Nobody has lent a token yet, so there is no budget to show.</p>`;
  }
  return dataTable({
    caption:
      'Requests per hour, all owners together. Free is after promises and what owners keep; limited are jobs of the last hour that met a limit.',
    numbersFrom: 3,
    headings: ['Bucket', 'Left', 'Spent', 'Promised', 'Free', 'Budget', 'Owners', 'Limited'],
    rows: view.buckets.map(bucketRow),
  });
}

function ownerTable(view: HomeView): Html {
  if (view.owners.length === 0) return html``;
  const rest = view.ownersTotal - view.owners.length;
  const more = rest > 0 ? ` (${formatCount(rest)} more not shown)` : '';
  return html`<h2>Owners</h2>
${dataTable({
  caption: `Who lends, by pseudonym${more}`,
  numbersFrom: 4,
  headings: ['Owner', 'Kind', 'State', 'core left', 'Reset in', 'Open leases'],
  rows: view.owners.map((owner) => ownerRow(owner, view.nowMs)),
})}`;
}

/** The part of the front page that changes by itself; also served alone, for pages that stay open. */
export function liveFragment(view: HomeView): Html {
  return html`${figures(view)}
<h2>Budget</h2>${bucketTable(view)}
${view.history.map((history) => historyPlot(history, view.nowMs))}
${ownerTable(view)}`;
}

function historyPlot({ bucket, points }: HomeView['history'][number], nowMs: number): Html {
  const span = plottedSpan(points, nowMs);
  return html`<h3><code>${bucket}</code>, ${span.name}</h3>
${budgetPlot({ bucket, points, ...span, toMs: nowMs })}`;
}

function joining(view: HomeView): Html {
  if (!view.canJoin) {
    return html`<p>This pool takes tokens from its operators only: it has no GitHub OAuth app for people to sign in with.</p>`;
  }
  return html`<p>Signing in with GitHub lends this pool a token <strong>without any scope</strong>: it can read what
anyone can read, and cannot write, see private repositories or act for you. What it spends is your hourly API budget;
${view.reservePercent} % of it always stays yours.</p>
<ul><li>You see every use: repository, workflow, run and requests.</li>
<li>You can pause at any time, or leave: then the token is deleted here and revoked at GitHub.</li>
<li>Tokens are sealed at rest and go only to CI jobs that this pool's operators allow.</li></ul>
<p><a class="button" href="/auth">Lend a token with GitHub</a></p>`;
}

/** The front page: what the pool is, what it has, and how to join. */
export function homeMain(view: HomeView): Html {
  return html`<h1>API budget for CI, lent by people and Apps</h1>
<p class="lead">Jobs lease a GitHub token here instead of sharing one small budget. A lease takes its expected requests
out of one owner's budget at once, and the job's report settles it.</p>
<section id="live" data-source="/live" aria-live="off">${liveFragment(view)}</section>
<section><h2>Join</h2>${joining(view)}</section>`;
}
