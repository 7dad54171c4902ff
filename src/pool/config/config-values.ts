import { isIP } from 'node:net';
import { CodedError } from '../../coded-error.js';
import { printable } from '../format/printable.js';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** An invalid value; the message says what to write instead and never repeats the value. */
export class ValueError extends CodedError<'invalid_value'> {
  constructor(message: string) {
    super('invalid_value', message);
  }
}

export function readInteger(text: string, minimum: number, maximum: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= minimum && number <= maximum)) {
    throw new ValueError(`write a whole number from ${minimum} to ${maximum}`);
  }
  return number;
}

/** An http(s) address without a trailing slash, query or login; plain http only to this machine. */
export function readHttpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // An empty query has no `search`, but its "?" stays in the address.
  if (!url || !/^https?:$/.test(url.protocol) || /[?#]/.test(text) || url.username || url.password) {
    throw new ValueError('write an address such as https://github.example.com, without login, "?" or "#"');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new ValueError('it must start with https:// (http:// is only for this machine)');
  }
  return url.href.replace(/\/+$/, '');
}

/** Whether the host name of a URL is loopback by its text; names are never resolved. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

const LOG_LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export function readLogLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text);
  if (!level) throw new ValueError(`write one of ${LOG_LEVELS.join(', ')}`);
  return level;
}

/**
 * The addresses of proxies. "true" or a number is refused: either would trust the X-Forwarded-For of any client, and
 * failed authentication is limited by address.
 */
export function readTrustProxy(text: string): string[] {
  if (text === 'false') return [];
  const addresses = list(text);
  if (addresses.length > 0 && addresses.every(isAddressRange)) return addresses;
  throw new ValueError('write the addresses of the proxies in front, such as 10.0.0.0/8,127.0.0.1');
}

function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return ['loopback', 'linklocal', 'uniquelocal'].includes(text);
  if (bits === undefined) return true;
  // A range of 0 bits would be every address.
  return /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

export function readSecret(text: string): string {
  if (!/^[\x21-\x7e]{16,255}$/.test(text)) {
    throw new ValueError(
      'write 16 to 255 printable characters without spaces, as "openssl rand -hex 32" prints',
    );
  }
  return text;
}

/** A name for people to read. */
export function readOneLine(text: string): string {
  if (text.length <= 100 && printable(text) === text) return text;
  throw new ValueError('write at most 100 characters on one line');
}

/** How to reach the operator: an https page or an e-mail address. */
export function readContact(text: string): string {
  const isPage = /^https:\/\/[^\s@]{1,500}$/.test(text) && URL.canParse(text);
  if (isPage || /^[^\s@:/?#&%]{1,64}@[a-z0-9.-]{1,190}$/i.test(text)) return text;
  throw new ValueError('write a page such as https://example.com/contact, or a mail address');
}

/** The items of a comma-separated list, trimmed, without empty ones. */
export function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
