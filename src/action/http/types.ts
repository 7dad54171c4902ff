import { CodedError } from '../../coded-error.js';

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** https, or http to a loopback address. */
  readonly url: string;
  /** Replaces the path in debug lines if it contains a secret, such as a lease's id. */
  readonly shownPath?: string | undefined;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
  /** For the whole exchange, from name resolution to the last byte of the body. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** How long after the signal a response may still arrive; 0 by default. */
  readonly graceMs?: number | undefined;
  /** The largest body to accept; 1 MiB by default. */
  readonly maxBytes?: number;
};

/** A response of any status except a redirect. Header names are in lower case. */
export type HttpResponse = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | undefined };
  readonly body: string;
};

/** One exchange without retries. Rejects only with `HttpFailure`, and within `timeoutMs`. */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/** Why there is no usable response. */
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

/** The message names the host and what happened, but no header, body or query. */
export class HttpFailure extends CodedError<HttpFailureCode> {}
