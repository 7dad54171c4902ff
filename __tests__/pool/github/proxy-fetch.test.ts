import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createUpstream } from '../../../src/pool/github/client.js';
import { createProxyFetch } from '../../../src/pool/github/proxy-fetch.js';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { FaultEffect, GitHub } from '../../../testkit/github/types.js';

const TOKEN = `ghp_${'a'.repeat(36)}`;
const LIMITS = { resources: { core: { limit: 60, remaining: 7, used: 53, reset: 1_900_000_000 } } };

function clientOf(apiUrl: string, environment: { [name: string]: string }) {
  const config = { apiUrl, timeoutMs: 500, userAgent: 'token-pool-test' };
  return createUpstream({ fetch: createProxyFetch(environment), now: Date.now }, config);
}

describe('a pool behind a proxy', () => {
  let proxy: Server;
  let proxyUrl: string;
  let asked: string[];

  beforeEach(async () => {
    asked = [];
    proxy = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.setHeader('content-type', 'application/json').end(JSON.stringify(LIMITS));
    });
    proxy.on('connect', (request, socket) => {
      asked.push(`CONNECT ${request.url}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    proxy.closeAllConnections();
    return new Promise((resolve) => proxy.close(resolve));
  });

  it('asks GitHub through the proxy of its environment', async () => {
    const result = await clientOf('http://ghe.invalid/api/v3', { HTTP_PROXY: proxyUrl }).rateLimit(TOKEN);

    expect(result).toMatchObject({ ok: { buckets: [{ bucket: 'core', remaining: 7 }] } });
    expect(asked).toEqual(['GET http://ghe.invalid/api/v3/rate_limit']);
  });

  it('opens a tunnel for https, and reports GitHub as unreachable when the proxy refuses it', async () => {
    const result = await clientOf('https://ghe.invalid/api/v3', { HTTPS_PROXY: proxyUrl }).rateLimit(TOKEN);

    expect(result).toEqual({ unreachable: expect.any(String) });
    expect(asked).toEqual(['CONNECT ghe.invalid:443']);
  });

  it('bypasses the proxy for hosts in NO_PROXY', async () => {
    const github = await startGitHub();
    try {
      const { token } = github.addToken(github.addUser());
      const environment = { HTTP_PROXY: proxyUrl, NO_PROXY: '127.0.0.1' };

      expect(await clientOf(github.apiUrl, environment).rateLimit(token)).toMatchObject({ ok: {} });
      expect(asked).toEqual([]);
    } finally {
      await github.close();
    }
  });
});

describe('the fetch of the pool', () => {
  let github: GitHub;
  beforeEach(async () => {
    github = await startGitHub();
  });
  afterEach(() => github.close());

  const effects: FaultEffect[] = [{ kind: 'drop-mid-body' }, { kind: 'reset' }, { kind: 'silence' }];
  for (const effect of effects) {
    it(`ends in time when GitHub answers with ${effect.kind}`, async () => {
      const { token } = github.addToken(github.addUser());
      github.setFault({ effect });

      expect(await clientOf(github.apiUrl, {}).rateLimit(token)).toEqual({ unreachable: expect.any(String) });
    });
  }

  it('frames the body of a DELETE, without which GitHub revokes nothing', async () => {
    const client = github.addOAuthApp();
    const { token } = github.addToken(github.addUser(), { kind: 'oauth', clientId: client.clientId });

    expect(await clientOf(github.apiUrl, {}).revokeOAuthGrant(client, token)).toEqual({ ok: true });
    expect(github.isAlive(token)).toBe(false);
  });

  it('carries bodies both ways, as minting needs', async () => {
    const app = github.addApp();
    const installation = github.addInstallation(app);
    const credentials = { appId: String(app.id), privateKey: app.privateKey };

    const minted = await clientOf(github.apiUrl, {}).mintInstallationToken(credentials, installation.id, {
      metadata: 'read',
    });

    expect(minted).toMatchObject({ ok: { permissions: { metadata: 'read' } } });
  });
});
