import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { nodeModules } from '../../../src/action/http/node-modules.js';
import { createHttp } from '../../../src/action/http/transport.js';
import { createJob } from '../../../testkit/runner/job.js';
import { API_KEY, ROOT } from '../fetch/fetch-job.js';
import { aLease, type ScriptedPool, startScriptedPool } from '../fetch/scripted-pool.js';

describe('the connection to GitHub', () => {
  let server: Server;
  let url: string;
  let connected: Promise<void>;
  const sockets = new Set<Socket>();
  beforeEach(async () => {
    const core = { limit: 5000, remaining: 4000, used: 1000, reset: 4_000_000_000 };
    server = createServer((_, response) => response.end(JSON.stringify({ resources: { core } })));
    connected = new Promise((resolve) => {
      server.on('connection', (socket) => {
        sockets.add(socket);
        resolve();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await new Promise((resolve) => server.close(resolve));
  });

  const aTransport = () => createHttp({ modules: nodeModules(), proxyFor: () => undefined, now: Date.now });

  it('stands while the pool is still thinking, and serves the verification', async () => {
    const token = `gho_${'Ca5'.repeat(12)}`;
    const pool: ScriptedPool = await startScriptedPool(({ path }) => {
      const body = path.endsWith('/leases')
        ? { leases: [aLease({ token })], requested: 1 }
        : { lease_id: 'lease-1', state: 'settled', requests_spent: 0 };
      // The lease is held back until GitHub has been called: without a connection ahead that would be for ever.
      return (response) => void connected.then(() => response.end(JSON.stringify(body)));
    });
    const job = await createJob({ apiUrl: url });
    try {
      const inputs = { 'pool-url': pool.url, 'api-secret': API_KEY, 'timeout-seconds': '5' };
      const step = await job.uses({ id: 'fetch', action: ROOT, with: inputs });
      expect(step.outputs).toMatchObject({ token, remaining: '4000' });
      expect(sockets.size).toBe(1);
    } finally {
      await job.dispose();
      await pool.close();
    }
  });

  it('is opened once, however often it is asked for', async () => {
    const { http, connectAhead } = aTransport();
    connectAhead(url);
    connectAhead(`${url}/api/v3`);
    await connected;
    await http({ method: 'GET', url: `${url}/rate_limit`, timeoutMs: 5000 });
    expect(sockets.size).toBe(1);
  });

  it('that cannot be had ahead is a matter of the request only', async () => {
    const { http, connectAhead } = aTransport();
    const nowhere = 'http://127.0.0.1:1';
    connectAhead(nowhere);
    connectAhead('no address at all');
    await new Promise((resolve) => setImmediate(resolve));
    const asked = http({ method: 'GET', url: nowhere, timeoutMs: 5000 });
    await expect(asked).rejects.toThrow('127.0.0.1:1 cannot be reached (ECONNREFUSED).');
  });
});
