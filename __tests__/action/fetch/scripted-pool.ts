import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Lease } from '../../../src/wire.js';

export type PoolRequest = {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever the action sent
  readonly body: any;
};

/** A JSON or text answer, or full control over the socket. */
export type PoolReply =
  | { readonly status?: number; readonly headers?: { [name: string]: string }; readonly body?: unknown }
  | ((response: ServerResponse, request: IncomingMessage) => void);

export type ScriptedPool = {
  readonly url: string;
  readonly requests: readonly PoolRequest[];
  /** Requests for leases, of either contract. */
  readonly asked: () => PoolRequest[];
  readonly reports: () => PoolRequest[];
  readonly close: () => Promise<void>;
};

/** A pool whose answers come from the test, hostile ones included; the real one is tested elsewhere. */
export async function startScriptedPool(answer: (request: PoolRequest) => PoolReply): Promise<ScriptedPool> {
  const requests: PoolRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const request = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      authorization: incoming.headers.authorization ?? '',
      body: text === '' ? null : JSON.parse(text),
    };
    requests.push(request);
    reply(response, incoming, answer(request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    asked: () => requests.filter(({ path }) => path === '/api/v1/leases' || path === '/api/token'),
    reports: () => requests.filter(({ path }) => path.endsWith('/report') || path.endsWith('/rate-limit')),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function reply(response: ServerResponse, request: IncomingMessage, how: PoolReply): void {
  if (typeof how === 'function') {
    how(response, request);
    return;
  }
  const isText = typeof how.body === 'string';
  response.writeHead(how.status ?? 200, { 'content-type': 'application/json', ...how.headers });
  response.end(isText ? how.body : JSON.stringify(how.body ?? {}));
}

/** A lease as an honest pool gives it. */
export function aLease(overrides: Partial<Lease> = {}): Lease {
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  return {
    lease_id: 'lease-1',
    token: `gho_${'a'.repeat(36)}`,
    token_id: 7,
    kind: 'oauth',
    owner: 'owner-1',
    expires_at: null,
    lease_expires_at: inAnHour,
    rate_limit: { bucket: 'core', limit: 5000, remaining: 4000, reset_at: inAnHour },
    ...overrides,
  };
}

/** The answers of an honest native pool that has these leases; reports are accepted. */
export function lending(...leases: Lease[]): (request: PoolRequest) => PoolReply {
  const left = [...leases];
  return ({ path, body }) => {
    if (path === '/api/v1/leases') {
      const given = left.splice(0, body?.count ?? 1);
      if (given.length === 0) return exhausted;
      return { status: 201, body: { leases: given, requested: body?.count ?? 1 } };
    }
    const id = path.split('/')[4] ?? '';
    return { body: { lease_id: id, state: 'settled', requests_spent: 0 } };
  };
}

const exhausted: PoolReply = {
  status: 503,
  headers: { 'retry-after': '1200' },
  body: { error: { code: 'pool_exhausted', message: 'none', retry_after_seconds: 1200 } },
};
