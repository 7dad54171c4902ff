import { Agent, request } from 'node:http';
import { sightOf } from '../../src/pool/simulation/rules-pool.js';
import type { JobPool } from '../../src/pool/simulation/types.js';
import { type ErrorBody, type Leases, PATHS, type RenewAnswer } from '../../src/wire.js';

const BUCKET = 'core';
const MAX_SOCKETS = 32;

export type HttpPool = JobPool & {
  /** What leases took, from request to answer. */
  readonly leaseMs: readonly number[];
  close(): void;
};

/** A job's pool over HTTP, its requests shared out over the servers in turn. */
export function httpPool(urls: readonly string[], secret: string): HttpPool {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const leaseMs: number[] = [];
  let turn = 0;
  const post = (path: string, body: unknown): Promise<{ status: number; body: unknown }> => {
    turn += 1;
    const url = new URL(path, urls[turn % urls.length]);
    return postJson(url, { agent, secret, body });
  };
  return {
    leaseMs,
    async lease(job) {
      const startedAtMs = performance.now();
      const { status, body } = await post(PATHS.leases, { job, bucket: BUCKET });
      leaseMs.push(performance.now() - startedAtMs);
      if (status === 503) {
        return { retryAfterMs: 1000 * ((body as ErrorBody).error.retry_after_seconds ?? 1) };
      }
      const [lease] = expected(status, 201, body) ? (body as Leases).leases : [];
      if (!lease) throw new Error('the pool granted a lease without a token');
      return { leaseId: lease.lease_id, token: lease.token };
    },
    async report(leaseId, sight) {
      const { status, body } = await post(PATHS.report(leaseId), {
        ...sightOf(sight, BUCKET),
        release: true,
      });
      expected(status, 200, body);
    },
    async renew(leaseId, sight) {
      const { status, body } = await post(PATHS.renew(leaseId), sightOf(sight, BUCKET));
      // A lease that has ended cannot be renewed; the job goes on with the token that it has.
      if (status === 409 || status === 410) return undefined;
      expected(status, 200, body);
      const { lease } = body as RenewAnswer;
      return lease && { leaseId: lease.lease_id, token: lease.token };
    },
    close: () => agent.destroy(),
  };
}

function expected(status: number, wanted: number, body: unknown): boolean {
  if (status === wanted) return true;
  throw new Error(`the pool answered ${status}: ${(body as ErrorBody).error?.message ?? 'no error'}`);
}

type Post = { agent: Agent; secret: string; body: unknown };

function postJson(url: URL, { agent, secret, body }: Post): Promise<{ status: number; body: unknown }> {
  const text = JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${secret}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        try {
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) });
        } catch (fault) {
          reject(fault);
        }
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}
