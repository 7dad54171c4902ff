/**
 * Seals texts at rest. `context` names the row that the text belongs to; a sealed text moved to another row
 * does not open. The first key seals, all of them open, so that keys are rotated without downtime.
 */
export type Vault = {
  /** The id of the key that seals now; not secret. */
  readonly keyId: string;
  readonly keyIds: readonly string[];
  seal(plaintext: string, context: string): string;
  open(sealed: string, context: string): string;
  /** Whether a sealed text was made with the key that seals now. */
  isCurrent(sealed: string): boolean;
};

/** Keys derived from a secret of the pool that outlives rotations of the vault's keys. */
export type PoolSecrets = {
  /** Recognises a token that comes in again, without opening the ones at rest. */
  fingerprint(token: string): string;
  /** The public pseudonym of an owner. */
  ownerRef(ownerId: string): string;
  /** 32 bytes for another purpose, such as signing cookies. */
  key(purpose: string): Buffer;
};
