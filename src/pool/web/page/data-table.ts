import { type Html, html } from './html.js';

type DataTable = {
  caption: string;
  headings: readonly string[];
  rows: readonly Html[];
  /** The first of the columns that hold figures, which are set to the right; 2 at least. None when absent. */
  numbersFrom?: 2 | 3 | 4 | 6;
};

/**
 * A table that scrolls sideways by itself where the screen is narrow, by keyboard too. Its caption stays in
 * view and names the scrolled region.
 */
export function dataTable({ caption, headings, rows, numbersFrom }: DataTable): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="${numbersFrom === undefined ? '' : `numbers-${numbersFrom}`}">
<caption><span>${caption}</span></caption>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
