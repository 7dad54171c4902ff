import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createUpstream } from '../../../src/pool/github/client.js';
import type { OAuthClient, Upstream } from '../../../src/pool/github/types.js';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { GitHub, User } from '../../../testkit/github/types.js';

const REDIRECT = 'http://127.0.0.1:1/callback';

async function signIn(github: GitHub, client: OAuthClient, user: User) {
  github.approveSignInsAs(user);
  const codeVerifier = randomBytes(48).toString('base64url');
  const query = new URLSearchParams({
    client_id: client.clientId,
    redirect_uri: REDIRECT,
    state: 'state',
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const answer = await fetch(`${github.serverUrl}/login/oauth/authorize?${query}`, { redirect: 'manual' });
  const code = new URL(answer.headers.get('location') ?? 'about:blank').searchParams.get('code') ?? '';
  return { code, codeVerifier, redirectUrl: REDIRECT };
}

describe('signing in at GitHub', () => {
  let github: GitHub;
  let upstream: Upstream;
  let client: OAuthClient;
  let ada: User;

  beforeEach(async () => {
    github = await startGitHub();
    ada = github.addUser({ login: 'ada' });
    const { clientId, clientSecret } = github.addOAuthApp({ callbackUrl: REDIRECT });
    client = { clientId, clientSecret };
    const config = { apiUrl: github.apiUrl, serverUrl: github.serverUrl, timeoutMs: 2000, userAgent: 'test' };
    upstream = createUpstream({ fetch, now: Date.now }, config);
  });
  afterEach(() => github.close());

  it('gives a token for a code once, and refuses the code afterwards', async () => {
    const grant = await signIn(github, client, ada);

    const first = await upstream.exchangeOAuthCode(client, grant);
    const second = await upstream.exchangeOAuthCode(client, grant);

    const token = 'ok' in first ? first.ok.token : '';
    expect(await upstream.whoAmI(token)).toMatchObject({ ok: { login: 'ada' } });
    expect(second).toMatchObject({ refused: 'unauthorized' });
  });

  it('refuses a code whose verifier is not the browser’s own', async () => {
    const grant = await signIn(github, client, ada);

    const result = await upstream.exchangeOAuthCode(client, { ...grant, codeVerifier: 'x'.repeat(64) });

    expect(result).toMatchObject({ refused: expect.any(String) });
  });

  it("reports a wrong client secret as the pool's fault, and never repeats it", async () => {
    const grant = await signIn(github, client, ada);
    const wrong = { ...client, clientSecret: 'not-the-secret-at-all' };

    const result = await upstream.exchangeOAuthCode(wrong, grant);

    expect(result).toMatchObject({ refused: 'forbidden' });
    expect(JSON.stringify(result)).not.toContain('not-the-secret');
  });

  it('revokes a token, and counts one that GitHub no longer knows as revoked', async () => {
    const { token } = github.addToken(ada, { kind: 'oauth', clientId: client.clientId });

    expect(await upstream.revokeOAuthToken(client, token)).toEqual({ ok: true });
    expect(github.isAlive(token)).toBe(false);
    expect(await upstream.revokeOAuthToken(client, token)).toEqual({ ok: true });
  });

  it('revokes the whole grant with all of its tokens', async () => {
    const tokens = [1, 2].map(() => github.addToken(ada, { kind: 'oauth', clientId: client.clientId }).token);

    const result = await upstream.revokeOAuthGrant(client, tokens[0] ?? '');

    expect(result).toEqual({ ok: true });
    expect(tokens.map((token) => github.isAlive(token))).toEqual([false, false]);
  });

  it('uses a refresh token once; the old pair is then invalid', async () => {
    const app = github.addApp();
    const appClient = { clientId: app.clientId, clientSecret: app.clientSecret };
    const old = github.addToken(ada, { kind: 'app_user', clientId: app.clientId });

    const first = await upstream.refreshUserToken(appClient, old.refreshToken ?? '');
    const again = await upstream.refreshUserToken(appClient, old.refreshToken ?? '');

    const pair = 'ok' in first ? first.ok : undefined;
    expect(pair).toMatchObject({
      token: expect.stringMatching(/^ghu_/),
      refreshToken: expect.stringMatching(/^ghr_/),
    });
    expect(github.isAlive(old.token)).toBe(false);
    expect(again).toMatchObject({ refused: 'unauthorized' });
  });

  it('keeps the new pair even if a proxy removed the date from GitHub’s answer', async () => {
    const app = github.addApp();
    const old = github.addToken(ada, { kind: 'app_user', clientId: app.clientId });
    const dateless = async (url: string, init: RequestInit): Promise<Response> => {
      const answer = await fetch(url, init);
      const headers = new Headers(answer.headers);
      headers.delete('date');
      return new Response(answer.body, { status: answer.status, headers });
    };
    const config = { apiUrl: github.apiUrl, serverUrl: github.serverUrl, timeoutMs: 2000, userAgent: 'test' };
    const behindProxy = createUpstream({ fetch: dateless, now: Date.now }, config);

    const result = await behindProxy.refreshUserToken(
      { clientId: app.clientId, clientSecret: app.clientSecret },
      old.refreshToken ?? '',
    );

    expect('ok' in result && result.ok.expiresAtMs).toBeGreaterThan(Date.now());
  });
});
