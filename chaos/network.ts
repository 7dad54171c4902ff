import { connect, createServer, type Server, type Socket } from 'node:net';

/** A network between servers and their database. */
export type Network = {
  /** The database's address by way of the network. */
  url: string;
  /** From now on nothing arrives, on open and on new connections, and neither side hears of it. */
  vanish(): void;
  /** The host is back and knows of none of the old connections. */
  comeBack(): void;
  close(): Promise<void>;
};

/** Forwards what clients and a database send each other, until its host vanishes. */
export async function openNetwork(databaseUrl: string): Promise<Network> {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isGone = false;
  const server = createServer({ pauseOnConnect: true }, (near) => {
    track(near);
    if (isGone) return;
    const far = track(connect(Number(port), hostname));
    near.pipe(far);
    far.pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('close', () => !isGone && other.destroy());
    }
    near.resume();
  });
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const url = new URL(databaseUrl);
  url.port = String(await portOf(server));
  return {
    url: url.href,
    vanish() {
      isGone = true;
      // Paused, so that neither data nor an end passes; what is sent goes into the kernel's buffers and no further.
      for (const socket of sockets) socket.unpipe().pause();
    },
    comeBack() {
      isGone = false;
      for (const socket of sockets) socket.destroy();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function portOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
      else reject(new Error('no port'));
    });
  });
}
