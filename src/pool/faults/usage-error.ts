import { CodedError } from '../../coded-error.js';

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

/** An error that the user of the command line can fix: shown as one line, without a stack, with exit code 2. */
export class UsageError extends CodedError<UsageCode> {
  constructor(message: string, options: { code?: UsageCode; cause?: unknown } = {}) {
    super(options.code ?? 'usage', message, { cause: options.cause });
  }
}
