import { TOKEN_LIKE } from '../../github/token-format.js';

/** Shorter values may be ordinary words, and masking a word garbles the whole log. */
const MIN_MASK_LENGTH = 8;
/** The `base64` command wraps at this column by default. */
const BASE64_COLUMNS = 76;

function isFitToMask(text: string): boolean {
  // PEM header and footer lines are the same in every key.
  return text.length >= MIN_MASK_LENGTH && !text.startsWith('-----');
}

/**
 * What to pass to `add-mask` for these values. The runner masks each line of a value, however short, so values are
 * split here and short lines dropped.
 */
export function fitMasks(values: readonly string[]): string[] {
  const lines = values.flatMap(linesOf).map((line) => line.trim());
  return [...new Set(lines.filter(isFitToMask))];
}

const PEM_BOUNDARY = /-----(?:BEGIN|END) [A-Z ]+-----/;

/** A PEM key that lost its line breaks still has its header and footer, and spaces where the breaks were. */
function linesOf(value: string): string[] {
  const lines = value.split(/\r\n|\r|\n|\\n/);
  if (!PEM_BOUNDARY.test(value)) return lines;
  const bare = lines.flatMap((line) => line.split(PEM_BOUNDARY));
  return [...bare, ...bare.flatMap((line) => line.split(/\s+/))];
}

/**
 * A token and those of its encodings that the runner does not mask by itself: it derives base64 only of text that ends
 * with the token, and not across line breaks.
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
  // Half of a surrogate pair, as an answer can have it, cannot be encoded.
  const inAddress = encodeURIComponent(`x-access-token:${token}`.toWellFormed());
  return [token, ...whole, ...wrapped, inAddress];
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

/** Bounds what a hostile response can mask; a real one has at most 20 tokens. */
const MAX_FOUND = 100;
/** The shortest text without GitHub's prefix that counts as a credential. */
const MIN_FOREIGN_LENGTH = 16;

/**
 * Masks for everything in a response that could be a credential, encodings included. Works on text that is not JSON, so
 * that a response can be masked before it is parsed.
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

/** Values of members such as "token", with JSON escapes decoded: an escaped token would not match its mask. */
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
