import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Hold, NodeModules } from './node-modules.js';
import { openTunnel } from './tunnel.js';

export type ConnectionDeps = {
  readonly modules: NodeModules;
  /** Which proxy to use for an address, if any. */
  readonly proxyFor: (url: URL) => URL | undefined;
  readonly now: () => number;
};

/** Connections by address, each used again while its server keeps it open. */
export type Connections = {
  /** A connection to the address; over TLS only once the peer has proven who it is. */
  readonly open: (url: URL, hold: Hold) => Promise<Socket>;
  /** Takes one back that may serve another request. */
  readonly giveBack: (url: URL, socket: Socket) => void;
  /** Opens one for a request to come, if this is the first; should that fail, the request itself will meet it. */
  readonly openAhead: (url: URL) => void;
};

/** Servers close idle connections after five seconds or more; a request must not meet one that is closing. */
const MAX_IDLE_MS = 4000;

type Idle = { readonly socket: Socket; readonly sinceMs: number; readonly spoil: () => void };

export function createConnections(deps: ConnectionDeps): Connections {
  const idle = new Map<string, Idle>();
  const known = new Set<string>();
  const connections: Connections = {
    open(url, hold) {
      const kept = idle.get(url.origin);
      idle.delete(url.origin);
      known.add(url.origin);
      if (kept === undefined) return connect(deps, url, hold);
      const { socket, sinceMs, spoil } = kept;
      socket.off('data', spoil).off('end', spoil).ref();
      if (socket.destroyed || deps.now() - sinceMs > MAX_IDLE_MS) {
        socket.destroy();
        return connect(deps, url, hold);
      }
      hold(socket);
      return Promise.resolve(socket);
    },
    giveBack(url, socket) {
      // What comes without having been asked for must not be taken for the next answer.
      const spoil = () => socket.destroy();
      socket.once('data', spoil).once('end', spoil).unref();
      idle.get(url.origin)?.socket.destroy();
      idle.set(url.origin, { socket, sinceMs: deps.now(), spoil });
    },
    openAhead(url) {
      if (known.has(url.origin)) return;
      // Nobody waits for it, so it must not keep the process alive either.
      const opened = connections.open(url, (socket) => socket.unref());
      opened.then((socket) => connections.giveBack(url, socket)).catch(() => undefined);
    },
  };
  return connections;
}

async function connect({ modules, proxyFor }: ConnectionDeps, url: URL, hold: Hold): Promise<Socket> {
  const host = unbracketed(url.hostname);
  if (url.protocol === 'http:') return plainSocket(modules, { host, port: Number(url.port || 80) }, hold);
  const proxy = proxyFor(url);
  if (proxy === undefined) return secureSocket(modules, { host, port: Number(url.port || 443) }, hold);
  const socket = await openTunnel({ proxy, target: url }, (address) =>
    proxy.protocol === 'https:'
      ? secureSocket(modules, address, hold)
      : Promise.resolve(plainSocket(modules, address, hold)),
  );
  return secureSocket(modules, { host, socket }, hold);
}

/** Where to connect to. */
export type Address = { readonly host: string; readonly port: number };

function plainSocket(modules: NodeModules, address: Address, hold: Hold): Socket {
  const socket = modules.net().connect(address);
  hold(socket);
  // Stays for good: a late error without a listener would end the process.
  socket.on('error', () => undefined);
  return socket;
}

function secureSocket(
  modules: NodeModules,
  to: ConnectionOptions & { host: string },
  hold: Hold,
): Promise<Socket> {
  // An IP address cannot be announced as a server name; it is checked against the certificate all the same.
  const name = /^[\d.]+$|:/.test(to.host) ? {} : { servername: to.host };
  const socket = modules.tls().connect({ ...to, ...name, ALPNProtocols: ['http/1.1'] });
  hold(socket);
  return new Promise((resolve, reject) => {
    socket.once('secureConnect', () => resolve(socket));
    // Stays for good, as above.
    socket.on('error', reject);
  });
}

function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
