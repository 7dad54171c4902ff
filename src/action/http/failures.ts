import { HttpFailure } from './types.js';

const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_|EPROTO|CRL_|INVALID_CA)/;

/** Turns what Node throws into one line; only Node's error code is quoted, since messages may carry foreign text. */
export function failureFrom(error: unknown, host: string): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = errorCode(error);
  if (TLS_CODE.test(code)) {
    return new HttpFailure(
      'tls',
      `${host} does not prove its identity by TLS (${code}). Correct its certificate, or name your own ` +
        'authority in NODE_EXTRA_CA_CERTS.',
      { cause: error },
    );
  }
  return new HttpFailure('network', `${host} cannot be reached (${code}).`, { cause: error });
}

function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'no reason given';
}
