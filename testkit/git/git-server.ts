import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from './git.js';

export type GitRequest = {
  readonly path: string;
  readonly service: string;
  /** Every Authorization header as received; GitHub refuses more than one. */
  readonly authorizations: readonly string[];
  /** The password of the last one. */
  readonly token: string | null;
  readonly status: number;
};

export type GitServer = {
  readonly url: string;
  readonly root: string;
  /** Requests with a credential, oldest first. */
  readonly authorized: () => GitRequest[];
  readonly requests: readonly GitRequest[];
  readonly createRepository: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** `git http-backend` behind a server that demands an accepted token and records every request. */
export async function startGitServer(accepts: (token: string) => boolean): Promise<GitServer> {
  const root = await mkdtemp(join(tmpdir(), 'git-server-'));
  const requests: GitRequest[] = [];
  const server = createServer((request, response) => {
    const { authorizations, token } = identityOf(request);
    const status = authorizations.length > 1 ? 400 : token !== null && accepts(token) ? 200 : 401;
    const url = new URL(request.url ?? '/', 'http://localhost');
    const service = url.searchParams.get('service') ?? url.pathname.split('/').at(-1) ?? '';
    requests.push({ path: url.pathname, service, authorizations, token, status });
    if (status === 200) return runBackend(root, request, response);
    response.writeHead(status, status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {});
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    root,
    requests,
    authorized: () => requests.filter(({ token }) => token !== null),
    async createRepository(name) {
      await git(root, ['init', '--quiet', '--bare', '--initial-branch=main', `${name}.git`]);
      await git(join(root, `${name}.git`), ['config', 'http.receivepack', 'true']);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(root, { recursive: true, force: true });
    },
  };
}

function identityOf(request: IncomingMessage): { authorizations: string[]; token: string | null } {
  const raw = request.rawHeaders;
  const authorizations = raw.filter((_, index) => raw[index - 1]?.toLowerCase() === 'authorization');
  const encoded = /^basic (.+)$/i.exec(authorizations.at(-1) ?? '')?.[1];
  const pair = encoded === undefined ? null : Buffer.from(encoded, 'base64').toString();
  return { authorizations, token: pair?.slice(pair.indexOf(':') + 1) ?? null };
}

function runBackend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const backend = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'pusher',
    },
  });
  backend.stdin.on('error', () => undefined);
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  backend.on('close', () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf('\r\n\r\n');
    const headers = output.subarray(0, end).toString().split('\r\n');
    const pairs = headers.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]);
    const status = Number(pairs.find(([name]) => name === 'Status')?.[1].slice(0, 3) ?? 200);
    response.writeHead(status, Object.fromEntries(pairs.filter(([name]) => name !== 'Status')));
    response.end(output.subarray(end + 4));
  });
}
