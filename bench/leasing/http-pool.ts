import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { reportFrom } from '../../src/pool/cli/simulation/in-process-pool.js';
import type { JobPool } from '../../src/pool/cli/simulation/types.js';
import { type ErrorBody, type Leases, PATHS, type RenewAnswer } from '../../src/wire.js';

const BUCKET = 'core';
const MAX_SOCKETS = 32;
const MAX_TRIES = 4;
const RETRY_MS = 100;

export type HttpPool = JobPool & {
  /** The latency of each lease request. */
  readonly leaseMs: readonly number[];
  /** Server errors that were retried. */
  serverErrors(): number;
  close(): void;
};

type Answer = { status: number; body: unknown };

/** A client of the pool over HTTP that uses the servers in turn. */
export function httpPool(urls: readonly string[], secret: string): HttpPool {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const leaseMs: number[] = [];
  let turn = 0;
  let faults = 0;
  const post = async (path: string, body: unknown): Promise<Answer> => {
    for (let tries = 1; ; tries += 1) {
      turn += 1;
      const url = new URL(path, urls[turn % urls.length]);
      const answer = await postJson(url, { agent, secret, body }).catch((fault: unknown) => {
        if (fault instanceof StaleConnection && tries < MAX_TRIES) return undefined;
        throw fault;
      });
      if (!answer) continue;
      // As in the actions, server errors are retried, except for 503: the pool has nothing to lend.
      if (answer.status < 500 || answer.status === 503 || tries === MAX_TRIES) return answer;
      faults += 1;
      await sleep(RETRY_MS * tries);
    }
  };
  return {
    leaseMs,
    serverErrors: () => faults,
    async lease(job) {
      const startedAtMs = performance.now();
      const { status, body } = await post(PATHS.leases, { job, bucket: BUCKET });
      leaseMs.push(performance.now() - startedAtMs);
      if (status === 503) {
        return { retryAfterMs: 1000 * ((body as ErrorBody).error.retry_after_seconds ?? 1) };
      }
      const [lease] = checkStatus(status, 201, body) ? (body as Leases).leases : [];
      if (!lease) throw new Error('the pool granted a lease without a token');
      return { leaseId: lease.lease_id, token: lease.token };
    },
    async report(leaseId, observation) {
      const { status, body } = await post(PATHS.report(leaseId), {
        ...reportFrom(observation, BUCKET),
        release: true,
      });
      checkStatus(status, 200, body);
    },
    async renew(leaseId, observation) {
      const { status, body } = await post(PATHS.renew(leaseId), reportFrom(observation, BUCKET));
      // An ended lease cannot be renewed; the job keeps its token.
      if (status === 409 || status === 410) return undefined;
      checkStatus(status, 200, body);
      const { lease } = body as RenewAnswer;
      return lease && { leaseId: lease.lease_id, token: lease.token };
    },
    close: () => agent.destroy(),
  };
}

function checkStatus(status: number, request: number, body: unknown): boolean {
  if (status === request) return true;
  throw new Error(`the pool answered ${status}: ${(body as ErrorBody).error?.message ?? 'no error'}`);
}

type Post = { agent: Agent; secret: string; body: unknown };

/** The server closed an idle connection just as it was reused; it has not received the request. */
class StaleConnection extends Error {}

function postJson(url: URL, { agent, secret, body }: Post): Promise<Answer> {
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
    sent.on('error', (fault) => reject(sent.reusedSocket ? new StaleConnection(fault.message) : fault));
    sent.end(text);
  });
}
