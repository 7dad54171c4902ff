import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { derivePoolSecrets } from '../../../src/pool/vault/pool-secrets.js';
import { createVault, VaultError } from '../../../src/pool/vault/vault.js';

const OLD = '11'.repeat(32);
const NEW = '22'.repeat(32);

describe('the vault', () => {
  it('decrypts what it encrypted, in the same context', () => {
    const vault = createVault([NEW]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (secret, context) => {
        expect(vault.open(vault.seal(secret, context), context)).toBe(secret);
      }),
    );
  });

  it('stores version and key ID, never the secret, and never the same ciphertext twice', () => {
    const vault = createVault([NEW]);
    const sealed = vault.seal('gho_secret', 'token:1');
    expect(sealed.split('.').slice(0, 2)).toEqual(['v1', vault.keyId]);
    expect(sealed).not.toContain('gho_secret');
    expect(vault.seal('gho_secret', 'token:1')).not.toBe(sealed);
  });

  it('does not decrypt a value that was moved to another row', () => {
    const vault = createVault([NEW]);
    expect(() => vault.open(vault.seal('secret', 'token:1'), 'token:2')).toThrow(VaultError);
  });

  it('does not decrypt a value with any character changed', () => {
    const vault = createVault([NEW]);
    const sealed = vault.seal('secret', 'token:1');
    for (let at = 0; at < sealed.length - 1; at += 1) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      expect(() => vault.open(sealed.slice(0, at) + other + sealed.slice(at + 1), 'token:1')).toThrow(
        VaultError,
      );
    }
  });

  it('encrypts with the first key and decrypts with all of them', () => {
    const old = createVault([OLD]).seal('secret', 'token:1');
    const rotating = createVault([NEW, OLD]);
    expect(rotating.open(old, 'token:1')).toBe('secret');
    expect(rotating.isCurrent(old)).toBe(false);
    expect(createVault([NEW]).open(rotating.seal('secret', 'token:1'), 'token:1')).toBe('secret');
  });

  it('names the key that is missing, and no secret', () => {
    const old = createVault([OLD]);
    const sealed = old.seal('gho_secret', 'token:1');
    expect(() => createVault([NEW]).open(sealed, 'token:1')).toThrow(
      `A sealed text needs the encryption key ${old.keyId}, which is not configured: add it to`,
    );
  });

  it.each([
    ['nothing', []],
    ['a short key', ['ab']],
    ['a key that is not hex', ['zz'.repeat(32)]],
  ])('refuses %s for a key without repeating it', (_, keys) => {
    expect(() => createVault(keys)).toThrow(VaultError);
    expect(() => createVault(keys)).not.toThrow(/zz/);
  });
});

describe('the keys of a pool', () => {
  it('differ by purpose and by pool, and stay the same for one', () => {
    const pool = derivePoolSecrets('A'.repeat(43));
    const another = derivePoolSecrets('B'.repeat(43));
    expect(pool.key('cookies')).toEqual(derivePoolSecrets('A'.repeat(43)).key('cookies'));
    expect(pool.key('cookies')).not.toEqual(pool.key('states'));
    expect(pool.ownerRef('user:1')).not.toBe(another.ownerRef('user:1'));
    expect(pool.ownerRef('user:1')).toMatch(/^[0-9a-f]{12}$/);
  });
});
