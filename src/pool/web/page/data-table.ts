import { type Html, html, type Part } from './html.js';

export type Column = {
  heading: string;
  /**
   * Figures stand to the right, so that their digits line up. What others have named may be one word of any length, so
   * it breaks anywhere.
   */
  kind?: 'number' | 'named';
};

type DataTable = {
  caption: string;
  columns: readonly Column[];
  /** A cell per column; the first names the row. */
  rows: readonly (readonly Part[])[];
};

/**
 * A table that becomes a list of its rows on a narrow screen, so that it needs no horizontal scrolling. The roles keep it a
 * table for screen readers, which CSS that lays it out as blocks would undo.
 */
export function dataTable({ caption, columns, rows }: DataTable): Html {
  return html`<table role="table"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(headingCell)}</tr></thead>
<tbody role="rowgroup">${rows.map((row) => html`<tr role="row">${row.map((cell, index) => bodyCell(cell, index, columns[index]))}</tr>`)}</tbody></table>`;
}

function classOf(column: Column | undefined): string {
  return column?.kind ?? 'text';
}

function headingCell(column: Column): Html {
  return html`<th role="columnheader" scope="col" class="${classOf(column)}">${column.heading}</th>`;
}

function bodyCell(cell: Part, index: number, column: Column | undefined): Html {
  const attributes = html`class="${classOf(column)}" data-label="${column?.heading}"`;
  return index === 0
    ? html`<th role="rowheader" scope="row" ${attributes}><span>${cell}</span></th>`
    : html`<td role="cell" ${attributes}><span>${cell}</span></td>`;
}
