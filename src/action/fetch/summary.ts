import type { RateLimit } from '../../github/rate-limit.js';
import { thousands } from '../thousands.js';

/** One token's line in the job summary; an empty text is not known, or does not apply. */
export type SummaryRow = { readonly [column: string]: string };

/** A Markdown table, without columns that are empty in every row, followed by a line for each note. */
export function summaryTable(rows: readonly SummaryRow[], notes: readonly string[]): string {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => rows.some((row) => row[column] !== ''));
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |\n`;
  const body = rows.map((row) => line(columns.map((column) => row[column] ?? ''))).join('');
  const remarks = [...new Set(notes)].map((note) => `- ${escaped(note)}\n`).join('');
  const table = `${line(columns)}|${' --- |'.repeat(columns.length)}\n${body}\n`;
  return `#### GitHub token\n\n${table}${remarks === '' ? '' : `${remarks}\n`}`;
}

function escaped(text: string): string {
  const oneLine = /^[!-~]+(?: [!-~]+)*$/.test(text) ? text : text.replace(/[\p{Cc}\s]+/gu, ' ');
  return oneLine.replace(/[\\|<>`*_[\]]/g, (mark) => `\\${mark}`);
}

/** A budget in words: `4,980 of 5,000 (core)`. */
export function budgetText(rateLimit: RateLimit | null): string {
  if (!rateLimit) return 'not known';
  return `${thousands(rateLimit.remaining)} of ${thousands(rateLimit.limit)} (${rateLimit.bucket})`;
}
