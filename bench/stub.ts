import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Leases, PATHS, type ReportAnswer } from '../src/wire.js';

/** A token in GitHub's format. */
export const BENCH_TOKEN = `gho_${'b'.repeat(36)}`;
const LEASE_ID = 'bench';

/** Pool and GitHub in one, with constant answers, so that only the caller's time is measured. */
export type Stub = {
  url: string;
  /** `METHOD /path` of each request since the last call. */
  takeRequests(): string[];
  close(): void;
};

function leases(): Leases {
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const rate_limit = { bucket: 'core', limit: 5000, remaining: 4900, reset_at: inAnHour };
  const lease = { lease_id: LEASE_ID, token: BENCH_TOKEN, token_id: 1, kind: 'oauth' as const, owner: 'u1' };
  return {
    leases: [{ ...lease, expires_at: null, lease_expires_at: inAnHour, rate_limit }],
    requested: 1,
  };
}

function rateLimit(): unknown {
  const core = { limit: 5000, remaining: 4900, used: 100, reset: Math.floor(Date.now() / 1000) + 3600 };
  return { resources: { core }, rate: core };
}

function answer(key: string): { status: number; body: unknown } {
  const report: ReportAnswer = { lease_id: LEASE_ID, state: 'settled', requests_spent: 0 };
  if (key === `POST ${PATHS.leases}`) return { status: 201, body: leases() };
  if (key === `POST ${PATHS.report(LEASE_ID)}`) return { status: 200, body: report };
  if (key === 'GET /rate_limit') return { status: 200, body: rateLimit() };
  return { status: 404, body: { error: { code: 'not_found', message: 'unknown path' } } };
}

/** Starts the stub on a free loopback port; with a certificate it serves HTTPS. */
export async function startStub(tls?: { key: string; cert: string }): Promise<Stub> {
  let requests: string[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    request.resume().on('end', () => {
      const key = `${request.method} ${request.url}`;
      requests.push(key);
      const { status, body } = answer(key);
      const text = JSON.stringify(body);
      response.writeHead(status, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      });
      response.end(text);
    });
  };
  const server = tls ? createSecure(tls, listener) : createPlain(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    takeRequests: () => {
      const taken = requests;
      requests = [];
      return taken;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
