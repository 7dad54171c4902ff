import type { BenchResult, BenchRow } from './types.js';

const HEADINGS = ['What', 'Median', 'Ratio', 'Bound', ''];

function cells(row: BenchRow): string[] {
  const verdict = row.ok === undefined ? '' : row.ok ? 'holds' : 'MISSED';
  return [row.what, row.value, row.ratio ?? '', row.bound ?? '', verdict];
}

/** The result as an aligned table for a terminal. */
export function renderText(result: BenchResult): string {
  const table = [HEADINGS, ...result.rows.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  const lines = table.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return ['', result.title, result.method, '', ...lines, ...(result.notes ?? []), ''].join('\n');
}

/** The result as a section of docs/benchmarks.md. */
export function renderMarkdown(result: BenchResult): string {
  const rows = [HEADINGS, HEADINGS.map(() => '---'), ...result.rows.map(cells)];
  const table = rows.map((row) => `| ${row.join(' | ')} |`);
  const notes = result.notes?.length ? ['', ...result.notes] : [];
  return [`## ${result.title}`, '', result.method, '', ...table, ...notes].join('\n');
}

/** Puts a section between the subject's markers, or adds it at the end of a page without them. */
export function withSection(page: string, subject: string, section: string): string {
  const [start, end] = [`<!-- bench:${subject} -->`, `<!-- /bench:${subject} -->`];
  const block = `${start}\n${section}\n${end}`;
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) return `${page.trimEnd()}\n\n${block}\n`;
  return page.slice(0, from) + block + page.slice(to + end.length);
}
