import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Leases, PATHS } from '../src/wire.js';
import { BENCH_TOKEN } from './stub.js';

/** A pool that delays and counts its leases. */
export type SlowPool = { url: string; leases(): number; close(): void };

/** Starts it on loopback. It answers `GET /rate_limit` at once, and refuses renewals because the lease has ended. */
export async function startSlowPool(latencyMs: number): Promise<SlowPool> {
  let leaseCount = 0;
  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    request.resume().on('end', () => {
      if (request.url === '/rate_limit') return reply(200, { resources: { core: CORE } });
      if (request.url !== PATHS.leases) return reply(404, { error: { code: 'not_found', message: 'ended' } });
      leaseCount += 1;
      setTimeout(() => reply(201, leases(leaseCount)), latencyMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leases: () => leaseCount,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const CORE = { limit: 5000, remaining: 4900, used: 100, reset: 4_000_000_000 };

function leases(number: number): Leases {
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const rate_limit = { bucket: 'core', limit: 5000, remaining: 4900, reset_at: inAnHour };
  const token = `${BENCH_TOKEN.slice(0, -4)}${String(number).padStart(4, '0')}`;
  const lease = { lease_id: `bench-${number}`, token, token_id: 1, kind: 'oauth' as const, owner: 'u1' };
  return {
    leases: [{ ...lease, expires_at: inAnHour, lease_expires_at: inAnHour, rate_limit }],
    requested: 1,
  };
}
