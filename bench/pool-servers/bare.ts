import { createServer } from 'node:http';

/** Answers every request with the same bytes: the minimum cost of a server over HTTP. */
const body = process.env.BENCH_ANSWER ?? '{}';
const headers = {
  'content-type': 'application/json; charset=utf-8',
  'content-length': Buffer.byteLength(body),
};

createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(201, headers);
    response.end(body);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
