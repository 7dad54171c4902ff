/** Searches readable text for a secret, including encodings that the masker misses. */

export interface Sighting {
  form: string;
  /** The text before it, to find the place without repeating the secret. */
  before: string;
}

interface Form {
  form: string;
  text: string;
  /** Normalises a haystack for comparison with this form. */
  normalise(haystack: string): string;
}

/** Showing this much of a secret counts as a leak. */
const FRAGMENT_LENGTH = 16;

/** Finds a secret, or a long enough part of it, in a text. */
export function findSecret(haystack: string, secret: string): Sighting | null {
  for (const part of partsOf(secret)) {
    for (const { form, text, normalise } of formsOf(part)) {
      const at = findFragment(normalise(haystack), text);
      if (at >= 0) return { form, before: normalise(haystack).slice(Math.max(0, at - 60), at) };
    }
  }
  return null;
}

/** Any line of a PEM key is a leak, except its first and last, which are the same for all keys. */
function partsOf(secret: string): string[] {
  if (!secret.includes('\n')) return [secret];
  return secret.split(/\r?\n/).filter((line) => line.length >= FRAGMENT_LENGTH && !line.startsWith('-----'));
}

function formsOf(secret: string): Form[] {
  const asIs = (haystack: string): string => haystack;
  const joined = (haystack: string): string => haystack.replaceAll(/\s/g, '');
  const asBase64 = (haystack: string): string => joined(haystack).replaceAll('-', '+').replaceAll('_', '/');
  return [
    { form: 'as it is', text: secret, normalise: asIs },
    { form: 'broken over lines', text: secret, normalise: joined },
    { form: 'reversed', text: [...secret].reverse().join(''), normalise: asIs },
    { form: 'URL-encoded', text: encodeURIComponent(secret), normalise: asIs },
    { form: 'JSON', text: JSON.stringify(secret).slice(1, -1), normalise: asIs },
    {
      form: 'hex',
      text: Buffer.from(secret).toString('hex'),
      normalise: (text) => joined(text).toLowerCase(),
    },
    ...[0, 1, 2].map((offset) => ({
      form: `base64 at offset ${offset}`,
      text: base64Core(secret, offset),
      normalise: asBase64,
    })),
  ];
}

/** The base64 characters that depend on the secret alone when `offset` bytes come before it. */
function base64Core(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64').slice(first, last);
}

function findFragment(haystack: string, text: string): number {
  const length = Math.min(FRAGMENT_LENGTH, text.length);
  for (let at = 0; at + length <= text.length; at += 1) {
    const found = haystack.indexOf(text.slice(at, at + length));
    if (found >= 0) return found;
  }
  return -1;
}
