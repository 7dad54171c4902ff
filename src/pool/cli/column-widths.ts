import stringWidth from 'string-width';

/** A column of a table: its heading and its cells. */
export type Column = { texts: readonly string[]; isNumeric: boolean };

/** Words up to this width are broken last. */
const WORD = 20;
/** No column of text is made narrower than this, or than its heading. */
const LEAST = 6;

/**
 * Widths of columns that fill no more than `total`: first lines are broken at spaces, then very long words, then words,
 * and the first column, which says what a row is about, last of all. Numbers are never broken.
 */
export function fittedWidths(columns: readonly Column[], total: number): number[] {
  let widths = columns.map(({ texts }) => widest(texts));
  const natural = [...widths];
  const floors = [
    columns.map(({ texts }) => widest(texts.flatMap((text) => text.split(' ')))),
    columns.map(({ texts }) => Math.min(WORD, widest(texts.flatMap((text) => text.split(' '))))),
    columns.map(({ texts }, column) => (column === 0 ? Math.min(WORD, natural[0] ?? 0) : leastOf(texts))),
    columns.map(({ texts }) => leastOf(texts)),
  ];
  for (const floor of floors) {
    const least = floor.map((width, column) => (columns[column]?.isNumeric ? (natural[column] ?? 0) : width));
    widths = narrowed(widths, least, total);
  }
  return widths;
}

/** Takes from the widest column that can give until all fit. */
function narrowed(widths: readonly number[], least: readonly number[], total: number): number[] {
  const narrow = [...widths];
  for (let over = sum(narrow) - total; over > 0; over -= 1) {
    const able = narrow.map((width, column) => (width > (least[column] ?? 0) ? width : 0));
    const most = Math.max(...able);
    if (most === 0) break;
    narrow[able.indexOf(most)] = most - 1;
  }
  return narrow;
}

function leastOf([heading = '', ...cells]: readonly string[]): number {
  return Math.min(Math.max(LEAST, stringWidth(heading)), widest([heading, ...cells]));
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
