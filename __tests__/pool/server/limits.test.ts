import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { LeaseResult } from '../../../src/pool/leasing/types.js';
import { REQUEST_LIMITS } from '../../../src/pool/server/limits.js';
import { sendRaw } from '../a-process.js';
import { A_JOB, aLease, aLeasing, anApp, LEASE_KEY } from '../an-app.js';

const SHORT = { headersMs: 100, requestMs: 200, checkEveryMs: 50, inFlight: 1000 };
const HEAD = `POST /api/v1/leases HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${LEASE_KEY}\r\n`;

/** Leasing that answers when the test releases it. */
function held() {
  const waiting: (() => void)[] = [];
  const lease = () =>
    new Promise<LeaseResult>((resolve) => waiting.push(() => resolve({ granted: [aLease()] })));
  const release = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  return { leasing: aLeasing({ lease }), waiting, release };
}

describe('a request that arrives slowly', () => {
  it('is cut off within half a minute, as documented', () => {
    const { headersMs, requestMs, checkEveryMs } = REQUEST_LIMITS;
    expect(headersMs + checkEveryMs).toBeLessThanOrEqual(30_000);
    expect(requestMs + checkEveryMs).toBeLessThanOrEqual(30_000);
  });

  it.each([
    ['headers', HEAD],
    ['a body', `${HEAD}content-type: application/json\r\ncontent-length: 100\r\n\r\n{`],
  ])('with %s that never end is answered 408 in time', async (_what, bytes) => {
    const { app } = anApp({ limits: SHORT });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const startedAtMs = Date.now();
    const answer = await sendRaw(url, bytes);
    expect(answer.split('\r\n', 1)[0]).toContain('408');
    expect(Date.now() - startedAtMs).toBeLessThan(5_000);
    await app.close();
  });
});

describe('an overloaded server', () => {
  it('says at once when to try again, still answers health, and recovers', async () => {
    const { leasing, waiting, release } = held();
    const { app, asLeaser } = anApp({ leasing, limits: { ...REQUEST_LIMITS, inFlight: 2 } });
    const lease = async () =>
      app.inject({ method: 'POST', url: '/api/v1/leases', headers: asLeaser, payload: { job: A_JOB } });

    const accepted = [lease(), lease()];
    const refused = await lease();
    expect(refused.statusCode).toBe(503);
    expect(refused.json().error.code).toBe('unavailable');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    while (waiting.length < 2) await new Promise(setImmediate);
    release();
    expect((await Promise.all(accepted)).map(({ statusCode }) => statusCode)).toEqual([201, 201]);

    const next = lease();
    while (waiting.length < 1) await new Promise(setImmediate);
    release();
    expect((await next).statusCode).toBe(201);
  });

  it('does not count requests whose clients have gone', async () => {
    const { leasing, waiting, release } = held();
    const { app, asLeaser } = anApp({ leasing, limits: { ...REQUEST_LIMITS, inFlight: 1 } });
    const { hostname, port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
    const body = JSON.stringify({ job: A_JOB });
    const socket = connect(Number(port), hostname);
    socket.write(
      `${HEAD}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    while (waiting.length < 1) await new Promise(setImmediate);
    socket.destroy();
    await new Promise((resolve) => socket.on('close', resolve));

    const again = async () => (await app.inject({ url: '/api/v1/leases/x', headers: asLeaser })).statusCode;
    let status = await again();
    for (const endMs = Date.now() + 5_000; status === 503 && Date.now() < endMs; status = await again()) {
      await new Promise(setImmediate);
    }
    expect(status).toBe(404);
    release();
    await app.close();
  });
});

describe('a server that ends under load', () => {
  it('answers every request that it accepted, and those that arrive on open connections', async () => {
    const { app, asLeaser } = anApp();
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const agent = new Agent({ keepAlive: true, maxSockets: 32 });
    const results: (number | string)[] = [];
    const ask = () =>
      new Promise<number | string>((resolve) => {
        const options = {
          agent,
          method: 'POST',
          headers: { ...asLeaser, 'content-type': 'application/json' },
        };
        const sent = request(`${url}/api/v1/leases`, options, (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
        });
        sent.on('error', (fault: NodeJS.ErrnoException) => resolve(fault.code ?? 'error'));
        sent.end(JSON.stringify({ job: A_JOB }));
      });
    const client = async () => {
      // A refused connection was never accepted: it is where a client goes to another replica.
      for (let last: number | string = 201; last === 201; results.push(last)) last = await ask();
    };
    const clients = Array.from({ length: 32 }, client);
    while (results.length < 500) await new Promise(setImmediate);
    await Promise.all([app.close(), ...clients]);

    expect(new Set(results)).toEqual(new Set([201, 'ECONNREFUSED']));
    agent.destroy();
  });
});
