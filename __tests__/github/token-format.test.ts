import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkTokenFormat, TOKEN_LIKE } from '../../src/github/token-format.js';
import {
  newInstallationTokenText,
  newRefreshToken,
  newUserTokenText,
} from '../../testkit/github/token-text.js';

const prefix = fc.constantFrom('ghp_', 'gho_', 'ghu_', 'ghs_', 'github_pat_');
const body = fc.stringMatching(/^[A-Za-z0-9._-]{20,2000}$/);
const goodToken = fc.tuple(prefix, body).map(([start, rest]) => start + rest);

describe("a token's format", () => {
  it.each([
    ['pat', newUserTokenText('pat_classic')],
    ['pat', newUserTokenText('pat_fine')],
    ['oauth', newUserTokenText('oauth')],
    ['app_user', newUserTokenText('app_user')],
    ['installation', newInstallationTokenText('opaque', 15368)],
    ['installation', newInstallationTokenText('stateless', 15368)],
  ])('of kind %s is recognised in every form that GitHub gives it', (kind, token) => {
    expect(checkTokenFormat(token)).toMatchObject({ ok: true, kind });
  });

  it('is accepted for every prefix and any length up to the ceiling', () => {
    fc.assert(
      fc.property(goodToken, (token) => {
        expect(checkTokenFormat(token)).toMatchObject({ ok: true });
      }),
    );
  });

  it('refuses a refresh token, which the API does not accept', () => {
    expect(checkTokenFormat(newRefreshToken())).toMatchObject({
      ok: false,
      rule: expect.stringMatching(/refresh token/),
    });
  });

  it.each([
    [null, /not a text/],
    [42, /not a text/],
    [{ token: 'x' }, /not a text/],
    ['', /empty/],
    ['null', /starts with neither/],
    ['undefined', /starts with neither/],
    ['glpat-abcdefghijklmnopqrst', /starts with neither/],
    ['ghp_short', /shorter/],
    [`ghp_${'a'.repeat(3000)}`, /longer/],
    [`ghp_${'a'.repeat(36)}%0A`, /other than letters/],
    [`ghp_${'\u0430'.repeat(36)}`, /other than letters/],
    ['GHP_abcdefghijklmnopqrstuvwxyz', /starts with neither/],
  ])('refuses %p by the rule that it breaks', (token, rule) => {
    expect(checkTokenFormat(token)).toMatchObject({ ok: false, rule: expect.stringMatching(rule) });
  });

  it('refuses white space, line ends and control characters anywhere', () => {
    const intruder = fc.constantFrom(
      ' ',
      '\n',
      '\r',
      '\t',
      '\0',
      '\u00a0',
      '\u2028',
      '\u200b',
      '\ufeff',
      '\u0085',
      '\u202e',
    );
    fc.assert(
      fc.property(goodToken, intruder, fc.nat(), (token, sign, at) => {
        const place = at % (token.length + 1);
        expect(checkTokenFormat(token.slice(0, place) + sign + token.slice(place)).ok).toBe(false);
      }),
    );
  });

  it('never repeats what it refuses, and never throws', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.string({ unit: 'binary' }),
      fc.tuple(prefix, fc.string()).map((x) => x.join('')),
    );
    fc.assert(
      fc.property(anything, (value) => {
        const format = checkTokenFormat(value);
        const isLong = typeof value === 'string' && value.length > 8;
        if (!format.ok && isLong) expect(format.rule).not.toContain(value);
      }),
    );
  });

  it('accepts nothing that could end a line of an environment file or a header', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), goodToken), (value) => {
        if (checkTokenFormat(value).ok) expect(value).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });
});

describe('a search for token-like text', () => {
  it('finds the whole token in the middle of a sentence, refresh tokens too', () => {
    const tokens = [
      newRefreshToken(),
      newUserTokenText('pat_fine'),
      newInstallationTokenText('stateless', 7),
    ];
    for (const token of tokens) {
      expect(`Bearer ${token}, {"token":"${token}"}`.replace(TOKEN_LIKE, '***')).toBe(
        'Bearer ***, {"token":"***"}',
      );
    }
  });
});
