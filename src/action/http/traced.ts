import { type Http, HttpFailure, type HttpRequest } from './types.js';

type TraceDeps = { readonly debug: (line: string) => void; readonly now: () => number };

/** Logs each exchange as one line: method, host, path, status and time; never a query, header or body. */
export function traced(http: Http, { debug, now }: TraceDeps): Http {
  return async (request) => {
    const startedAtMs = now();
    const log = (what: string) => debug(`${shown(request)}: ${what} after ${now() - startedAtMs} ms`);
    try {
      const response = await http(request);
      log(`status ${response.status}`);
      return response;
    } catch (error) {
      log(`no answer (${error instanceof HttpFailure ? error.code : 'unexpected fault'})`);
      throw error;
    }
  };
}

function shown({ method, url, shownPath }: HttpRequest): string {
  const { host, pathname } = URL.parse(url) ?? { host: 'an address that cannot be read', pathname: '' };
  return `${method} ${host}${(shownPath ?? pathname).split('/').map(segment).join('/')}`;
}

/** Callers replace a secret path by `shownPath`; anything else that looks like a secret is hidden here. */
function segment(text: string): string {
  const isLong = text.length >= 24 && /\d/.test(text);
  return isLong || !/^[\w.*%-]{0,100}$/.test(text) ? '*' : text;
}
