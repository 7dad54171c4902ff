import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { MAX_ANSWER_BYTES } from '../../wire.js';
import { checkedUrl } from './address.js';
import { failureFrom } from './failures.js';
import type { NodeModules } from './node-modules.js';
import { openTunnel } from './tunnel.js';
import { type Http, HttpFailure, type HttpRequest, type HttpResponse } from './types.js';

export type TransportDeps = {
  readonly modules: NodeModules;
  /** Which proxy to use for an address, if any. */
  readonly proxyFor: (url: URL) => URL | undefined;
};

/**
 * HTTP as an action needs it: one deadline for the whole exchange, a bound on the body, no redirects, no plain
 * http, and every promise settles, whatever the peer does.
 */
export function createHttp(deps: TransportDeps): Http {
  return async (request) => {
    const url = checkedUrl(request.url);
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), Math.max(1, request.timeoutMs));
    const signals = request.signal ? [request.signal, deadline.signal] : [deadline.signal];
    try {
      return await settledBy(AbortSignal.any(signals), (signal) => exchange(deps, { request, url, signal }));
    } catch (error) {
      if (request.signal?.aborted)
        throw new HttpFailure('cancelled', `The request to ${url.host} was cancelled.`);
      if (!deadline.signal.aborted) throw failureFrom(error, url.host);
      const seconds = Math.round(request.timeoutMs / 100) / 10;
      throw new HttpFailure('timeout', `${url.host} did not answer completely within ${seconds} s.`);
    } finally {
      clearTimeout(timer);
    }
  };
}

type Exchange = { readonly request: HttpRequest; readonly url: URL; readonly signal: AbortSignal };

/** Node leaves some promises open when a peer vanishes at the wrong moment; the signal always settles this one. */
function settledBy<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new HttpFailure('cancelled', 'The request was given up.'));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    work(signal)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

async function exchange(deps: TransportDeps, { request, url, signal }: Exchange): Promise<HttpResponse> {
  const options: RequestOptions = { method: request.method, headers: headersOf(request), signal };
  const proxy = url.protocol === 'https:' ? deps.proxyFor(url) : undefined;
  if (proxy) {
    const socket = await openTunnel(deps.modules, { proxy, target: url, signal });
    // Only without any agent, not even `false`, does Node use a connection that it is given.
    options.createConnection = () => socket;
  }
  const module = url.protocol === 'https:' ? deps.modules.https() : deps.modules.http;
  const sent = module.request(url, options);
  const answer = await answerTo(sent, request.body);
  try {
    return await readAnswer(answer, { host: url.host, maxBytes: request.maxBytes ?? MAX_ANSWER_BYTES });
  } catch (error) {
    sent.destroy();
    throw error;
  }
}

function headersOf(request: HttpRequest): { [name: string]: string } {
  const length = request.body === undefined ? undefined : String(Buffer.byteLength(request.body));
  return {
    accept: 'application/json',
    'user-agent': 'fetch-token',
    ...(length === undefined ? {} : { 'content-type': 'application/json', 'content-length': length }),
    ...request.headers,
  };
}

function answerTo(sent: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    // Stays for good: a late error without a listener would end the process.
    sent.on('error', reject);
    sent.end(body);
  });
}

type Bounds = { readonly host: string; readonly maxBytes: number };

async function readAnswer(answer: IncomingMessage, bounds: Bounds): Promise<HttpResponse> {
  const status = answer.statusCode ?? 0;
  if (status >= 300 && status < 400 && status !== 304) {
    throw new HttpFailure(
      'redirect',
      `${bounds.host} answered ${status}, a redirect, which is not followed because it could carry the secret ` +
        'elsewhere. Configure the final address.',
    );
  }
  const body = await readBody(answer, bounds);
  const headers: { [name: string]: string | undefined } = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    headers[name] = Array.isArray(value) ? value[0] : value;
  }
  return { status, headers, body };
}

function readBody(answer: IncomingMessage, { host, maxBytes }: Bounds): Promise<string> {
  const tooLarge = () => new HttpFailure('too_large', `${host} sent more than ${maxBytes} bytes.`);
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    answer.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) reject(tooLarge());
      else chunks.push(chunk);
    });
    // `close` without `complete` is the peer hanging up half-way; Node does not always raise an error for it.
    const truncated = () =>
      reject(new HttpFailure('truncated', `${host} broke off in the middle of its answer.`));
    answer.on('error', truncated);
    answer.on('close', () => (answer.complete ? undefined : truncated()));
    answer.on('end', () => (answer.complete ? resolve(Buffer.concat(chunks).toString('utf8')) : truncated()));
  });
}
