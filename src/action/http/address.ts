import { HttpFailure } from './types.js';

/** Node's URL parser normalizes every spelling of these; `127.example.com` is a name and not an address. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

type AddressFault = { readonly code: 'bad_url' | 'plain_http'; readonly advice: string };

function faultIn(text: string): AddressFault | null {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return { code: 'bad_url', advice: 'write a complete address such as https://pool.example.com' };
  }
  if (url.username !== '' || url.password !== '') {
    return { code: 'bad_url', advice: 'leave user name and password out of the address' };
  }
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return null;
  const why = 'plain http shows the secrets to the network, so it is for loopback only';
  return { code: 'plain_http', advice: `write https:// (${why})` };
}

/** Why an address must not be a base for requests that carry secrets, or null. */
export function addressFault(text: string): string | null {
  const fault = faultIn(text);
  if (fault !== null) return fault.advice;
  return /[?#]/.test(text) ? 'leave out everything from ? or # on' : null;
}

/** Parses a request's address; throws if it must not be used. */
export function checkedUrl(text: string): URL {
  const fault = faultIn(text);
  if (fault !== null) throw new HttpFailure(fault.code, `An address cannot be used: ${fault.advice}.`);
  return new URL(text);
}

/** A path below a base address, whether or not the base ends with a slash. */
export function joinUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}${path}`;
}
