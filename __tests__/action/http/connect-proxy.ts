import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { selfSigned } from '../../../bench/certificate.js';

export type ConnectProxy = {
  readonly port: number;
  /** The requests to the proxy, `host:port authorization`. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
};

/** A real CONNECT proxy that connects every name to one loopback port. */
export async function startConnectProxy(targetPort: number, password?: string): Promise<ConnectProxy> {
  const requests: string[] = [];
  const expected =
    password === undefined ? undefined : `Basic ${Buffer.from(`user:${password}`).toString('base64')}`;
  const server = createServer((_, response) => response.writeHead(400).end());
  server.on('connect', (request, client, head) => {
    const authorization = request.headers['proxy-authorization'];
    requests.push(`${request.url} ${authorization ?? 'none'}`);
    client.on('error', () => client.destroy());
    if (expected !== authorization) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const upstream = connect(targetPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  const close = async () => {
    // The server does not close connections that became tunnels.
    for (const socket of sockets) socket.destroy();
    await closing(server);
  };
  return { port: await listening(server), asked: requests, close };
}

export type TlsEcho = {
  readonly port: number;
  readonly certificate: string;
  readonly close: () => Promise<void>;
};

/** A TLS server for one name that answers with the path it was asked for. */
export async function startTlsEcho(hostname: string, certificateEndsAtMs?: number): Promise<TlsEcho> {
  const { key, cert } = selfSigned(hostname, certificateEndsAtMs);
  const server = createTlsServer({ key, cert }, (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ path: request.url, host: request.headers.host }));
  });
  return { port: await listening(server), certificate: cert, close: () => closing(server) };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function closing(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
