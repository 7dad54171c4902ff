import * as http from 'node:http';
import * as https from 'node:https';
import { getProxyUrl, HttpClient } from '@actions/http-client';
import { MAX_ANSWER_BYTES } from '../../wire.js';
import { checkedUrl } from './address.js';
import { withDeadline } from './deadline.js';
import { failureFrom, refuseTlsPort } from './failures.js';
import { type Http, HttpFailure, type HttpRequest, type HttpResponse } from './types.js';

/**
 * The toolkit's HTTP client with limits: one deadline for the whole exchange, a maximum body size, truncated bodies as
 * errors, no redirects, no plain http beyond loopback. TLS and proxies are left to the toolkit.
 */
export function createHttp(): Http {
  // For a proxy with a password the toolkit uses a deprecated API, about which Node would warn in the job's log.
  process.noDeprecation = true;
  // One client per origin, because a client keeps one connection pool.
  const clients = new Map<string, HttpClient>();
  const clientOf = ({ origin }: URL) => {
    const client = clients.get(origin) ?? new HttpClient('fetch-token', [], { keepAlive: true });
    clients.set(origin, client);
    return client;
  };
  return async (request) => {
    const url = checkedUrl(request.url);
    const peer = { url, proxy: proxyOf(url) };
    const headers = headersOf(request, url.host);
    return withDeadline(request, url.host, async (signal) => {
      try {
        return await exchange(clientOf(url), { request, url, headers, signal });
      } catch (error) {
        throw failureFrom(error, peer);
      }
    });
  };
}

type Headers = { readonly [name: string]: string };

/** Node would send non-ASCII characters in an encoding that servers do not expect. */
function headersOf(request: HttpRequest, host: string): Headers {
  const type = request.body === undefined ? {} : { 'content-type': 'application/json' };
  const headers = { accept: 'application/json', 'user-agent': 'fetch-token', ...type, ...request.headers };
  if (Object.values(headers).every((value) => /^[\t -~]*$/.test(value))) return headers;
  const advice = 'Check the secrets among the inputs for line breaks and non-ASCII characters.';
  throw new HttpFailure(
    'unsendable',
    `A header for ${host} holds a character that HTTP does not allow. ${advice}`,
  );
}

function proxyOf(url: URL): URL | null {
  const text = getProxyUrl(url.href);
  if (text === '') return null;
  const proxy = URL.parse(text);
  // The toolkit would bypass a proxy whose address it cannot parse.
  if (!proxy || !/^https?:$/.test(proxy.protocol) || proxy.hostname === '') {
    throw new HttpFailure('proxy', 'https_proxy is not an address such as http://proxy.example.com:3128.');
  }
  return proxy;
}

type Exchange = {
  readonly request: HttpRequest;
  readonly url: URL;
  readonly headers: Headers;
  readonly signal: AbortSignal;
};

async function exchange(client: HttpClient, { request, url, headers, signal }: Exchange) {
  const isSecure = url.protocol === 'https:';
  const options: http.RequestOptions = {
    method: request.method,
    // Node expects an IPv6 address without brackets.
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
    path: `${url.pathname}${url.search}`,
    headers,
    agent: client.getAgent(url.href),
    signal,
  };
  // Only the raw request does not follow redirects.
  const info = { options, parsedUrl: url, httpModule: isSecure ? https : http };
  const { message } = await client.requestRaw(info, request.body ?? null);
  try {
    const response = await readResponse(message, url.host, request.maxBytes ?? MAX_ANSWER_BYTES);
    refuseTlsPort(url, response);
    return response;
  } catch (error) {
    message.destroy();
    throw error;
  }
}

/** Not the toolkit's `readBody`, which has no size limit and never settles on a truncated body. */
async function readResponse(
  message: http.IncomingMessage,
  host: string,
  maxBytes: number,
): Promise<HttpResponse> {
  const status = message.statusCode ?? 0;
  refuseRedirect(status, host);
  const tooLarge = () =>
    new HttpFailure('too_large', `${host} sent more than ${maxBytes} bytes. Check its address.`);
  if (Number(message.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof HttpFailure ? error : truncated(host, error);
  }
  if (!message.complete) throw truncated(host);
  return { status, headers: singleHeaders(message.headers), body: Buffer.concat(chunks).toString('utf8') };
}

function truncated(host: string, cause?: unknown): HttpFailure {
  return new HttpFailure(
    'truncated',
    `${host} closed the connection in the middle of its answer. Check that server, or run the job again.`,
    { cause },
  );
}

function refuseRedirect(status: number, host: string): void {
  if (status < 300 || status >= 400 || status === 304) return;
  throw new HttpFailure(
    'redirect',
    `${host} answered ${status}, a redirect, which is not followed because it could carry the secret ` +
      'elsewhere. Configure the final address.',
  );
}

/** Without `set-cookie`, the only header that Node keeps as a list. */
function singleHeaders(headers: http.IncomingHttpHeaders): HttpResponse['headers'] {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return Object.fromEntries(pairs);
}
