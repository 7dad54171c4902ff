import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type ProxyEnv } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import type { Fetch } from './types.js';

/** No more connections to GitHub at once than probing and minting can use. */
const MAX_SOCKETS = 16;

/**
 * A fetch over Node's own client, which heeds `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` of the given environment;
 * the global fetch does so only in a process that was started with a flag. Follows no redirects and sends text.
 */
export function createProxyFetch(environment: ProxyEnv): Fetch {
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS, proxyEnv: environment };
  const http = new HttpAgent(options);
  const https = new HttpsAgent(options);
  return (address, init) => {
    const url = new URL(address);
    const isTls = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const request = (isTls ? httpsRequest : httpRequest)(url, {
        agent: isTls ? https : http,
        method: init.method ?? 'GET',
        headers: Object.fromEntries(new Headers(init.headers)),
        ...(init.signal ? { signal: init.signal } : {}),
      });
      request.on('error', reject);
      request.on('response', (answer) => resolve(responseOf(answer)));
      request.end(typeof init.body === 'string' ? init.body : undefined);
    });
  };
}

function responseOf(answer: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, one);
  }
  const status = answer.statusCode ?? 0;
  const mayHaveBody = ![204, 205, 304].includes(status);
  if (!mayHaveBody) answer.resume();
  const body = mayHaveBody ? (Readable.toWeb(answer) as ReadableStream<Uint8Array>) : null;
  return new Response(body, { status, headers });
}
