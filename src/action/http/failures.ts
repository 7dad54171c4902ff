import { HttpFailure } from './types.js';

const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_|EPROTO|CRL_|INVALID_CA)/;

/** Whom a request is for. */
export type Peer = { readonly url: URL; readonly proxy: URL | null };

/** One line for an error of Node or the toolkit. Quotes only Node's error code: messages may hold other servers' text. */
export function failureFrom(error: unknown, { url, proxy }: Peer): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const { host } = url;
  const code = errorCode(error);
  if (proxy !== null && error instanceof Error) {
    const failure = proxyFailure(error, proxy);
    if (failure !== null) return failure;
  }
  if (isPlainHttp(error)) {
    return new HttpFailure(
      'tls',
      `${host} speaks plain http on that port, not TLS. Correct the port, or serve it over https.`,
      { cause: error },
    );
  }
  if (TLS_CODE.test(code)) {
    return new HttpFailure(
      'tls',
      `TLS with ${host} failed (${code}). Correct its certificate, or set NODE_EXTRA_CA_CERTS to the file ` +
        'of your own authority.',
      { cause: error },
    );
  }
  if (isTlsAlert(error)) return expectsTls(host, error);
  if (code === 'ECONNRESET') return connectionClosed(url, error);
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
    `${host} cannot be reached (${code}). Check its address, and that this runner has access to it.`,
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

const TLS_ALERT = 0x15;

/** Node attaches what it could not parse. */
function isTlsAlert(error: unknown): boolean {
  const packet = error instanceof Error && 'rawPacket' in error ? error.rawPacket : undefined;
  return Buffer.isBuffer(packet) && packet[0] === TLS_ALERT;
}

/** What nginx, Go and Apache answer to plain http on a port for TLS. */
const HTTPS_EXPECTED = /\bHTTPS port\b|\bto an HTTPS server\b|\bSSL-enabled server port\b/;

/** Throws if a response to plain http says that its port is for TLS. */
export function refuseTlsPort({ protocol, host }: URL, response: { status: number; body: string }): void {
  if (protocol === 'http:' && response.status === 400 && HTTPS_EXPECTED.test(response.body)) {
    throw expectsTls(host);
  }
}

function expectsTls(host: string, cause?: unknown): HttpFailure {
  return new HttpFailure(
    'tls',
    `${host} expects TLS on that port, and the address says http://. Write https:// there, or correct the port.`,
    { cause },
  );
}

/** Many servers close a connection to a TLS port without a word. */
function connectionClosed({ protocol, host }: URL, cause: unknown): HttpFailure {
  const advice =
    protocol === 'http:'
      ? 'If that port is for TLS, write https:// in the address; otherwise check that server.'
      : 'Check that server, or run the job again.';
  return new HttpFailure('network', `${host} closed the connection without an answer. ${advice}`, { cause });
}

function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'no reason given';
}
