import { connect, createServer, type Server, type Socket } from 'node:net';

/** A network between servers and their database. */
export type Network = {
  /** The database's URL through this network. */
  url: string;
  /** Drops all traffic on open and new connections, without a reset. */
  vanish(): void;
  /** Brings the host back; it resets the old connections. */
  reappear(): void;
  close(): Promise<void>;
};

/** A TCP proxy in front of a database. */
export async function openNetwork(databaseUrl: string): Promise<Network> {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isGone = false;
  const server = createServer({ pauseOnConnect: true }, (clientSide) => {
    track(clientSide);
    if (isGone) return;
    const databaseSide = track(connect(Number(port), hostname));
    clientSide.pipe(databaseSide);
    databaseSide.pipe(clientSide);
    for (const [one, other] of [
      [clientSide, databaseSide],
      [databaseSide, clientSide],
    ] as const) {
      one.on('close', () => !isGone && other.destroy());
    }
    clientSide.resume();
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
      // A paused socket passes on neither data nor its end; both stay in the kernel's buffers.
      for (const socket of sockets) socket.unpipe().pause();
    },
    reappear() {
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
