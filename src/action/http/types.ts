import { ActionFailure } from '../failure.js';

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** https, or http to a loopback address. */
  readonly url: string;
  /** For debug lines, in place of a path that holds what is secret, such as the id of a lease. */
  readonly shownPath?: string | undefined;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
  /** For the whole exchange, from name resolution to the last byte of the body. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** How long after the signal an answer that is under way may still come in; by default not at all. */
  readonly graceMs?: number | undefined;
  /** The longest body that is accepted; 1 MiB by default. */
  readonly maxBytes?: number;
};

/** Any status but a redirect is an answer; names of headers are in lower case. */
export type HttpResponse = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | undefined };
  readonly body: string;
};

/** One exchange, no retries. Rejects with an `HttpFailure` and nothing else, always within `timeoutMs`. */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/** Why there is no usable answer. */
export type HttpFailureCode =
  | 'bad_url'
  | 'plain_http'
  | 'unsendable'
  | 'network'
  | 'tls'
  | 'proxy'
  | 'timeout'
  | 'truncated'
  | 'too_large'
  | 'redirect'
  | 'cancelled';

/** The message names the host and says what happened; never a header, a body or a query. */
export class HttpFailure extends ActionFailure<HttpFailureCode> {}
