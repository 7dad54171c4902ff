import type { Fetch } from './types.js';

/** No more connections to GitHub at once than probing and minting can use. */
const MAX_CONNECTIONS = 16;

/**
 * A fetch that honours `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` of the given environment. undici is loaded with the
 * first request: most commands make none.
 */
export function createProxyFetch(environment: { readonly [name: string]: string | undefined }): Fetch {
  let loading: Promise<Fetch> | undefined;
  return async (url, init) => {
    loading ??= load(environment);
    return (await loading)(url, init);
  };
}

async function load(environment: { readonly [name: string]: string | undefined }): Promise<Fetch> {
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  const setting = (name: string) => environment[name.toLowerCase()] ?? environment[name] ?? '';
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: setting('HTTP_PROXY'),
    httpsProxy: setting('HTTPS_PROXY'),
    noProxy: setting('NO_PROXY'),
    connections: MAX_CONNECTIONS,
    // Plain http reaches a proxy as curl sends it; https is tunnelled in any case.
    proxyTunnel: false,
  });
  // undici's types and those of the global fetch, which is an older undici, differ in name only.
  const send = fetch as unknown as (
    url: string,
    init: Omit<RequestInit, 'dispatcher'> & { dispatcher: unknown },
  ) => Promise<Response>;
  return (url, init) => send(url, { ...init, dispatcher });
}
