import { type Intake, malformed, type Reading, takeBytes, takeRest, takeText, tooLarge } from './intake.js';
import { HttpFailure, type HttpRequest, type HttpResponse } from './types.js';

/** A request as it is sent (RFC 9112). No value can add a line to it. */
export function requestText(request: HttpRequest, url: URL): string {
  const { body } = request;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const common = { host: url.host, accept: 'application/json', 'user-agent': 'fetch-token' };
  const headers = { ...common, ...type, ...length, ...request.headers };
  const line = `${request.method} ${url.pathname}${url.search} HTTP/1.1`;
  return `${headText(line, headers, url.host)}${body ?? ''}`;
}

/** The first line and the headers, up to the empty line. */
export function headText(line: string, headers: { readonly [name: string]: string }, host: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  if (![line, ...lines].every((one) => /^[\t -~]+$/.test(one))) {
    const advice = 'Check the secrets among the inputs for line breaks and foreign letters.';
    throw new HttpFailure('unsendable', `A header for ${host} holds a character that it must not. ${advice}`);
  }
  return `${[line, ...lines].join('\r\n')}\r\n\r\n`;
}

/** The head of an answer; names of headers are in lower case, and of several with one name the first counts. */
export type Head = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | undefined };
  /** The peer would take another request over the same connection. */
  readonly isKeptAlive: boolean;
};

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [\t -~\x80-\xff]*)?$/;
const HEADER_LINE = /^([!#$%&'*+.^`|~\w-]+):[\t ]*([\t -~\x80-\xff]*)$/;
/** Where two of these differ, two readers could take one answer for different ones. */
const FRAMING = ['content-length', 'transfer-encoding'];

/** Reads a head; what is not exactly as the standard wants it is refused and not guessed at. */
export function* readHead(intake: Intake): Reading<Head> {
  const [first = '', ...lines] = (yield* takeText(intake, '\r\n\r\n')).split('\r\n');
  const [, version, status] = STATUS_LINE.exec(first) ?? [];
  if (status === undefined) throw malformed(intake.host);
  const headers: { [name: string]: string | undefined } = {};
  for (const line of lines) {
    const [, name = '', value = ''] = HEADER_LINE.exec(line) ?? [];
    const key = name.toLowerCase();
    if (key === '') throw malformed(intake.host);
    if (FRAMING.includes(key) && headers[key] !== undefined) throw malformed(intake.host);
    headers[key] ??= value.trimEnd();
  }
  const isKeptAlive = version === '1' && !/\bclose\b/i.test(headers.connection ?? '');
  return { status: Number(status), headers, isKeptAlive };
}

export type Answer = {
  readonly response: HttpResponse;
  /** Whether the connection may serve the next request. */
  readonly isReusable: boolean;
};

/** Reads the answer to a request, body included, whichever way its end is told. */
export function* readAnswer(intake: Intake, maxBytes: number): Reading<Answer> {
  let head = yield* readHead(intake);
  // "Continue" and its like come ahead of the answer.
  while (head.status < 200) head = yield* readHead(intake);
  const { status, headers, isKeptAlive } = head;
  refuseRedirect(status, intake.host);
  const { body, isDelimited } = yield* readBody(intake, head, maxBytes);
  const response = { status, headers, body: body.toString('utf8') };
  return { response, isReusable: isKeptAlive && isDelimited && intake.size === 0 };
}

function refuseRedirect(status: number, host: string): void {
  if (status < 300 || status >= 400 || status === 304) return;
  throw new HttpFailure(
    'redirect',
    `${host} answered ${status}, a redirect, which is not followed because it could carry the secret ` +
      'elsewhere. Configure the final address.',
  );
}

type Body = { readonly body: Buffer; readonly isDelimited: boolean };

function* readBody(intake: Intake, { status, headers }: Head, maxBytes: number): Reading<Body> {
  const encoding = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (encoding !== undefined && (length !== undefined || encoding.toLowerCase() !== 'chunked')) {
    throw malformed(intake.host);
  }
  if (status === 204 || status === 304) return { body: Buffer.alloc(0), isDelimited: true };
  if (encoding !== undefined) return { body: yield* readChunks(intake, maxBytes), isDelimited: true };
  if (length === undefined) return { body: yield* takeRest(intake, maxBytes), isDelimited: false };
  if (!/^\d{1,15}$/.test(length)) throw malformed(intake.host);
  if (Number(length) > maxBytes) throw tooLarge(intake.host, maxBytes);
  return { body: yield* takeBytes(intake, Number(length)), isDelimited: true };
}

function* readChunks(intake: Intake, maxBytes: number): Reading<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for (;;) {
    const line = yield* takeText(intake, '\r\n');
    const digits = /^([\da-f]{1,8})[\t ]*(?:;|$)/i.exec(line)?.[1];
    if (digits === undefined) throw malformed(intake.host);
    const length = Number.parseInt(digits, 16);
    if (length === 0) break;
    size += length;
    if (size > maxBytes) throw tooLarge(intake.host, maxBytes);
    parts.push(yield* takeBytes(intake, length));
    if ((yield* takeText(intake, '\r\n')) !== '') throw malformed(intake.host);
  }
  // Headers behind the body say nothing that an action wants to know.
  while ((yield* takeText(intake, '\r\n')) !== '');
  return Buffer.concat(parts);
}
