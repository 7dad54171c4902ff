import { HttpFailure } from './types.js';

const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_|EPROTO|CRL_|INVALID_CA)/;

/** The host of a request, and its proxy. */
export type Peer = { readonly host: string; readonly proxy: URL | null };

/** One line for an error of Node or the toolkit. Quotes only Node's error code: messages may hold other servers' text. */
export function failureFrom(error: unknown, { host, proxy }: Peer): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = errorCode(error);
  if (proxy !== null && error instanceof Error) {
    const failure = proxyFailure(error, proxy);
    if (failure !== null) return failure;
  }
  if (isPlainHttp(error)) {
    return new HttpFailure(
      'tls',
      `${host} speaks plain http on that port and no TLS. Correct the port, or serve it by https.`,
      { cause: error },
    );
  }
  if (TLS_CODE.test(code)) {
    return new HttpFailure(
      'tls',
      `${host} does not prove its identity by TLS (${code}). Correct its certificate, or name your own ` +
        'authority in NODE_EXTRA_CA_CERTS.',
      { cause: error },
    );
  }
  if (code.startsWith('HPE_')) {
    return new HttpFailure(
      'network',
      `${host} sent something that is not valid HTTP (${code}). Check its address and port.`,
      {
        cause: error,
      },
    );
  }
  return new HttpFailure(
    'network',
    `${host} cannot be reached (${code}). Check its address, and that this runner may reach it.`,
    { cause: error },
  );
}

/** The toolkit's tunnel reports every error as ECONNRESET; only the text tells them apart. */
function proxyFailure(error: Error, proxy: URL): HttpFailure | null {
  const [, status, cause] =
    /^tunneling socket could not be established, (?:statusCode=(\d+)|(cause)=)/.exec(error.message) ?? [];
  const name = `The proxy ${proxy.host}`;
  if (status !== undefined) {
    const advice =
      status === '407'
        ? ' Put its user and password into the proxy variable.'
        : ' Ask its administrator to allow this host.';
    return new HttpFailure('proxy', `${name} answered ${status} to CONNECT.${advice}`, { cause: error });
  }
  if (cause === undefined) return null;
  return new HttpFailure('proxy', `${name} cannot be reached. Correct https_proxy or no_proxy.`, {
    cause: error,
  });
}

/** OpenSSL's reason for a response that is not TLS; Node's code EPROTO covers other errors, too. */
function isPlainHttp(error: unknown): boolean {
  return error instanceof Error && /\bwrong version number\b|\bhttp request\b/.test(error.message);
}

function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'no reason given';
}
