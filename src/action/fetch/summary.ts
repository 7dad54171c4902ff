import type { RateLimit } from '../../github/rate-limit.js';
import { thousands } from '../thousands.js';

/** One token's line in the job summary. */
export type SummaryRow = { readonly [column: string]: string };

/** A Markdown table; the columns are the members of the first row. */
export function summaryTable(title: string, rows: readonly SummaryRow[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |\n`;
  const body = rows.map((row) => line(columns.map((column) => row[column] ?? ''))).join('');
  return `#### ${cell(title)}\n\n${line(columns)}|${' --- |'.repeat(columns.length)}\n${body}\n`;
}

function cell(text: string): string {
  const oneLine = /^[!-~]+(?: [!-~]+)*$/.test(text) ? text : text.replace(/[\p{Cc}\s]+/gu, ' ');
  return oneLine.replace(/[\\|<>`*_[\]]/g, (mark) => `\\${mark}`);
}

/** A budget in words: `4,980 of 5,000 (core)`. */
export function budgetText(rateLimit: RateLimit | null): string {
  if (!rateLimit) return 'not known';
  return `${thousands(rateLimit.remaining)} of ${thousands(rateLimit.limit)} (${rateLimit.bucket})`;
}
