/**
 * Encrypts texts at rest. `context` names the row that a text belongs to: moved to another row, it does not open. The first
 * key seals and all of them open, so that keys can be rotated without downtime.
 */
export type Vault = {
  /** The id of the key that seals; not secret. */
  readonly keyId: string;
  readonly keyIds: readonly string[];
  seal(plaintext: string, context: string): string;
  open(sealed: string, context: string): string;
  /** Whether a text was sealed with that key. */
  isCurrent(sealed: string): boolean;
};

/** Keys derived from the pool's root secret, which stays the same when the vault's keys are rotated. */
export type PoolSecrets = {
  /** Recognizes a token that is added again, without opening the stored ones. */
  fingerprint(token: string): string;
  /** The public pseudonym of an owner. */
  ownerRef(ownerId: string): string;
  /** 32 bytes for another purpose, such as signing cookies. */
  key(purpose: string): Buffer;
};
