import { describe, expect, it } from '@jest/globals';
import { loggable } from '../../../src/pool/faults/loggable.js';
import { createVault } from '../../../src/pool/vault/vault.js';

describe('what a log says of a fault', () => {
  it('says what to do when the key of a token is missing', () => {
    const [before, now] = [createVault(['ab'.repeat(32)]), createVault(['cd'.repeat(32)])];
    const sealed = before.seal('secret', 'row 1');
    const open = () => {
      try {
        return now.open(sealed, 'row 1');
      } catch (fault) {
        return loggable(fault);
      }
    };
    expect(open()).toBe(
      `A sealed text needs the encryption key ${before.keyId}, which is not configured: add it to TOKEN_ENCRYPTION_KEY and restart.`,
    );
  });

  it.each([
    [new TypeError('insert into tokens values (secret)'), 'TypeError'],
    ['secret', 'unknown error'],
  ])('is the name alone of what others threw', (fault, said) => {
    expect(loggable(fault)).toBe(said);
  });
});
