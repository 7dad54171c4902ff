import type { ErrorCode } from '../wire.js';

/** A fault that a client is told of: `code` for programs, `message` for people, never a secret in either. */
export class PoolError extends Error {
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: { retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'PoolError';
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
