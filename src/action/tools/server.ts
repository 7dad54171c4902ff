import { isLoopback } from '../http/address.js';

/** The GitHub that a job belongs to, as git and gh name it. */
export type Server = {
  readonly protocol: 'https' | 'http';
  /** With the port where it is not the protocol's own, in lower case. */
  readonly host: string;
  /** `protocol://host`. */
  readonly url: string;
  /** Which of gh's variables counts for this host: those of github.com also serve `*.ghe.com`. */
  readonly ghVariables: readonly [string, string];
};

/** Reads `GITHUB_SERVER_URL`; undefined for what is not an address, or plain http beyond this machine. */
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
