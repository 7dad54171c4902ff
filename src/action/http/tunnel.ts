import type { Socket } from 'node:net';
import type { Address } from './connections.js';
import { converse } from './converse.js';
import type { Intake } from './intake.js';
import { type Head, headText, readHead } from './message.js';
import { HttpFailure } from './types.js';

type Tunnel = { readonly proxy: URL; readonly target: URL };

/**
 * Opens a way to an https address through a proxy (`CONNECT`). TLS with the target is spoken inside it, so that the
 * proxy sees the target's name and nothing else.
 */
export async function openTunnel(
  { proxy, target }: Tunnel,
  connect: (address: Address) => Promise<Socket>,
): Promise<Socket> {
  const name = `The proxy ${proxy.host}`;
  const head = await asked(name, async () => {
    const socket = await connect({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: Number(proxy.port || (proxy.protocol === 'https:' ? 443 : 80)),
    });
    const answer = await converse(socket, { text: connectText(proxy, target), host: name }, readWhole);
    return { socket, ...answer };
  });
  if (head.status === 200 && head.isAll) return head.socket;
  const advice = head.status === 407 ? ' Put its user and password into the proxy variable.' : '';
  throw new HttpFailure('proxy', `${name} answered ${head.status} to CONNECT.${advice}`);
}

async function asked<T>(name: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof HttpFailure && cause.code === 'unsendable') throw cause;
    const isTalking = cause instanceof HttpFailure;
    const fault = isTalking ? 'does not understand CONNECT.' : 'cannot be reached.';
    throw new HttpFailure('proxy', `${name} ${fault} Correct https_proxy or no_proxy.`, { cause });
  }
}

function* readWhole(intake: Intake): Generator<undefined, Head & { readonly isAll: boolean }> {
  const head = yield* readHead(intake);
  // Nobody but the proxy itself could have sent more by now.
  return { ...head, isAll: intake.size === 0 };
}

function connectText(proxy: URL, target: URL): string {
  const authority = `${target.hostname}:${target.port || '443'}`;
  const headers: { [name: string]: string } = { host: authority };
  if (proxy.username !== '' || proxy.password !== '') {
    const credentials = Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64');
    headers['proxy-authorization'] = `Basic ${credentials}`;
  }
  return headText(`CONNECT ${authority} HTTP/1.1`, headers, proxy.host);
}
