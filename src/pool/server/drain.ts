import { Server as HttpServer } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** How long an idle connection is kept: a request may be on its way over it. */
const GRACE_MS = 500;
const CHECK_EVERY_MS = 50;
/** Longer than any request may take to arrive. */
const LONGEST_MS = 30_000;

/**
 * On close, stops accepting connections, answers requests that still arrive on open ones (with `Connection: close`, as
 * Fastify does), and only then closes idle ones. Node's own close would cut idle connections at once, and with them
 * requests that are on their way.
 */
export function drainOnClose(app: FastifyInstance): void {
  app.addHook('preClose', async () => {
    const { server } = app;
    if (!(server instanceof HttpServer) || !server.listening) return;
    let isOver = false;
    // Not the method of http's server, which cuts idle connections.
    NetServer.prototype.close.call(server, () => {
      isOver = true;
    });
    for (let waitedMs = 0; !isOver && waitedMs < LONGEST_MS; waitedMs += CHECK_EVERY_MS) {
      if (waitedMs >= GRACE_MS) server.closeIdleConnections();
      await sleep(CHECK_EVERY_MS);
    }
    server.closeAllConnections();
  });
}
