/**
 * Text that others chose, made safe for a terminal, a page or a log line: control and format characters, which move
 * the cursor, reverse the direction of writing or fake another row, become question marks. The joiner within emoji
 * does none of it.
 */
export function printable(text: string): string {
  return text.replace(/(?!\u200d)\p{C}/gu, '?');
}

/** The same for text of several lines that the pool has put together itself. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** JSON whose texts stay what they are, with the same characters written as escapes. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(/[^\P{C}\n]/gu, (character) =>
    Array.from({ length: character.length }, (_, unit) => escaped(character.charCodeAt(unit))).join(''),
  );
}

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;
