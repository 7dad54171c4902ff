import { dataTable } from './data-table.js';
import { formatCount, timeElement } from './format.js';
import { type Html, html } from './html.js';

/** One job's use of the contributor's budget. */
export type UseView = {
  atMs: number;
  /** The repository of the job, or who leased where no job is known. */
  repository: string;
  /** Null where the client did not name its run. */
  run: { id: string; url: string; workflow: string; job: string } | null;
  requestsSpent: number | null;
  state: 'open' | 'settled' | 'expired';
};

export type UsesView = {
  uses: readonly UseView[];
  /** Cursor of the page of older uses, or null on the last one. */
  olderCursor: string | null;
  isNewest: boolean;
};

const UNSPENT: { readonly [state in UseView['state']]: string } = {
  open: 'running',
  settled: 'not reported',
  expired: 'not reported',
};

function useRow(use: UseView): (Html | string)[] {
  const { run } = use;
  return [
    timeElement(use.atMs),
    run === null
      ? html`${use.repository}`
      : html`<a href="${run.url}" rel="noreferrer">${use.repository} run ${run.id}</a>`,
    run === null ? 'unknown' : html`${run.workflow} <small>${run.job}</small>`,
    use.requestsSpent === null
      ? html`<span class="quiet">${UNSPENT[use.state]}</span>`
      : formatCount(use.requestsSpent),
  ];
}

export function useTable(caption: string, uses: readonly UseView[]): Html {
  return dataTable({
    caption,
    columns: [
      { heading: 'When' },
      { heading: 'Run at GitHub', kind: 'named' },
      { heading: 'Workflow and job', kind: 'named' },
      { heading: 'Requests', kind: 'number' },
    ],
    rows: uses.map(useRow),
  });
}

/** Every use of a contributor's tokens, a page at a time. */
export function usesMain(view: UsesView): Html {
  const newest = view.isNewest ? html`` : html`<a href="/me/uses">Newest uses</a>`;
  const older =
    view.olderCursor === null ? html`` : html`<a href="/me/uses?before=${view.olderCursor}">Older uses</a>`;
  const table =
    view.uses.length === 0
      ? html`<p class="quiet">${view.isNewest ? 'No job has used your token yet.' : 'There are no older uses.'}</p>`
      : useTable('Every job that got your token, newest first', view.uses);
  return html`<p><a href="/me">Back to your lending</a></p><h1>Uses of your token</h1>${table}
<nav aria-label="Pages of uses" class="row">${newest}${older}</nav>`;
}
