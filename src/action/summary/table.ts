const HEADINGS = {
  source: 'Source',
  owner: 'Owner',
  budgetBefore: 'Budget before',
  budgetAfter: 'Budget after',
  spent: 'Spent',
  permissions: 'Permissions',
} as const;

type Column = keyof typeof HEADINGS;

export const COLUMNS = Object.keys(HEADINGS) as Column[];

/** One token in the job summary; an empty text is not known, or does not apply. */
export type SummaryRow = { readonly [column in Column]: string };

/** What one step adds to the job summary: its tokens, and sentences about them. */
export type SummaryEntry = { readonly rows: readonly SummaryRow[]; readonly notes: readonly string[] };

/** A Markdown table, without columns that are empty in every row, and a list item for each note. */
export function summaryText(entries: readonly SummaryEntry[]): string {
  const rows = entries.flatMap((entry) => entry.rows);
  const notes = new Set(entries.flatMap((entry) => entry.notes));
  const columns = COLUMNS.filter((column) => rows.some((row) => row[column] !== ''));
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |\n`;
  const head = line(columns.map((column) => HEADINGS[column]));
  const body = rows.map((row) => line(columns.map((column) => row[column]))).join('');
  const list = [...notes].map((note) => `- ${escaped(note)}\n`).join('');
  const table = `${head}|${' --- |'.repeat(columns.length)}\n${body}\n`;
  return `#### GitHub token\n\n${table}${list === '' ? '' : `${list}\n`}`;
}

function escaped(text: string): string {
  const oneLine = /^[!-~]+(?: [!-~]+)*$/.test(text) ? text : text.replace(/[\p{Cc}\s]+/gu, ' ');
  return oneLine.replace(/[\\|<>`*_[\]]/g, (mark) => `\\${mark}`);
}
