import type { TokenKind } from '../wire.js';

/** A token's kind, or the rule that its text breaks. The text itself is never quoted. */
export type TokenFormat = { ok: true; kind: TokenKind; prefix: string } | { ok: false; rule: string };

/**
 * GitHub's prefixes (docs.github.com, "About authentication to GitHub", token formats). `ghs_` covers both the
 * 40-character form and the dotted `ghs_<app id>_<JWT>` of about 520 characters (changelog of 2026-04-24).
 */
const KIND_OF_PREFIX: { readonly [prefix: string]: TokenKind } = {
  gho_: 'oauth',
  ghp_: 'pat',
  github_pat_: 'pat',
  ghu_: 'app_user',
  ghs_: 'installation',
};

/** Credentials with a token's form that the API does not accept. */
const NOT_FOR_THE_API: { readonly [prefix: string]: string } = { ghr_: 'a refresh token' };

/** GitHub has changed lengths twice and asks to treat tokens as opaque, so the bounds are generous. */
const MIN_LENGTH = 20;
const MAX_LENGTH = 2048;

/** Checks only the format of a GitHub API token. Never throws, whatever the type of the input. */
export function checkTokenFormat(token: unknown): TokenFormat {
  if (typeof token !== 'string') return { ok: false, rule: 'it is not a text' };
  if (token === '') return { ok: false, rule: 'it is empty' };
  const fault = /^[!-~]+$/.test(token) ? undefined : invisibleFault(token);
  if (fault) return { ok: false, rule: fault };
  const prefix = /^(github_pat_|gh[a-z]_)/.exec(token)?.[1];
  if (prefix === undefined) return { ok: false, rule: 'it starts with neither gh?_ nor github_pat_' };
  const other = NOT_FOR_THE_API[prefix];
  if (other) return { ok: false, rule: `it is ${other} (${prefix}), which the API does not accept` };
  if (!/^[A-Za-z0-9._-]+$/.test(token.slice(prefix.length))) {
    return {
      ok: false,
      rule: 'it contains a character other than letters, digits, dot, dash and underscore',
    };
  }
  if (token.length < MIN_LENGTH) return { ok: false, rule: `it is shorter than ${MIN_LENGTH} characters` };
  if (token.length > MAX_LENGTH) return { ok: false, rule: `it is longer than ${MAX_LENGTH} characters` };
  return { ok: true, kind: KIND_OF_PREFIX[prefix] ?? 'oauth', prefix };
}

/** Called only for text with unusual characters, because V8 takes half a millisecond to build Unicode classes. */
function invisibleFault(token: string): string | undefined {
  if (/[\p{Cc}\p{Cf}]/u.test(token)) return 'it contains a control character or a line break';
  return /\s/u.test(token) ? 'it contains white space' : undefined;
}

/** Finds anything in a text that could be a GitHub credential, refresh tokens included. */
export const TOKEN_LIKE = /(?:gh[a-z]_|github_pat_)[A-Za-z0-9._-]{16,}/g;
