import type { Fetch } from './types.js';

/** As many connections to GitHub as probing and minting can use. */
const MAX_CONNECTIONS = 16;

/**
 * A fetch that uses `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` of the given environment. undici is loaded at the first
 * request, because most commands make none.
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
    // Plain http is sent to the proxy as curl does it; https is tunnelled in any case.
    proxyTunnel: false,
  });
  // The types of undici and of the global fetch, an older undici, differ in name only.
  const send = fetch as unknown as (
    url: string,
    init: Omit<RequestInit, 'dispatcher'> & { dispatcher: unknown },
  ) => Promise<Response>;
  return (url, init) => send(url, { ...init, dispatcher });
}
