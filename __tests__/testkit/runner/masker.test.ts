import { describe, expect, it } from '@jest/globals';
import { findSecret } from '../../../testkit/runner/leaks.js';
import { addMaskWithLines, createMasker } from '../../../testkit/runner/masker.js';

const TOKEN = 'ghs_16C7e42F292c6912E7710c838347Ae178B4a';

function maskerFor(...values: string[]) {
  const masker = createMasker();
  for (const value of values) addMaskWithLines(masker, value);
  return masker;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('the masker', () => {
  it('replaces a secret anywhere, and merges overlapping and adjacent ones', () => {
    expect(maskerFor('abc').mask('xabcx')).toBe('x***x');
    expect(maskerFor('abc', 'cde').mask('xabcdex')).toBe('x***x');
    expect(maskerFor('abc', 'def').mask('abcdef')).toBe('***');
    expect(maskerFor('aba').mask('ababa')).toBe('***');
  });

  it('is case-sensitive and has no minimum length', () => {
    expect(maskerFor('abc').mask('ABC')).toBe('ABC');
    expect(maskerFor('a').mask('banana')).toBe('b***n***n***');
  });

  it('masks each trimmed line of a value as well as the whole', () => {
    const masker = maskerFor('  first line \n\n{');
    expect(masker.mask('see first line.')).toBe('see ***.');
    expect(masker.mask('{}')).toBe('***}');
  });

  it.each([
    ['the tail of base64 at every alignment', base64(`x-access-token:${TOKEN}`)],
    ['one byte before', base64(`u${TOKEN}`)],
    ['two bytes before', base64(`ab${TOKEN}`)],
  ])('covers the secret as %s', (_, text) => {
    expect(findSecret(maskerFor(TOKEN).mask(text), TOKEN)).toBeNull();
  });

  it.each([
    ['a line break follows', base64(`${TOKEN}\n`)],
    ['a colon follows', base64(`${TOKEN}:`)],
    ['it is git basic auth with a fixed password', base64(`${TOKEN}:x-oauth-basic`)],
    ['it is base64url', Buffer.from(`${TOKEN}?>`).toString('base64url')],
    ['it is hex', Buffer.from(TOKEN).toString('hex')],
  ])('leaks base64 and other encodings when %s, as the real one does', (_, text) => {
    expect(findSecret(maskerFor(TOKEN).mask(text), TOKEN)).not.toBeNull();
  });

  it.each([
    ['JSON', 'a"b\\c', 'a\\"b\\\\c'],
    ['XML', '<a&b>', '&lt;a&amp;b&gt;'],
    ['a URL', "it's (x)", 'it%27s%20%28x%29'],
    ['an expression', "it's", "it''s"],
  ])('masks a value escaped for %s', (_, value, escaped) => {
    expect(maskerFor(value).mask(`<${escaped}>`)).toBe('<***>');
  });

  it('masks a quoted value without its quotes only when it is longer than eight', () => {
    expect(maskerFor('"1234567"').mask('1234567')).toBe('***');
    expect(maskerFor('"123456"').mask('123456')).toBe('123456');
  });
});

describe('the leak detector', () => {
  it.each([
    ['as it is', `x${TOKEN}x`],
    ['as a part of sixteen characters', TOKEN.slice(10, 26)],
    ['base64 at offset 1', base64(`x${TOKEN}\n`)],
    ['wrapped over lines', base64(`x${TOKEN}\n`).replace(/.{20}/g, '$&\n')],
    ['hex', Buffer.from(TOKEN).toString('hex').toUpperCase()],
    ['reversed', [...TOKEN].reverse().join('')],
  ])('sees a secret %s', (_, text) => {
    expect(findSecret(`before ${text} after`, TOKEN)).not.toBeNull();
  });

  it('is silent about text without the secret, and about the frame of a PEM key', () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAy8Dbv8prpJ\n-----END RSA PRIVATE KEY-----';
    expect(findSecret('ghs_*** is masked', TOKEN)).toBeNull();
    expect(findSecret('start it with -----BEGIN RSA PRIVATE KEY-----', key)).toBeNull();
    expect(findSecret('x MIIEowIBAAKCAQEAy8Dbv8prpJ x', key)).not.toBeNull();
  });
});
