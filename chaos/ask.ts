import { Agent, request } from 'node:http';
import type { Answer } from './types.js';

export type Reply = Answer & { body: string };

export type Ask = {
  route: Answer['route'];
  method: 'GET' | 'POST';
  url: string;
  key: string;
  body?: unknown;
  /** Requests that a lease asks to be promised. */
  wanted?: number;
};

/** One request of a client of its own: its connections are kept, and it gives up after its deadline. */
export type Client = { ask(question: Ask): Promise<Reply>; close(): void };

const MAX_BODY_BYTES = 1024 * 1024;

/** A client with so many connections to each server; a question always comes to a reply, if only an empty one. */
export function createClient({
  connections,
  deadlineMs,
}: {
  connections: number;
  deadlineMs: number;
}): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    ask: (question) => ask(question, { agent, deadlineMs }),
    close: () => agent.destroy(),
  };
}

function ask(question: Ask, { agent, deadlineMs }: { agent: Agent; deadlineMs: number }): Promise<Reply> {
  const { route, method, url, key, body, wanted = 0 } = question;
  const server = new URL(url).origin;
  const atMs = Date.now();
  const startedMs = performance.now();
  const text = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve) => {
    const done = (status: number | null, hasRetryAfter: boolean, answer: string) => {
      clearTimeout(timer);
      const tookMs = performance.now() - startedMs;
      const code = status === null || status < 400 ? undefined : codeOf(answer);
      resolve({ route, atMs, tookMs, status, hasRetryAfter, server, code, wanted, body: answer });
    };
    const headers = {
      authorization: `Bearer ${key}`,
      ...(text === ''
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    const sent = request(url, { method, agent, headers }, (response) => {
      let answer = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        answer += chunk;
        if (answer.length > MAX_BODY_BYTES) sent.destroy();
      });
      response.on('end', () =>
        done(response.statusCode ?? null, response.headers['retry-after'] !== undefined, answer),
      );
      // Cut off in the middle: nothing was acknowledged.
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
