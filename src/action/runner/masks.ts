import { TOKEN_LIKE } from '../../github/token-format.js';

/** Shorter values are words as likely as secrets, and masking a word garbles the whole log of the job. */
const MIN_MASK_LENGTH = 8;
/** `base64` wraps at this column by default. */
const BASE64_COLUMNS = 76;

/** Whether hiding this text everywhere in the log does more good than harm. */
function isFitToMask(text: string): boolean {
  // The armour of a PEM is public, and the same in everybody's key.
  return text.length >= MIN_MASK_LENGTH && !text.startsWith('-----');
}

/**
 * The texts to hand to `add-mask` for these values. The runner masks line by line and would take every line of a
 * value however short, so values are split here and short lines are left out.
 */
export function fitMasks(values: readonly string[]): string[] {
  const lines = values.flatMap(linesOf).map((line) => line.trim());
  return [...new Set(lines.filter(isFitToMask))];
}

const ARMOUR = /-----(?:BEGIN|END) [A-Z ]+-----/;

/** A key that lost its line breaks on the way still has its armour, and spaces where the breaks were. */
function linesOf(value: string): string[] {
  const lines = value.split(/\r\n|\r|\n|\\n/);
  if (!ARMOUR.test(value)) return lines;
  const bare = lines.flatMap((line) => line.split(ARMOUR));
  return [...bare, ...bare.flatMap((line) => line.split(/\s+/))];
}

/**
 * A token and the encodings of it that the runner's masker does not derive by itself: it knows base64 of the
 * value only where the value ends the encoded text, and never across a line break.
 */
export function tokenMasks(token: string): string[] {
  const encoded = [
    `x-access-token:${token}`,
    `${token}\n`,
    `${token}\r\n`,
    `${token}:`,
    `${token}:x-oauth-basic`,
  ];
  const whole = encoded.map(base64);
  const wrapped = [base64(token), ...whole].flatMap(wrappedLines);
  return [token, ...whole, ...wrapped, encodeURIComponent(`x-access-token:${token}`)];
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function wrappedLines(encoded: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at < encoded.length; at += BASE64_COLUMNS) {
    lines.push(encoded.slice(at, at + BASE64_COLUMNS));
  }
  return lines.length === 1 ? [] : lines.filter((line) => line.length >= 16);
}

/** Bounds what a hostile answer can make of the log; an honest one carries at most twenty tokens. */
const MAX_FOUND = 100;
/** The shortest text without GitHub's prefix that is taken for a credential. */
const MIN_FOREIGN_LENGTH = 16;

/**
 * Everything in an answer that could be a credential, encodings included, to be masked before the answer is looked
 * at in any other way. Works on text that is no JSON as well.
 */
export function credentialMasks(body: string): string[] {
  const found = new Set<string>(body.match(TOKEN_LIKE) ?? []);
  for (const text of stringsUnderTokenNames(body)) {
    for (const match of text.match(TOKEN_LIKE) ?? []) found.add(match);
    for (const line of text.split(/[\r\n]/)) {
      if (line.length >= MIN_FOREIGN_LENGTH && !/\s/.test(line)) found.add(line);
    }
  }
  return [...found].slice(0, MAX_FOUND).flatMap(tokenMasks);
}

const NAMED_STRING = /"[^"\\]{0,40}(?:token|secret|value|password)[^"\\]{0,40}"\s*:\s*("(?:[^"\\]|\\.)*")/gi;

/** Values of members such as "token", with JSON's escapes undone: an escaped token would not match its mask. */
function stringsUnderTokenNames(body: string): string[] {
  const quoted = [...body.matchAll(NAMED_STRING)].map((match) => match[1] ?? '""');
  return quoted.map((text) => {
    try {
      return String(JSON.parse(text));
    } catch {
      return text.slice(1, -1);
    }
  });
}
