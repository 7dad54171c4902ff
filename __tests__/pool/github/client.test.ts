import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createUpstream, serverUrlOf } from '../../../src/pool/github/client.js';
import type { Upstream } from '../../../src/pool/github/types.js';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { FaultEffect, GitHub } from '../../../testkit/github/types.js';

const TIMEOUT_MS = 400;

function clientOf(apiUrl: string, serverUrl?: string): Upstream {
  const config = {
    apiUrl,
    timeoutMs: TIMEOUT_MS,
    userAgent: 'token-pool-test',
    ...(serverUrl ? { serverUrl } : {}),
  };
  return createUpstream({ fetch, now: Date.now }, config);
}

describe('the pool’s client to GitHub', () => {
  let github: GitHub;
  let upstream: Upstream;

  beforeEach(async () => {
    github = await startGitHub({ limits: { core: 500 } });
    upstream = clientOf(github.apiUrl, github.serverUrl);
  });
  afterEach(() => github.close());

  it('returns the budgets of a token by bucket', async () => {
    const ada = github.addUser({ login: 'ada' });
    const { token } = github.addToken(ada);
    github.spend(ada.owner, 'core', 490);

    const result = await upstream.rateLimit(token);

    const buckets = 'ok' in result ? result.ok.buckets : [];
    expect(buckets.find(({ bucket }) => bucket === 'core')).toMatchObject({ limit: 500, remaining: 10 });
  });

  it('returns the owner, scopes and expiry of a token', async () => {
    const ada = github.addUser({ login: 'ada' });
    const { token, expiresAtMs } = github.addToken(ada, {
      kind: 'pat_classic',
      scopes: ['read:org', 'repo'],
      lifetimeMs: 3_600_000,
    });

    const result = await upstream.whoAmI(token);

    expect(result).toMatchObject({ ok: { accountId: ada.id, login: 'ada', scopes: ['read:org', 'repo'] } });
    const told = 'ok' in result ? result.ok.expiresAtMs : null;
    expect(Math.abs((told ?? 0) - (expiresAtMs ?? 0))).toBeLessThan(1000);
  });

  it('returns no scopes for tokens without them', async () => {
    const { token } = github.addToken(github.addUser(), { kind: 'pat_fine' });

    expect(await upstream.whoAmI(token)).toMatchObject({ ok: { scopes: null } });
  });

  it('reports a revoked token as unauthorized and a suspended account as forbidden', async () => {
    const [ada, bob] = [github.addUser(), github.addUser()];
    const [revoked, suspended] = [github.addToken(ada).token, github.addToken(bob).token];
    github.revokeToken(revoked);
    github.suspendUser(bob);

    expect(await upstream.rateLimit(revoked)).toMatchObject({ refused: 'unauthorized' });
    expect(await upstream.rateLimit(suspended)).toMatchObject({ refused: 'forbidden' });
  });

  it('returns how long to wait after a secondary limit', async () => {
    const { token } = github.addToken(github.addUser());
    const body = { message: 'You have exceeded a secondary rate limit.' };
    github.setFault({ effect: { kind: 'status', status: 403, headers: { 'retry-after': '90' }, body } });

    expect(await upstream.rateLimit(token)).toEqual({ refused: 'secondary_limited', retryAfterSeconds: 90 });
  });

  const effects: FaultEffect[] = [
    { kind: 'drop-mid-body' },
    { kind: 'reset' },
    { kind: 'silence' },
    { kind: 'status', status: 502 },
    { kind: 'status', status: 200, body: 'x'.repeat(5 * 1024 * 1024) },
    { kind: 'status', status: 200, body: { resources: {} } },
    { kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:9/' } },
  ];
  for (const effect of effects) {
    const name = effect.kind === 'status' ? `status ${effect.status}` : effect.kind;
    it(`calls GitHub unreachable, without a secret in the reason, when it answers with ${name}`, async () => {
      const { token } = github.addToken(github.addUser());
      github.setFault({ effect });

      const result = await upstream.rateLimit(token);

      expect(result).toEqual({ unreachable: expect.any(String) });
      expect(JSON.stringify(result)).not.toContain(token.slice(0, 12));
    });
  }

  it('lists installations page by page, mints for them, and reports one that is gone', async () => {
    const app = github.addApp({ permissions: { contents: 'write', metadata: 'read' } });
    const made = Array.from({ length: 103 }, () => github.addInstallation(app));
    const credentials = { appId: String(app.id), privateKey: app.privateKey };

    const listed = await upstream.installations(credentials);
    const [first] = made;
    if (!first) throw new Error('no installation');
    const minted = await upstream.mintInstallationToken(credentials, first.id, { metadata: 'read' });
    github.removeInstallation(first);
    const gone = await upstream.mintInstallationToken(credentials, first.id);

    expect('ok' in listed ? listed.ok.map(({ installationId }) => installationId).sort() : []).toEqual(
      made.map(({ id }) => id).sort(),
    );
    expect(minted).toMatchObject({
      ok: { token: expect.stringMatching(/^ghs_/), permissions: { metadata: 'read' } },
    });
    expect(gone).toMatchObject({ refused: 'not_found' });
  });

  it('says which App has an invalid key, and nothing of the key', async () => {
    const privateKey = '-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----';

    const result = await upstream.installations({ appId: '4711', privateKey });

    expect(JSON.stringify(result)).toContain('4711');
    expect(JSON.stringify(result)).not.toContain('c2VjcmV0');
  });

  it('treats a GHES without rate limits as one that accepts the token', async () => {
    const ghes = await startGitHub({ flavour: 'ghes', rateLimiting: 'off' });
    try {
      const { token } = ghes.addToken(ghes.addUser());
      const result = await clientOf(ghes.apiUrl).rateLimit(token);

      expect(result).toMatchObject({ ok: { buckets: [] } });
    } finally {
      await ghes.close();
    }
  });
});

describe('redirects', () => {
  let server: Server;
  const seen: string[] = [];

  beforeEach(async () => {
    server = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('are not followed, so that no token is sent elsewhere', async () => {
    const { port } = server.address() as AddressInfo;
    await clientOf(`http://127.0.0.1:${port}`).rateLimit(`ghp_${'a'.repeat(36)}`);

    expect(seen).toEqual(['/rate_limit']);
  });
});

describe('where people sign in', () => {
  it.each([
    ['https://api.github.com', 'https://github.com'],
    ['https://ghe.example/api/v3', 'https://ghe.example'],
    ['https://api.acme.ghe.com', 'https://acme.ghe.com'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ])('follows from the API address %s', (apiUrl, serverUrl) => {
    expect(serverUrlOf(apiUrl)).toBe(serverUrl);
  });
});
