import stringWidth from 'string-width';
import { printable } from '../format/printable.js';
import { fittedWidths } from './column-widths.js';

/** What every terminal shows of a line. */
const WIDTH = 80;
const GAP = '  ';
const ABSENT = '-';
/** Right-aligned cells: a number, with or without a unit, or none. */
const FIGURE = /^(\d[\d.]{0,11}([KMB]| %)?|-)$/;

/**
 * Rows under headings, aligned, numbers to the right. What does not fit a line of a terminal goes on in the next one,
 * in its own column: nothing is cut. The first column says what a row is about, and is broken last. Empty tables say so
 * in words of the caller.
 */
export function table(
  headings: readonly string[],
  rows: readonly (readonly unknown[])[],
  empty: string,
): string {
  if (rows.length === 0) return empty;
  const cells = rows.map((row) => row.map(cellOf));
  const columns = headings.map((heading, column) => {
    const texts = cells.map((row) => row[column] ?? '');
    const isNumeric = texts.every((text) => FIGURE.test(text)) && texts.some((text) => text !== ABSENT);
    return { texts: [heading, ...texts], isNumeric };
  });
  const widths = fittedWidths(columns, WIDTH - GAP.length * (headings.length - 1));
  const isRight = columns.map(({ isNumeric }) => isNumeric);
  return [headings, ...cells].flatMap((row) => linesOf(row, widths, isRight)).join('\n');
}

function linesOf(row: readonly string[], widths: readonly number[], isRight: readonly boolean[]): string[] {
  const parts = row.map((cell, column) => wrapped(cell, widths[column] ?? 0));
  const height = Math.max(...parts.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    parts
      .map((lines, column) => {
        const text = lines[line] ?? '';
        const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(text)));
        return isRight[column] ? `${space}${text}` : `${text}${space}`;
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** At spaces where there are any, else wherever the width ends; a character that is two columns wide stays whole. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (stringWidth(rest) > width) {
    const start = startOf(rest, width);
    const space = rest.startsWith(' ', start.length) ? start.length : start.lastIndexOf(' ');
    const line = space > 0 ? rest.slice(0, space) : start;
    lines.push(line);
    rest = rest.slice(line.length).trimStart();
  }
  return [...lines, rest];
}

/** As many characters as fit the width, and at least one. */
function startOf(text: string, width: number): string {
  let start = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (start !== '' && stringWidth(start + segment) > width) break;
    start += segment;
  }
  return start;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return ABSENT;
  return printable(String(value));
}

/** A time as people compare it: to the minute, in UTC, one word that no column breaks. */
export function when(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}

/** The day of a time as JSON has it, in UTC. */
export function day(iso: string | null): string | null {
  return iso === null ? null : iso.slice(0, 10);
}

/** The time of day of a time as JSON has it, in UTC: for what comes within hours. */
export function clockTime(iso: string | null): string | null {
  return iso === null ? null : `${iso.slice(11, 16)}Z`;
}
