import { CodedError } from './coded-error.js';

/** What went wrong, for programs that read `--json`. */
export type UsageCode =
  | 'usage'
  | 'configuration'
  | 'not_found'
  | 'conflict'
  | 'refused'
  | 'not_confirmed'
  | 'no_database'
  | 'database_unavailable'
  | 'encryption_key';

/** What the person at the command line can put right: shown as one line, without a stack, with exit code 2. */
export class UsageError extends CodedError<UsageCode> {
  constructor(message: string, options: { code?: UsageCode; cause?: unknown } = {}) {
    super(options.code ?? 'usage', message, { cause: options.cause });
  }
}
