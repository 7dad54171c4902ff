import { CodedError } from '../../../coded-error.js';

/** The connection was lost, had no answer in time, or cannot be encrypted. */
export class ConnectionError extends CodedError<'ECONNRESET' | 'ETIMEDOUT' | 'NO_TLS'> {}

export function noAnswer(cause?: unknown): ConnectionError {
  return new ConnectionError('ETIMEDOUT', 'the database did not answer in time', { cause });
}

/** An error with a code. PostgreSQL's driver gives some errors no code; only their messages distinguish them. */
export function withCode(error: unknown): unknown {
  if (!(error instanceof Error) || 'code' in error) return error;
  const { message } = error;
  if (/^Query read timeout|^timeout exceeded when trying to connect|due to connection timeout$/.test(message))
    return noAnswer(error);
  if (/^Connection terminated|^Client has encountered a connection error/.test(message))
    return new ConnectionError('ECONNRESET', 'the connection to the database was lost', { cause: error });
  if (message === 'The server does not support SSL connections')
    return new ConnectionError('NO_TLS', 'the database does not offer TLS', { cause: error });
  return error;
}
