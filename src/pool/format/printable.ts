/**
 * Makes text from others safe for a terminal, a page or a log line: control and format characters, which can move the
 * cursor, reverse the text or fake another line, become question marks. The zero-width joiner of emoji is harmless.
 */
export function printable(text: string): string {
  return text.replace(/(?!\u200d)\p{C}/gu, '?');
}

/** The same for each line of a text that the pool has composed. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** JSON with the same characters escaped, so that its strings keep their value. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(/[^\P{C}\n]/gu, (character) =>
    Array.from({ length: character.length }, (_, unit) => escaped(character.charCodeAt(unit))).join(''),
  );
}

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;
