import { isLoopback } from '../http/address.js';

/** The GitHub server that the job belongs to. */
export type Server = {
  readonly protocol: 'https' | 'http';
  /** Lower case, with the port unless it is the protocol's default. */
  readonly host: string;
  /** `protocol://host`. */
  readonly url: string;
  /** The variables that gh reads for this host, preferred one first; `*.ghe.com` uses those of github.com. */
  readonly ghVariables: readonly [string, string];
};

/** Parses `GITHUB_SERVER_URL`; undefined if it is not a URL, or plain http beyond loopback. */
export function serverOf(serverUrl: string): Server | undefined {
  if (!URL.canParse(serverUrl)) return undefined;
  const { protocol, host, hostname } = new URL(serverUrl);
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname))) return undefined;
  if (!/^[a-z0-9.:[\]-]+$/.test(host)) return undefined;
  const isCloud = hostname === 'github.com' || hostname.endsWith('.ghe.com');
  return {
    protocol: protocol === 'https:' ? 'https' : 'http',
    host,
    url: `${protocol}//${host}`,
    ghVariables: isCloud ? ['GH_TOKEN', 'GITHUB_TOKEN'] : ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'],
  };
}
