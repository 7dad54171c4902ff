import { type Column, dataTable } from './data-table.js';
import { BUCKET_NOTE, formatCount, formatShare, formatUntil } from './format.js';
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
  /** Why GitHub gives no token for it, in words; null while it does. */
  problem: string | null;
  limit: number;
  remaining: number;
  resetAtMs: number | null;
  openLeases: number;
};

/** The part of the front page that is refreshed. */
export type LiveView = {
  nowMs: number;
  tokens: { active: number; total: number };
  leasesLastHour: number;
  /** Share of the last hour's settled jobs that met a limit, 0 to 1, or null without jobs. */
  limitedShare: number | null;
  buckets: readonly BucketView[];
  /** The bucket whose plot is shown, with its history; null while there is no bucket. */
  plotted: { bucket: string; points: readonly HistoryPoint[] } | null;
  owners: readonly OwnerView[];
  ownersTotal: number;
};

const STATE_WORDS = {
  ready: 'ready',
  paused: 'paused by its owner',
  resting: 'resting',
  spent: 'used up',
} as const;

function limitedOf({ limitedShare }: { limitedShare: number | null }): string {
  return limitedShare === null ? '–' : `${(100 * limitedShare).toFixed(1)}%`;
}

function figures(view: LiveView): Html {
  return html`<dl class="figures">
<div><dt>Tokens that work</dt><dd>${formatCount(view.tokens.active)} <small>of ${formatCount(view.tokens.total)}</small></dd></div>
<div><dt>Leases in the last hour</dt><dd>${formatCount(view.leasesLastHour)}</dd></div>
<div><dt>Jobs that hit a limit</dt><dd>${limitedOf(view)} <small>${view.limitedShare === null ? 'no jobs yet' : 'last hour'}</small></dd></div>
</dl>`;
}

function bucketRow(bucket: BucketView): (Html | string)[] {
  const left = formatShare(bucket.remaining, bucket.limit);
  return [
    html`<code>${bucket.bucket}</code>`,
    html`<meter min="0" max="${Math.max(1, bucket.limit)}" value="${bucket.remaining}" aria-hidden="true"></meter> <span>${left}</span>`,
    html`${formatCount(bucket.remaining)} <small>of ${formatCount(bucket.limit)}</small>`,
    formatCount(bucket.promised),
    formatCount(bucket.free),
    formatCount(bucket.owners),
    limitedOf(bucket),
  ];
}

function bucketTable(view: LiveView): Html {
  if (view.buckets.length === 0) {
    const why = view.tokens.total === 0 ? 'Nobody has lent a token yet' : 'No token of this pool works now';
    return html`<p class="quiet">${why}, so there is no budget to show.</p>`;
  }
  const number = (heading: string): Column => ({ heading, kind: 'number' });
  return html`${dataTable({
    caption: 'The budget of all owners',
    columns: [
      { heading: 'Bucket' },
      { heading: 'Left' },
      ...['Requests left', 'Promised', 'Free', 'Owners', 'Limited'].map(number),
    ],
    rows: view.buckets.map(bucketRow),
  })}
<p class="small">${TABLE_NOTE}</p>`;
}

function plotLink(bucket: string, shown: string): Html {
  const current = bucket === shown ? html` aria-current="true"` : html``;
  return html`<li><a href="/?bucket=${bucket}#budget"${current}>${bucket}</a></li>`;
}

/** Explains the table of budgets. */
const TABLE_NOTE = `${BUCKET_NOTE} Promised: what running jobs are expected to spend. Free: what new jobs can get, after what is promised and what owners keep. Limited: jobs of the last hour that hit a limit.`;

/** One plot; those of the other buckets are a link away. */
function plot({ plotted, buckets, nowMs }: LiveView): Html {
  if (plotted === null) return html``;
  const { bucket, points } = plotted;
  const span = plottedSpan(points, nowMs);
  const choice =
    buckets.length < 2
      ? html``
      : html`<nav aria-label="Plot"><ul class="choice">${buckets.map((one) => plotLink(one.bucket, bucket))}</ul></nav>`;
  return html`<h3>${bucket}, ${span.name}</h3>
${choice}
${budgetPlot({ bucket, points, ...span, toMs: nowMs })}`;
}

function stateOf({ state, problem }: OwnerView): Html {
  return problem === null ? html`${STATE_WORDS[state]}` : html`no new token: ${problem}`;
}

function ownerRow(owner: OwnerView, nowMs: number): (Html | string)[] {
  return [
    html`<code>${owner.ref}</code>`,
    owner.kind === 'user' ? 'person' : 'App installation',
    stateOf(owner),
    html`${formatCount(owner.remaining)} <small>of ${formatCount(owner.limit)}</small>`,
    formatUntil(owner.resetAtMs, nowMs),
    formatCount(owner.openLeases),
  ];
}

function ownerTable(view: LiveView): Html {
  if (view.owners.length === 0) return html``;
  const rest = view.ownersTotal - view.owners.length;
  const more = rest > 0 ? ` (${formatCount(rest)} more not shown)` : '';
  return html`<h2>Owners</h2>
${dataTable({
  caption: `Owners, by pseudonym${more}`,
  columns: [
    { heading: 'Owner' },
    { heading: 'Kind' },
    { heading: 'State', kind: 'named' },
    { heading: 'Left in core', kind: 'number' },
    { heading: 'Full again in', kind: 'number' },
    { heading: 'Running jobs', kind: 'number' },
  ],
  rows: view.owners.map((owner) => ownerRow(owner, view.nowMs)),
})}`;
}

/** The figures, also served alone for front pages that stay open. */
export function liveFragment(view: LiveView): Html {
  return html`${figures(view)}
<h2 id="budget">Budget</h2>${bucketTable(view)}
${plot(view)}
${ownerTable(view)}`;
}
