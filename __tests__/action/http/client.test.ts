import { afterEach, describe, expect, it } from '@jest/globals';
import { createHttp } from '../../../src/action/http/client.js';
import type { HttpRequest } from '../../../src/action/http/types.js';
import { type RawServer, startRawServer } from './raw-server.js';

const MAX_BYTES = 1000;
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';

describe('the HTTP client', () => {
  let server: RawServer;
  afterEach(() => server.close());

  const get = (more: Partial<HttpRequest> = {}): HttpRequest => ({
    method: 'GET',
    url: server.url,
    timeoutMs: 5000,
    maxBytes: MAX_BYTES,
    ...more,
  });
  /** Sends a request to a server that answers with this text and, by default, closes the connection. */
  const askFor = async (text: string | Buffer, { hangsUp = true } = {}) => {
    server = await startRawServer((socket) => {
      if (hangsUp) socket.end(text);
      else socket.write(text);
    });
    return createHttp()(get());
  };

  describe('reads an answer', () => {
    it.each([
      ['with a length', 'HTTP/1.1 201 Created\r\nX-One: a: b\r\nContent-Length: 4\r\n\r\n{"€'],
      [
        'in chunks',
        'HTTP/1.1 201 Created\r\nX-One: a: b\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"€\r\n0\r\n\r\n',
      ],
      ['that ends with the connection', 'HTTP/1.1 201 Created\r\nX-One: a: b\r\n\r\n{"€'],
      [
        'after an interim one',
        'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nX-One: a: b\r\nContent-Length: 4\r\n\r\n{"€',
      ],
    ])('%s', async (_, text) => {
      const sized = text.replace('Content-Length: 4', 'Content-Length: 5').replace('\r\n4\r\n', '\r\n5\r\n');
      expect(await askFor(sized)).toMatchObject({ status: 201, headers: { 'x-one': 'a: b' }, body: '{"€' });
    });

    it('of 204 without a body, whatever its headers say', async () => {
      expect(await askFor('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n')).toMatchObject({
        body: '',
      });
    });
  });

  it.each([
    ['with a length', 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{"a":1}'],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n5\r\na":1}\r\n0\r\n\r\n'],
  ])('never takes an answer %s that is cut short anywhere for a whole one', async (_, text) => {
    const bodyAt = text.indexOf('\r\n\r\n') + 4;
    let length = 0;
    server = await startRawServer((socket) => socket.end(text.slice(0, length)));
    for (; length < text.length; length += 1) {
      const code = length < bodyAt ? 'network' : 'truncated';
      await expect(createHttp()(get())).rejects.toMatchObject({ code });
    }
  });

  it.each([
    ['is not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['is another HTTP', 'HTTP/2 200 OK\r\n\r\n'],
    ['has two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy'],
    ['has a length that is not a number', 'HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nx'],
    [
      'has two framings',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['has a header without a colon', 'HTTP/1.1 200 OK\r\nhello\r\n\r\n'],
    ['has a line break within a header', 'HTTP/1.1 200 OK\r\nA: b\nContent-Length: 1\r\n\r\nx'],
    ['has a header without an end', `HTTP/1.1 200 OK\r\nA: ${'b'.repeat(70_000)}`],
  ])('refuses an answer that %s', async (_, text) => {
    await expect(askFor(text)).rejects.toMatchObject({
      code: 'network',
      message: expect.stringMatching(/sent something that is not valid HTTP \(HPE_\w+\)/),
    });
  });

  it.each([
    ['is not a number', '-1\r\n\r\n'],
    ['is less than what follows', '1\r\nab\r\n0\r\n\r\n'],
  ])('refuses a chunk whose size %s', async (_, chunks) => {
    const answer = askFor(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`);
    await expect(answer).rejects.toMatchObject({ code: expect.stringMatching(/^(network|truncated)$/) });
  });

  it.each([
    ['announced', `HTTP/1.1 200 OK\r\nContent-Length: ${MAX_BYTES + 1}\r\n\r\n`],
    ['in chunks', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n${'x'.repeat(2000)}`],
    ['without a length', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(MAX_BYTES + 1)}`],
  ])('gives up a body that is too long, %s', async (_, text) => {
    const answer = askFor(text, { hangsUp: false });
    await expect(answer).rejects.toMatchObject({ code: 'too_large' });
  });

  it('follows no redirect', async () => {
    const elsewhere = await startRawServer((socket) => socket.end(OK));
    try {
      const location = `HTTP/1.1 307 Temporary Redirect\r\nLocation: ${elsewhere.url}/\r\nContent-Length: 0\r\n\r\n`;
      await expect(askFor(location)).rejects.toMatchObject({ code: 'redirect' });
      expect(elsewhere.connections()).toBe(0);
    } finally {
      await elsewhere.close();
    }
  });

  it.each([
    ['says nothing', ''],
    ['stops in its head', 'HTTP/1.1 200 OK\r\n'],
    ['stops in its body', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'],
  ])('gives up a server that %s at the deadline', async (_, text) => {
    server = await startRawServer((socket) => socket.write(text));
    await expect(createHttp()(get({ timeoutMs: 100 }))).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(
        /did not answer completely within 0\.1 s\. Check that server, or run the job again\.$/,
      ),
    });
  });

  it('closes the connection of an abandoned exchange', async () => {
    let closed = () => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    server = await startRawServer((socket) => socket.on('close', closed));
    await expect(createHttp()(get({ timeoutMs: 50 }))).rejects.toMatchObject({ code: 'timeout' });
    await isClosed;
  });

  it('ends at once when cancelled, or after the grace period if an answer is still needed', async () => {
    const cancel = new AbortController();
    server = await startRawServer((socket) => {
      cancel.abort();
      setTimeout(() => socket.end(OK), 50);
    });
    const http = createHttp();
    const { signal } = cancel;
    const withGrace = http(get({ signal, graceMs: 5000 }));
    await expect(withGrace).resolves.toMatchObject({ body: '{}' });
    await expect(http(get({ signal }))).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('reuses a connection for the same origin, unless the server has closed it', async () => {
    server = await startRawServer((socket, count) => {
      if (count === 2) socket.end(OK.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
      else socket.write(OK);
    });
    const http = createHttp();
    await http(get());
    await http(get());
    expect(server.connections()).toBe(1);
    await http(get());
    expect(server.connections()).toBe(2);
  });

  it('does not use unsolicited data as its answer', async () => {
    const numbered = (count: number) => OK.replace('{}', String(count).padStart(2, '0'));
    let dropped = () => {};
    const isDropped = new Promise<void>((resolve) => {
      dropped = resolve;
    });
    server = await startRawServer((socket, count) => {
      socket.on('close', dropped);
      socket.write(numbered(count));
      if (count === 1) setTimeout(() => socket.write(numbered(99)), 20);
    });
    const http = createHttp();
    expect((await http(get())).body).toBe('01');
    await isDropped;
    expect((await http(get())).body).toBe('02');
  });

  it('sends a request as it was meant, body and headers included', async () => {
    let seen = '';
    server = await startRawServer((socket) => socket.end(OK));
    const { createServer } = await import('node:http');
    const echo = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method, url, headers } = request;
      seen = JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() });
      response.end('{}');
    });
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    const { port } = echo.address() as { port: number };
    const url = `http://127.0.0.1:${port}/a%20b?c=d`;
    await createHttp()(
      get({ method: 'POST', url, body: '{"ä":"€"}', headers: { authorization: 'Bearer x' } }),
    );
    echo.closeAllConnections();
    await new Promise((resolve) => echo.close(resolve));
    expect(JSON.parse(seen)).toMatchObject({
      method: 'POST',
      url: '/a%20b?c=d',
      body: '{"ä":"€"}',
      headers: { host: `127.0.0.1:${port}`, authorization: 'Bearer x', 'content-type': 'application/json' },
    });
  });

  it.each(['a\r\nX: y', 'a\nb', 'a\0', 'ä'])('sends no header with %j in it', async (value) => {
    server = await startRawServer((socket) => socket.end(OK));
    await expect(createHttp()(get({ headers: { authorization: value } }))).rejects.toMatchObject({
      code: 'unsendable',
    });
    expect(server.connections()).toBe(0);
  });

  it.each([
    ['http://pool.example.com/', 'plain_http'],
    ['https://user:secret@pool.example.com/', 'bad_url'],
    ['ftp://127.0.0.1/', 'bad_url'],
  ])('asks nothing of %s', async (url, code) => {
    server = await startRawServer((socket) => socket.end(OK));
    await expect(createHttp()(get({ url }))).rejects.toMatchObject({ code });
  });
});
