import { Agent, request as httpRequest } from 'node:http';
import type { Answer } from './types.js';

export type Reply = Answer & { body: string };

export type ClientRequest = {
  route: Answer['route'];
  method: 'GET' | 'POST';
  url: string;
  key: string;
  body?: unknown;
  /** For a lease: the `expected_requests` of all its tokens. */
  expectedRequests?: number;
};

/** An HTTP client that keeps its connections and gives up at a deadline. */
export type Client = { send(request: ClientRequest): Promise<Reply>; close(): void };

const MAX_BODY_BYTES = 1024 * 1024;

/** `send` never rejects: without an answer, the reply has a null status. */
export function createClient({
  connections,
  deadlineMs,
}: {
  connections: number;
  deadlineMs: number;
}): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    send: (request) => send(request, { agent, deadlineMs }),
    close: () => agent.destroy(),
  };
}

function send(
  request: ClientRequest,
  { agent, deadlineMs }: { agent: Agent; deadlineMs: number },
): Promise<Reply> {
  const { route, method, url, key, body, expectedRequests = 0 } = request;
  const server = new URL(url).origin;
  const atMs = Date.now();
  const startedMs = performance.now();
  const text = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve) => {
    const done = (status: number | null, hasRetryAfter: boolean, answer: string) => {
      clearTimeout(timer);
      const tookMs = performance.now() - startedMs;
      const code = status === null || status < 400 ? undefined : codeOf(answer);
      resolve({ route, atMs, tookMs, status, hasRetryAfter, server, code, expectedRequests, body: answer });
    };
    const headers = {
      authorization: `Bearer ${key}`,
      ...(text === ''
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    const sent = httpRequest(url, { method, agent, headers }, (response) => {
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        answer += chunk;
        if (answer.length > MAX_BODY_BYTES) sent.destroy();
      });
      response.on('end', () =>
        done(response.statusCode ?? null, response.headers['retry-after'] !== undefined, answer),
      );
      // A truncated answer acknowledges nothing.
      response.on('error', () => done(null, false, ''));
    });
    const timer = setTimeout(() => sent.destroy(), deadlineMs);
    sent.on('error', () => done(null, false, ''));
    sent.end(text);
  });
}

function codeOf(answer: string): string | undefined {
  try {
    return JSON.parse(answer).error.code;
  } catch {
    return undefined;
  }
}
