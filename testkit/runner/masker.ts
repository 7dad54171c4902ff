/** The runner's secret masker: replaces secrets and their encoded variants with `***`. */

export interface Masker {
  /** Adds a secret with its encoded variants. */
  add(value: string): void;
  mask(text: string): string;
}

const MASK = '***';

export function createMasker(): Masker {
  const secrets = new Set<string>();
  return {
    add(value) {
      if (value === '') return;
      secrets.add(value);
      for (const variant of variantsOf(value)) if (variant !== '') secrets.add(variant);
    },
    mask: (text) => replaceRanges(text, rangesOf(text, secrets)),
  };
}

/** What `::add-mask::` adds: the value as it is, and each of its lines trimmed. */
export function addMaskWithLines(masker: Masker, value: string): void {
  masker.add(value);
  for (const line of value.split(/[\r\n]/)) masker.add(line.trim());
}

/** No hex, base64url, wrapped base64 or reversal: those leak in the real runner, too. */
function variantsOf(value: string): string[] {
  return [
    base64From(value, 0),
    base64From(value, 1),
    base64From(value, 2),
    value.replaceAll('"', '\\"'),
    value.replaceAll("'", "''"),
    JSON.stringify(value).slice(1, -1),
    uriDataEscape(value),
    xmlEscape(value),
    value.length > 8 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : '',
    ...ampersandParts(value),
  ];
}

/** Dropping leading bytes covers the three alignments, but only where the secret ends the encoded text. */
function base64From(value: string, skippedBytes: number): string {
  return Buffer.from(value, 'utf8').subarray(skippedBytes).toString('base64');
}

/** .NET's EscapeDataString also escapes what encodeURIComponent leaves alone. */
function uriDataEscape(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function xmlEscape(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

function ampersandParts(value: string): string[] {
  if (!value.includes('&')) return [];
  const at = value.lastIndexOf('&');
  return [value.slice(0, at), value.slice(at + 1)].filter((part) => part.length >= 6);
}

type Range = readonly [start: number, end: number];

function rangesOf(text: string, secrets: Iterable<string>): Range[] {
  const ranges: Range[] = [];
  for (const secret of secrets) {
    for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
      ranges.push([at, at + secret.length]);
    }
  }
  return ranges.sort((a, b) => a[0] - b[0]);
}

/** Overlapping and adjacent ranges become one mask. */
function replaceRanges(text: string, ranges: readonly Range[]): string {
  let result = '';
  let end = 0;
  ranges.forEach(([from, to], index) => {
    if (index === 0 || from > end) result += text.slice(end, from) + MASK;
    end = Math.max(end, to);
  });
  return result + text.slice(end);
}
