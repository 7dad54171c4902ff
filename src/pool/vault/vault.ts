import { Buffer } from 'node:buffer';
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { CodedError } from '../../coded-error.js';
import type { Vault } from './types.js';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed text that does not open, or an invalid key. The message never holds either. */
export class VaultError extends CodedError<'encryption_key'> {
  constructor(message: string, options?: ErrorOptions) {
    super('encryption_key', message, options);
  }
}

/**
 * Creates a vault from keys of 64 hex digits: the first seals, all of them open. `random` makes the nonces; only tests
 * pass another.
 */
export function createVault(keys: readonly string[], random: (bytes: number) => Buffer = randomBytes): Vault {
  // Key objects: from raw bytes a cipher creates one each time, which costs more than the decryption.
  const byId = new Map(keys.map((hex) => keyFrom(hex)).map((key) => [idOf(key), createSecretKey(key)]));
  const [keyId, sealingKey] = [...byId][0] ?? [];
  if (keyId === undefined || sealingKey === undefined)
    throw new VaultError('The vault needs at least one key.');
  return {
    keyId,
    keyIds: [...byId.keys()],
    isCurrent: (sealed) => sealed.startsWith(`${VERSION}.${keyId}.`),
    seal(plaintext, context) {
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce);
      cipher.setAAD(associatedData(keyId, context));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, keyId, nonce.toString('base64url'), body.toString('base64url')].join('.');
    },
    open: (sealed, context) => openWith(byId, sealed, context),
  };
}

function openWith(keys: ReadonlyMap<string, KeyObject>, sealed: string, context: string): string {
  const [version, keyId = '', nonceText = '', bodyText = ''] = sealed.split('.');
  if (version !== VERSION)
    throw new VaultError('A sealed text has a format that this version does not support.');
  const key = keys.get(keyId);
  if (!key)
    throw new VaultError(
      `A sealed text needs the encryption key ${keyId}, which is not configured: add it to TOKEN_ENCRYPTION_KEY and restart.`,
    );
  const nonce = Buffer.from(nonceText, 'base64url');
  const body = Buffer.from(bodyText, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(associatedData(keyId, context));
    decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
    // Decoded at the end: a streaming decoder costs as much as the decryption.
    const text = decipher.update(body.subarray(0, body.length - TAG_BYTES));
    decipher.final();
    return text.toString('utf8');
  } catch (cause) {
    throw new VaultError('A sealed text was altered, or moved from another row, and does not open.', {
      cause,
    });
  }
}

/** Authenticates version, key and row with the text, so that none of them can be exchanged. */
function associatedData(keyId: string, context: string): Buffer {
  return Buffer.from(`${VERSION}.${keyId}.${context}`, 'utf8');
}

function keyFrom(hex: string): Buffer {
  if (!/^[0-9a-fA-F]{64}$/.test(hex)) {
    throw new VaultError('An encryption key must be 64 hex digits, as `openssl rand -hex 32` prints.');
  }
  return Buffer.from(hex, 'hex');
}

/** Derived one-way, so that the id in every sealed text reveals nothing about the key. */
function idOf(key: Buffer): string {
  return Buffer.from(hkdfSync('sha256', key, '', 'fetch-token key id', 4)).toString('hex');
}
