import { TOKEN_LIKE } from '../../github/token-format.js';

const MOST_CHARACTERS = 300;
/** The contract's bound; a longer text is no reason for anything. */
const LONGEST_MESSAGE = 2000;
const HIDDEN = '[hidden]';

/** What is not told of a stranger's words, besides the job's own secrets. */
const SECRET_FORMS: readonly RegExp[] = [
  TOKEN_LIKE,
  /tpk_[A-Za-z0-9_-]{8,}/g,
  /eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,2}/g,
  /\b(?:authorization|cookie|password|passwd|secret|api[-_]?key)["']?\s*[:=]\s*\S+(?: \S+)?/gi,
  /\b(?:bearer|basic) +[\w.~+/=-]{8,}/gi,
  // User and password of an address.
  /(?<=:\/\/)[^\s/@]*@/g,
  // Keys, ids of leases and encodings of either: long, with letters and digits mixed.
  /(?=[A-Za-z_=+-]*\d)(?=[\d_=+-]*[A-Za-z])[A-Za-z0-9_=+-]{20,}/g,
  /[A-Za-z0-9+/=_-]{40,}/g,
];

/**
 * What another server said, fit for the log: one printable line of at most 300 characters, in which `[hidden]` stands
 * for the given secrets and for whatever looks like one. Empty when nothing is fit to be told.
 */
export function quotable(text: unknown, secrets: readonly string[]): string {
  if (typeof text !== 'string' || text.length > LONGEST_MESSAGE) return '';
  // Invisible characters go first: they could split a secret so that no pattern finds it.
  const printable = text.replace(/[\p{Cf}\p{Co}\p{Cs}\p{Cn}]+/gu, '').replace(/[\p{Cc}\p{Z}]+/gu, ' ');
  const known = secrets.flatMap(spellingsOf).reduce((told, each) => told.replaceAll(each, HIDDEN), printable);
  const safe = SECRET_FORMS.reduce((told, form) => told.replace(form, HIDDEN), known).trim();
  const short = safe.length > MOST_CHARACTERS ? `${safe.slice(0, MOST_CHARACTERS - 1).trimEnd()}…` : safe;
  return short.replace(/[.\s]+$/, '');
}

function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const encodings = (['base64', 'base64url', 'hex'] as const).map((encoding) => bytes.toString(encoding));
  return [secret, encodeURIComponent(secret), ...encodings].filter((spelling) => spelling.length >= 8);
}

/** The server's own id of a request, for a search in its log; empty when it is anything else than an id. */
export function requestIdOf(text: string | undefined, secrets: readonly string[]): string {
  const id = text ?? '';
  const isSecret = secrets.some((secret) => secret.includes(id) || id.includes(secret));
  return /^[A-Za-z0-9-]{8,64}$/.test(id) && !/^eyJ/.test(id) && !isSecret ? id : '';
}
