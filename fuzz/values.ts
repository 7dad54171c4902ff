import fc, { type Arbitrary } from 'fast-check';

/** A token in GitHub's format, which no message may contain. */
export const TOKEN = `gho_${'FuzzedSecret0123456789'.padEnd(36, 'x')}`;

/** Strings that often break programs. */
const NASTY_TEXTS = [
  '',
  ' ',
  '\0',
  '\r\n',
  '\u2028',
  '\u001b[2J',
  '\u202e',
  '\ud800',
  '😀'.repeat(130),
  '__proto__',
  'constructor',
  'null',
  'undefined',
  'NaN',
  '-1',
  '0x10',
  '1e400',
  '９',
  '9'.repeat(400),
  "'; drop table leases; --",
  '%s%n%00',
  '<script>alert(1)</script>',
  '::set-env name=PATH::/tmp',
  '##[error]x',
  'ghadelimiter_0',
  '../../etc/passwd',
  '{"a":1}',
  '[[[[[[[[',
  'a'.repeat(10_000),
  '2026-02-30T25:61:61Z',
  '9999-12-31T23:59:60Z',
  '+275760-09-13T00:00:00.001Z',
  TOKEN,
  `x${TOKEN}y`,
  `${TOKEN}\n`,
];

export const nastyText: Arbitrary<string> = fc.constantFrom(...NASTY_TEXTS);

/** Nasty, ordinary and random strings. */
export const anyText: Arbitrary<string> = fc.oneof(
  nastyText,
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.array(fc.oneof(nastyText, fc.string({ maxLength: 5 })), { maxLength: 4 }).map((parts) => parts.join('')),
);

export const anyNumber: Arbitrary<number> = fc.oneof(
  fc.integer({ min: -2, max: 12 }),
  fc.double(),
  fc.constantFrom(2 ** 31, 2 ** 53, 2 ** 53 - 1, 1e21, -0, 0.1 + 0.2, 8.64e12, 8.64e15, 1e9),
);

/** Any JSON value. */
export const anyJson: Arbitrary<unknown> = fc.oneof(
  anyText,
  anyNumber.filter(Number.isFinite),
  fc.constantFrom<unknown>(null, true, false, [], {}, { toString: 1 }, [[]]),
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(anyText, fc.oneof(anyText, fc.integer()), { maxKeys: 4 }),
);

/** A string with one edit: a part removed or replaced, or something inserted. */
export function withOneEdit(texts: Arbitrary<string>): Arbitrary<string> {
  return fc
    .tuple(texts, fc.nat(), fc.nat(8), fc.oneof(fc.constant(''), nastyText, fc.string({ maxLength: 3 })))
    .map(([text, position, length, put]) => {
      const at = position % (text.length + 1);
      return text.slice(0, at) + put + text.slice(at + length);
    });
}

/** Throws an error with this message unless the condition holds. */
export function check(holds: boolean, failure: string): void {
  if (!holds) throw new Error(failure);
}
