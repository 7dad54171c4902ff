import type { ErrorBody, ErrorCode } from '../../wire.js';
import { CodedError } from '../../coded-error.js';

/** The job whose request was refused, if known. */
export type RefusedJob = { repository: string; event: string };

/** An error that the client sees: `code` for programs, `message` for people, never a secret in either. */
export class PoolError extends CodedError<ErrorCode> {
  readonly retryAfterSeconds: number | undefined;
  /** False when the same request can never succeed although its status allows another try. */
  readonly retryable: false | undefined;
  /** For the log only. */
  readonly job: RefusedJob | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      retryAfterSeconds?: number;
      retryable?: false;
      job?: RefusedJob | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(code, message, { cause: options.cause });
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.retryable = options.retryable;
    this.job = options.job;
  }
}

/** The HTTP status of each code, and what it tells a client. */
export const ERRORS: { readonly [code in ErrorCode]: { readonly status: number; readonly means: string } } = {
  invalid_request: { status: 400, means: 'The request is malformed; the message names every fault' },
  unauthorized: { status: 401, means: 'No credential, or one that is not known' },
  forbidden: { status: 403, means: 'The credential may not do this' },
  not_found: { status: 404, means: 'Not found, or not yours' },
  method_not_allowed: { status: 405, means: 'Allow lists the methods of this address' },
  lease_ended: { status: 409, means: 'The lease has ended; lease anew' },
  payload_too_large: { status: 413, means: 'The body is larger than 64 KiB' },
  unsupported_media_type: { status: 415, means: 'The body is not JSON' },
  rate_limited: {
    status: 429,
    means: 'Too many requests of this caller; Retry-After says when to try again',
  },
  internal: { status: 500, means: 'The pool failed; its log says why' },
  pool_exhausted: { status: 503, means: 'Nothing to lend; Retry-After says when to ask again' },
  unavailable: { status: 503, means: 'The pool cannot work now; Retry-After says when to ask again' },
};

/** Fastify's own errors, before a route runs; its other 4xx get a general message. */
const FRAMEWORK_FAULTS: { readonly [code: string]: readonly [ErrorCode, string] } = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload_too_large', 'the body is larger than 64 KiB'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'send the body as Content-Type: application/json',
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid_request', 'the body is empty; send a JSON object'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid_request', 'the body is not valid JSON'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid_request', 'the body is not as long as Content-Length says'],
  FST_ERR_BAD_URL: ['invalid_request', 'the path of the address is malformed'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'there is no such thing here'],
};

/** Any thrown value as a `PoolError`; an unexpected one becomes `internal`, without its text. */
export function toPoolError(error: unknown): PoolError {
  if (error instanceof PoolError) return error;
  const { code, statusCode } = faultOf(error);
  const known = code === undefined ? undefined : FRAMEWORK_FAULTS[code];
  if (known) return new PoolError(known[0], known[1], { cause: error });
  if (error instanceof SyntaxError && statusCode === 400) {
    return new PoolError('invalid_request', 'the body is not valid JSON', { cause: error });
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new PoolError('invalid_request', 'the request could not be read', { cause: error });
  }
  if (isDatabaseUnavailable(error, code)) {
    const message = 'the database of the pool does not answer now; try again';
    return new PoolError('unavailable', message, { retryAfterSeconds: 5, cause: error });
  }
  return new PoolError('internal', 'the pool failed to answer; its log says why', { cause: error });
}

/** Whether the server is at fault, so that the cause must be logged. */
export function isOurFault(error: PoolError): boolean {
  return error.code === 'internal' || error.code === 'unavailable';
}

/**
 * PostgreSQL: connection lost (08), idle-in-transaction timeout, read-only standby, a table that a restore has not
 * created yet, a column that a newer version took away, serialization failure or deadlock after all retries, no
 * resources (53), shutdown, statement timeout.
 */
const UNAVAILABLE_CODES =
  /^(08\w{3}|25P03|25006|42P01|42703|40001|40P01|53\w{3}|57P0\d|57014|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN)$/;

/** SQLite: busy, read-only, I/O error, corrupt, disk full, cannot open, not a database. */
const SQLITE_UNAVAILABLE = new Set([5, 8, 10, 11, 13, 14, 26]);

function isDatabaseUnavailable(error: unknown, code: string | undefined): boolean {
  if (typeof error === 'object' && error !== null && 'errcode' in error) {
    // The lower byte of an extended code is the primary code.
    return SQLITE_UNAVAILABLE.has(Number(error.errcode) & 0xff);
  }
  return code !== undefined && UNAVAILABLE_CODES.test(code);
}

function faultOf(error: unknown): { code?: string; statusCode?: number } {
  if (typeof error !== 'object' || error === null) return {};
  return {
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...('statusCode' in error && typeof error.statusCode === 'number'
      ? { statusCode: error.statusCode }
      : {}),
  };
}

export function errorBody(error: PoolError): ErrorBody {
  const retry = error.retryAfterSeconds;
  return {
    error: {
      code: error.code,
      message: error.message.slice(0, 2000),
      ...(retry === undefined ? {} : { retry_after_seconds: retry }),
      ...(error.retryable === undefined ? {} : { retryable: error.retryable }),
    },
  };
}
