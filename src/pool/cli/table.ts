import { printable } from '../format/printable.js';

/** What every terminal shows of a line. */
const WIDTH = 80;
const GAP = '  ';
/** A column is not made narrower than this, or than the longest part of its heading. */
const LEAST = 7;

/**
 * Rows under headings, aligned, numbers to the right. What does not fit a line of a terminal goes on in the next one,
 * in its own column: nothing is cut. Empty tables say so in words of the caller.
 */
export function table(
  headings: readonly string[],
  rows: readonly (readonly unknown[])[],
  empty: string,
): string {
  if (rows.length === 0) return empty;
  const cells = rows.map((row) => row.map(cellOf));
  const isNumeric = headings.map((_, column) => rows.every((row) => typeof row[column] !== 'string'));
  const widths = fitted(
    headings.map((heading, column) =>
      Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
    ),
    headings.map((heading, column) =>
      isNumeric[column] ? Number.POSITIVE_INFINITY : Math.max(LEAST, heading.length),
    ),
  );
  return [headings, ...cells].flatMap((row) => linesOf(row, widths, isNumeric)).join('\n');
}

/** Takes from the widest columns until a line has room, down to the least that each may have. */
function fitted(natural: readonly number[], least: readonly number[]): number[] {
  const widths = [...natural];
  const gaps = GAP.length * (widths.length - 1);
  for (let over = sum(widths) + gaps - WIDTH; over > 0; over -= 1) {
    const able = widths.map((width, column) => (width > (least[column] ?? 0) ? width : 0));
    const widest = Math.max(...able);
    if (widest === 0) break;
    widths[able.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function linesOf(row: readonly string[], widths: readonly number[], isNumeric: readonly boolean[]): string[] {
  const parts = row.map((cell, column) => wrapped(cell, widths[column] ?? 0));
  const height = Math.max(...parts.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    parts
      .map((lines, column) => {
        const width = widths[column] ?? 0;
        const text = lines[line] ?? '';
        return isNumeric[column] ? text.padStart(width) : text.padEnd(width);
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** At spaces where there are any, else wherever the width ends. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const end = space > 0 ? space : width;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toFixed(2);
  return printable(String(value));
}

/** A time as people compare it: to the minute, in UTC. */
export function when(ms: number | null): string | null {
  return ms === null ? null : `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}

/** The day of a time as JSON has it, in UTC. */
export function day(iso: string | null): string | null {
  return iso === null ? null : iso.slice(0, 10);
}

/** The time of day of a time as JSON has it, in UTC: for what comes within hours. */
export function clockTime(iso: string | null): string | null {
  return iso === null ? null : `${iso.slice(11, 16)}Z`;
}
