import { HttpFailure } from './types.js';

/** Node and the URL parser bring every spelling of these to one form; `127.example.com` is a name, no address. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

/** What is wrong with an address as a base for requests that carry secrets; null when it will do. */
export function addressFault(text: string): string | null {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return 'write a complete address such as https://pool.example.com';
  }
  if (url.username !== '' || url.password !== '') return 'leave user name and password out of the address';
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return 'write https:// (plain http would show the secrets to the network; it is for loopback only)';
  }
  return null;
}

/** The address to ask, or a failure that names what is wrong with it. */
export function checkedUrl(text: string): URL {
  const fault = addressFault(text);
  if (fault === null) return new URL(text);
  const code = fault.includes('plain http') ? 'plain_http' : 'bad_url';
  throw new HttpFailure(code, `An address cannot be used: ${fault}.`);
}

/** A path below a base address, whether or not the base ends with a slash. */
export function joinUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}${path}`;
}
