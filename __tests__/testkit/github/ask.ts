import type { GitHub } from '../../../testkit/github/types.js';

export type Reply = { status: number; body: unknown; headers: Headers };

export type Ask = { token?: string; basic?: string; body?: unknown; headers?: { [name: string]: string } };

/** Sends a request such as `GET /user` to a stand-in; follows no redirects. */
export async function ask(github: GitHub, endpoint: string, options: Ask = {}): Promise<Reply> {
  const [method = 'GET', path = ''] = endpoint.split(' ');
  const credential =
    options.basic === undefined
      ? options.token && `Bearer ${options.token}`
      : `Basic ${Buffer.from(options.basic).toString('base64')}`;
  const response = await fetch(`${github.apiUrl}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...(credential ? { authorization: credential } : {}), ...options.headers },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

/** A member of a JSON body. */
export function member(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as { [name: string]: unknown })[name] : undefined;
}
