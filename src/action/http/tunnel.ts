import type { IncomingMessage, RequestOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Hold, NodeModules } from './node-modules.js';
import { HttpFailure } from './types.js';

type Tunnel = { readonly proxy: URL; readonly target: URL; readonly hold: Hold };

/**
 * Opens a connection to an https address through a proxy (`CONNECT`) and speaks TLS with the target inside it, so
 * that the proxy sees the target's name and nothing else.
 */
export async function openTunnel(modules: NodeModules, tunnel: Tunnel): Promise<Duplex> {
  const socket = await connect(modules, tunnel);
  const host = unbracketed(tunnel.target.hostname);
  // An IP address cannot be announced as a server name; it is checked against the certificate all the same.
  const name = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  return modules.tls().connect({ socket, host, ...name, ALPNProtocols: ['http/1.1'] });
}

function connect(modules: NodeModules, { proxy, target, hold }: Tunnel): Promise<Duplex> {
  const request = proxy.protocol === 'https:' ? modules.https().request : modules.http().request;
  const name = `The proxy ${proxy.host}`;
  return new Promise((resolve, reject) => {
    const asking = request(connectOptions(proxy, target));
    hold(asking);
    asking.once('connect', (answer: IncomingMessage, socket: Duplex, head: Buffer) => {
      hold(socket);
      if (answer.statusCode === 200 && head.length === 0) return resolve(socket);
      socket.destroy();
      const advice = answer.statusCode === 407 ? ' Put its user and password into the proxy variable.' : '';
      reject(new HttpFailure('proxy', `${name} answered ${answer.statusCode} to CONNECT.${advice}`));
    });
    asking.once('response', () => reject(new HttpFailure('proxy', `${name} does not understand CONNECT.`)));
    // Stays for good: a late error without a listener would end the process.
    asking.on('error', (cause: Error) => {
      reject(
        new HttpFailure('proxy', `${name} cannot be reached. Correct https_proxy or no_proxy.`, { cause }),
      );
    });
    asking.end();
  });
}

function connectOptions(proxy: URL, target: URL): RequestOptions {
  const authority = `${target.hostname}:${target.port || '443'}`;
  const headers: { [name: string]: string } = { host: authority };
  if (proxy.username !== '' || proxy.password !== '') {
    const credentials = Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64');
    headers['proxy-authorization'] = `Basic ${credentials}`;
  }
  const port = proxy.port || (proxy.protocol === 'https:' ? '443' : '80');
  return {
    method: 'CONNECT',
    host: unbracketed(proxy.hostname),
    port,
    path: authority,
    agent: false,
    headers,
  };
}

function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
