import { createServer, type Server } from 'node:http';
import {
  type AddressInfo,
  createServer as createRawServer,
  type Server as RawServer,
  type Socket,
} from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addTo, newIntake } from '../../../src/action/http/intake.js';
import { type Answer, readAnswer } from '../../../src/action/http/message.js';
import { nodeModules } from '../../../src/action/http/node-modules.js';
import { createHttp } from '../../../src/action/http/transport.js';
import type { HttpRequest } from '../../../src/action/http/types.js';

const MAX_BYTES = 1000;
const anHttp = () => createHttp({ modules: nodeModules(), proxyFor: () => undefined, now: Date.now }).http;

/** Reads an answer that arrives in these pieces, after which the peer hangs up; undefined while it is not whole. */
function readPieces(pieces: readonly Buffer[], { hangsUp }: { hangsUp: boolean }): Answer | undefined {
  const intake = newIntake('pool.test');
  const reading = readAnswer(intake, MAX_BYTES);
  let step = reading.next();
  for (const piece of pieces) {
    addTo(intake, piece);
    if (!step.done) step = reading.next();
  }
  if (!step.done && hangsUp) {
    intake.isEnded = true;
    step = reading.next();
  }
  return step.done ? step.value : undefined;
}

const read = (text: string) => readPieces([Buffer.from(text, 'latin1')], { hangsUp: true });

/** Cuts the bytes at these places. */
function piecesOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
}

describe('an answer of a server', () => {
  const framed = (body: Buffer, chunkSizes: readonly number[]): Buffer => {
    const head = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nX-One: a: b \r\n';
    if (chunkSizes.length === 0) {
      return Buffer.concat([Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n`), body]);
    }
    const parts: Buffer[] = [Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n`)];
    let at = 0;
    for (const size of [...chunkSizes, body.length]) {
      const part = body.subarray(at, at + size);
      if (part.length > 0)
        parts.push(Buffer.from(`${part.length.toString(16)};a=b\r\n`), part, Buffer.from('\r\n'));
      at += size;
    }
    return Buffer.concat([...parts, Buffer.from('0\r\nX-Trailer: t\r\n\r\n')]);
  };

  it('is read alike however it is framed, and wherever the network cuts it', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 });
    const cuts = fc.array(fc.nat(), { maxLength: 12 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), sizes, cuts, (text, chunkSizes, places) => {
        const bytes = framed(Buffer.from(text), chunkSizes);
        const answer = readPieces(piecesOf(bytes, places), { hangsUp: false });
        expect(answer?.response).toMatchObject({ status: 201, body: text, headers: { 'x-one': 'a: b' } });
        expect(answer?.isReusable).toBe(true);
      }),
    );
  });

  it('that is cut short anywhere is never taken for a whole one', () => {
    for (const bytes of [framed(Buffer.from('{"a":1}'), []), framed(Buffer.from('{"a":1}'), [2])]) {
      for (let length = 0; length < bytes.length; length += 1) {
        expect(() => readPieces([bytes.subarray(0, length)], { hangsUp: true })).toThrow(
          length === 0 ? /cannot be reached/ : /broke off in the middle/,
        );
      }
    }
  });

  it('without a length ends where the connection ends, which then serves no other request', () => {
    const answer = read('HTTP/1.1 200 OK\r\n\r\nall of it');
    expect(answer).toMatchObject({ response: { body: 'all of it' }, isReusable: false });
  });

  it.each([
    ['says so', 'HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n'],
    ['is of an older standard', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['sends more than was asked for', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab'],
  ])('ends the connection when it %s', (_, text) => {
    expect(read(text)?.isReusable).toBe(false);
  });

  it('of 204 and 304 has no body, whatever its headers say', () => {
    for (const status of ['204 No Content', '304 Not Modified']) {
      expect(read(`HTTP/1.1 ${status}\r\nContent-Length: 5\r\n\r\n`)?.response.body).toBe('');
    }
  });

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['another HTTP', 'HTTP/2 200 OK\r\n\r\n'],
    ['a status that is none', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['a header without a colon', 'HTTP/1.1 200 OK\r\nhello\r\n\r\n'],
    ['a header over two lines', 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n'],
    ['a line break within a header', 'HTTP/1.1 200 OK\r\nA: b\nContent-Length: 1\r\n\r\nx'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nx'],
    ['two framings', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['an encoding that nobody asked for', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n'],
    ['a chunk size that is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n'],
    ['a chunk longer than it says', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n'],
    ['a head without an end', `HTTP/1.1 200 OK\r\nA: ${'b'.repeat(70_000)}`],
  ])('that is %s is refused', (_, text) => {
    expect(() => read(text)).toThrow(/does not answer as HTTP wants it/);
  });

  it.each([
    ['told beforehand', `HTTP/1.1 200 OK\r\nContent-Length: ${MAX_BYTES + 1}\r\n\r\n`],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n'],
    ['without a length', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(MAX_BYTES + 1)}`],
  ])('that is too long is refused, %s', (_, text) => {
    expect(() => read(text)).toThrow(/sent more than 1000 bytes/);
  });
});

describe('a request', () => {
  let server: Server | RawServer;
  const sockets = new Set<Socket>();
  afterEach(() => {
    // A client may keep its connection for a next request.
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    return new Promise((resolve) => server.close(resolve));
  });

  const started = async (created: Server | RawServer) => {
    server = created;
    server.on('connection', (socket: Socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const get = (url: string): HttpRequest => ({ method: 'GET', url, timeoutMs: 5000 });

  it('is understood by Node as it was meant, body and headers included', async () => {
    const url = await started(
      createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const { method, url: target, headers } = request;
        response.end(JSON.stringify({ method, target, headers, body: Buffer.concat(chunks).toString() }));
      }),
    );
    const sent = { method: 'POST', url: `${url}/a%20b?c=d`, body: '{"ä":"€"}', timeoutMs: 5000 } as const;
    const response = await anHttp()({ ...sent, headers: { authorization: 'Bearer x' } });
    expect(JSON.parse(response.body)).toMatchObject({
      method: 'POST',
      target: '/a%20b?c=d',
      body: '{"ä":"€"}',
      headers: { host: new URL(url).host, authorization: 'Bearer x', 'content-type': 'application/json' },
    });
  });

  it('goes over the connection of the one before, unless the server has closed it', async () => {
    const connections = new Set<unknown>();
    let closes = false;
    const url = await started(
      createServer((request, response) => {
        connections.add(request.socket);
        if (closes) response.setHeader('connection', 'close');
        response.end('{}');
      }),
    );
    const http = anHttp();
    await http(get(url));
    closes = true;
    await http(get(url));
    expect(connections.size).toBe(1);
    await http(get(url));
    expect(connections.size).toBe(2);
  });

  it('does not take for its answer what the server sent unasked', async () => {
    let answers = 0;
    let dropped = () => {};
    const isDropped = new Promise<void>((resolve) => {
      dropped = resolve;
    });
    const url = await started(
      createRawServer((socket) => {
        socket.on('error', () => socket.destroy()).on('close', dropped);
        socket.on('data', () => {
          answers += 1;
          const ownAnswer = `HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${answers}`;
          socket.write(ownAnswer);
          if (answers === 1) setTimeout(() => socket.write(ownAnswer.replace(/1$/, '9')), 20);
        });
      }),
    );
    const http = anHttp();
    expect((await http(get(url))).body).toBe('1');
    await isDropped;
    expect((await http(get(url))).body).toBe('2');
  });

  it('cannot be given another line by a value', async () => {
    const url = await started(createServer((_, response) => response.end('{}')));
    for (const value of ['a\r\nX: y', 'a\nb', 'a\0', 'ä']) {
      const asked = anHttp()({ ...get(url), headers: { authorization: value } });
      await expect(asked).rejects.toThrow(/A header for \S+ holds a character that it must not/);
    }
  });
});
