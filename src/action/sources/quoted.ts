import { TOKEN_LIKE } from '../../github/token-format.js';

const MOST_CHARACTERS = 300;
/** The limit of the pool's API; a longer text is not quoted. */
const LONGEST_MESSAGE = 2000;
const HIDDEN = '[hidden]';

/** What is hidden in another server's text, besides the job's own secrets. */
const SECRET_FORMS: readonly RegExp[] = [
  TOKEN_LIKE,
  /tpk_[A-Za-z0-9_-]{8,}/g,
  /eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,2}/g,
  /\b(?:authorization|cookie|password|passwd|secret|api[-_]?key)["']?\s*[:=]\s*\S+(?: \S+)?/gi,
  /\b(?:bearer|basic) +[\w.~+/=-]{8,}/gi,
  // User and password of a URL.
  /(?<=:\/\/)[^\s/@]*@/g,
  // Keys, lease ids and encodings of either: long, letters and digits mixed.
  /(?=[A-Za-z_=+-]*\d)(?=[\d_=+-]*[A-Za-z])[A-Za-z0-9_=+-]{20,}/g,
  /[A-Za-z0-9+/=_-]{40,}/g,
];

/**
 * Another server's text, made safe for the log: one printable line of at most 300 characters, with `[hidden]` in place
 * of the given secrets and of anything that looks like one. Empty if nothing can be quoted.
 */
export function quotable(text: unknown, secrets: readonly string[]): string {
  if (typeof text !== 'string' || text.length > LONGEST_MESSAGE) return '';
  // Invisible characters are removed first: they could split a secret so that no pattern matches.
  const printable = text.replace(/[\p{Cf}\p{Co}\p{Cs}\p{Cn}]+/gu, '').replace(/[\p{Cc}\p{Z}]+/gu, ' ');
  const known = secrets
    .flatMap(spellingsOf)
    .reduce((shown, each) => shown.replaceAll(each, HIDDEN), printable);
  const safe = SECRET_FORMS.reduce((shown, form) => shown.replace(form, HIDDEN), known).trim();
  const short = safe.length > MOST_CHARACTERS ? `${safe.slice(0, MOST_CHARACTERS - 1).trimEnd()}…` : safe;
  return short.replace(/[.\s]+$/, '');
}

function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const encodings = (['base64', 'base64url', 'hex'] as const).map((encoding) => bytes.toString(encoding));
  return [secret, encodeURIComponent(secret), ...encodings].filter((spelling) => spelling.length >= 8);
}

/** The server's request id, to find the request in its log; empty if it does not look like an id. */
export function requestIdOf(text: string | undefined, secrets: readonly string[]): string {
  const id = text ?? '';
  const isSecret = secrets.some((secret) => secret.includes(id) || id.includes(secret));
  return /^[A-Za-z0-9-]{8,64}$/.test(id) && !/^eyJ/.test(id) && !isSecret ? id : '';
}
