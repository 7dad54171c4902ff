import { type AddressInfo, createServer, type Socket } from 'node:net';

export type RawServer = {
  readonly url: string;
  /** Connections so far. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

/** A server whose test writes every byte: `answer` is called for each request. */
export async function startRawServer(answer: (socket: Socket, count: number) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let requests = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', () => {
      requests += 1;
      answer(socket, requests);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => sockets.size,
    close: async () => {
      // A client may keep its connection for a next request.
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
