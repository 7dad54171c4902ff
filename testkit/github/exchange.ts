import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Bucket } from './buckets.js';
import type { OwnerKey } from './types.js';
import type { StoredApp, StoredOAuthApp, StoredToken, World } from './world.js';

/** The caller of a request, by its Authorization header. */
export type Caller =
  | { kind: 'token'; token: StoredToken; owner: OwnerKey }
  | { kind: 'app'; app: StoredApp; owner: OwnerKey }
  | { kind: 'client'; client: StoredOAuthApp; owner: undefined }
  | { kind: 'anonymous'; owner: OwnerKey }
  | { kind: 'refused'; status: number; message: string; owner: undefined };

/** A parsed request, with its path relative to the API. */
export type Incoming = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: { readonly [name: string]: unknown };
  address: string;
};

export type Answer = {
  status: number;
  /** Sent as JSON. */
  json?: unknown;
  html?: string;
  text?: string;
  form?: { [name: string]: string };
  headers?: { [name: string]: string };
};

export type Call = {
  world: World;
  request: Incoming;
  caller: Caller;
  /** A named parameter of the path, decoded. */
  param(name: string): string;
};

export type Route = {
  method: string;
  /** `/repos/:owner/:repo`. */
  pattern: string;
  /** The bucket that is charged, or none. `web` routes are outside the API and ignore its credentials. */
  cost: Bucket | 'free' | 'web';
  handle(call: Call): Answer | Promise<Answer>;
};

const DOCUMENTATION = 'https://docs.github.com/rest';

/** GitHub's error body. */
export function refusal(status: number, message: string, headers: { [name: string]: string } = {}): Answer {
  return { status, json: { message, documentation_url: DOCUMENTATION, status: String(status) }, headers };
}

export const notFound = (): Answer => refusal(404, 'Not Found');

/** GitHub's 422, with its list of validation errors. */
export function unprocessable(message: string): Answer {
  return { status: 422, json: { message, documentation_url: DOCUMENTATION, errors: [] } };
}

const MAX_BODY_BYTES = 1024 * 1024;

/** Reads and parses a request's body, JSON or form; anything else counts as empty. */
export async function readBody(message: IncomingMessage): Promise<{ [name: string]: unknown }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error('a request to the stand-in was larger than 1 MiB');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (message.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  return parsedObject(text);
}

function parsedObject(text: string): { [name: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** The page that `per_page` and `page` ask for, with GitHub's `link` to the next one. */
export function pageOf<T>(
  { world, request }: Call,
  items: readonly T[],
): { page: T[]; headers: { link?: string } } {
  const perPage = Math.min(100, Math.max(1, Number(request.query.get('per_page')) || 30));
  const number = Math.max(1, Number(request.query.get('page')) || 1);
  const end = number * perPage;
  const page = items.slice(end - perPage, end);
  if (end >= items.length) return { page, headers: {} };
  const next = new URLSearchParams({ ...Object.fromEntries(request.query), page: String(number + 1) });
  return { page, headers: { link: `<${world.apiUrl}${request.path}?${next}>; rel="next"` } };
}

/** A string field of a body or query, or undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** GitHub's times are in whole seconds. */
export function isoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

const SCALED_BELOW_MS = 600_000;

/** When a token expires. Scaled-down lifetimes keep their milliseconds. */
export function isoExpiry(ms: number, lifetimeMs: number): string {
  return lifetimeMs < SCALED_BELOW_MS ? new Date(ms).toISOString() : isoTime(ms);
}
