import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { MAX_ANSWER_BYTES } from '../../wire.js';
import { checkedUrl } from './address.js';
import { failureFrom } from './failures.js';
import type { Destroyable, Hold, NodeModules } from './node-modules.js';
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
    return leashed({ request, host: url.host }, (hold) => exchange(deps, { request, url, hold }));
  };
}

type Leashed = { readonly request: HttpRequest; readonly host: string };

/**
 * Settles by the deadline or the signal, even where Node leaves a promise open because a peer vanished at the wrong
 * moment. `AbortSignal.any` and Node's own `signal` option would do most of it and take 2 ms more.
 */
function leashed<T>({ request, host }: Leashed, work: (hold: Hold) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const held: Destroyable[] = [];
    let failure: HttpFailure | null = null;
    const giveUp = (why: HttpFailure) => {
      loosen();
      failure = why;
      reject(why);
      for (const one of held) one.destroy();
    };
    const cancel = () => giveUp(new HttpFailure('cancelled', `The request to ${host} was cancelled.`));
    const timer = setTimeout(
      () => giveUp(lateFailure(host, request.timeoutMs)),
      Math.max(1, request.timeoutMs),
    );
    const loosen = () => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', cancel);
    };
    if (request.signal?.aborted) return cancel();
    request.signal?.addEventListener('abort', cancel, { once: true });
    const hold: Hold = (one) => {
      if (failure) one.destroy();
      else held.push(one);
    };
    work(hold).then(
      (result) => {
        loosen();
        resolve(result);
      },
      (error: unknown) => giveUp(failure ?? failureFrom(error, host)),
    );
  });
}

function lateFailure(host: string, timeoutMs: number): HttpFailure {
  const seconds = Math.round(timeoutMs / 100) / 10;
  return new HttpFailure('timeout', `${host} did not answer completely within ${seconds} s.`);
}

type Exchange = { readonly request: HttpRequest; readonly url: URL; readonly hold: Hold };

async function exchange(deps: TransportDeps, { request, url, hold }: Exchange): Promise<HttpResponse> {
  const options: RequestOptions = { method: request.method, headers: headersOf(request) };
  const proxy = url.protocol === 'https:' ? deps.proxyFor(url) : undefined;
  if (proxy) {
    const socket = await openTunnel(deps.modules, { proxy, target: url, hold });
    // Only without any agent, not even `false`, does Node use a connection that it is given.
    options.createConnection = () => socket;
  }
  const module = url.protocol === 'https:' ? deps.modules.https() : deps.modules.http();
  const sent = module.request(url, options);
  hold(sent);
  const answer = await answerTo(sent, request.body);
  return readAnswer(answer, { host: url.host, maxBytes: request.maxBytes ?? MAX_ANSWER_BYTES });
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
