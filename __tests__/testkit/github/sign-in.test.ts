import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exchangeWebFlowCode, refreshToken } from '@octokit/oauth-methods';
import { request } from '@octokit/request';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { GitHub, OAuthApp, User } from '../../../testkit/github/types.js';
import { ask, member } from './ask.js';

const CALLBACK = 'http://127.0.0.1:9/callback';

describe('a sign-in at the stand-in', () => {
  let github: GitHub;
  let ada: User;
  let client: OAuthApp;
  let nowMs: number;

  beforeEach(async () => {
    nowMs = Date.UTC(2026, 0, 1);
    github = await startGitHub({ now: () => nowMs });
    ada = github.addUser({ login: 'ada' });
    client = github.addOAuthApp({ callbackUrl: CALLBACK });
    github.approveSignInsAs(ada);
  });
  afterEach(() => github.close());

  const authorize = async (params: { [name: string]: string }): Promise<URL> => {
    const query = new URLSearchParams({ client_id: client.clientId, redirect_uri: CALLBACK, ...params });
    const reply = await fetch(`${github.serverUrl}/login/oauth/authorize?${query}`, { redirect: 'manual' });
    return new URL(reply.headers.get('location') ?? 'about:blank');
  };
  const redeem = async (body: { [name: string]: string }): Promise<unknown> => {
    const { clientId: client_id, clientSecret: client_secret } = client;
    const reply = await fetch(`${github.serverUrl}/login/oauth/access_token`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ client_id, client_secret, ...body }),
    });
    return reply.json();
  };
  const codeOf = (url: URL): string => url.searchParams.get('code') ?? '';

  it('returns the state, and a code for a token of that person', async () => {
    const back = await authorize({ state: 'of this browser', scope: '' });
    const bought = await redeem({ code: codeOf(back) });
    const user = await ask(github, 'GET /user', { token: String(member(bought, 'access_token')) });

    expect(back.searchParams.get('state')).toBe('of this browser');
    expect(bought).toMatchObject({
      access_token: expect.stringMatching(/^gho_/),
      scope: '',
      token_type: 'bearer',
    });
    expect(member(user.body, 'login')).toBe('ada');
  });

  it('accepts a code once, and not after ten minutes', async () => {
    const [used, old] = [codeOf(await authorize({})), codeOf(await authorize({}))];
    await redeem({ code: used });
    nowMs += 600_000;

    expect(await redeem({ code: used })).toMatchObject({ error: 'bad_verification_code' });
    expect(await redeem({ code: old })).toMatchObject({ error: 'bad_verification_code' });
  });

  it('requires the verifier of a challenge', async () => {
    const code_verifier = randomBytes(32).toString('base64url');
    const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
    const challenge = { code_challenge, code_challenge_method: 'S256' };
    const [one, two, three] = [
      await authorize(challenge),
      await authorize(challenge),
      await authorize(challenge),
    ];

    expect(await redeem({ code: codeOf(one) })).toMatchObject({ error: 'bad_verification_code' });
    expect(await redeem({ code: codeOf(two), code_verifier: 'guess' })).toMatchObject({
      error: 'bad_verification_code',
    });
    expect(await redeem({ code: codeOf(three), code_verifier })).toMatchObject({ token_type: 'bearer' });
  });

  it('refuses a wrong client secret, and a redirect to another address', async () => {
    const wrong = await redeem({ code: codeOf(await authorize({})), client_secret: 'wrong' });
    const elsewhere = await authorize({ redirect_uri: 'http://evil.example/callback' });

    expect(wrong).toMatchObject({ error: 'incorrect_client_credentials' });
    expect(elsewhere.href).toBe('about:blank');
  });

  it('shows a form when no account is chosen, and accepts a refusal', async () => {
    github.approveSignInsAs(undefined);
    const query = new URLSearchParams({ client_id: client.clientId, state: '"><script>' });
    const page = await (await fetch(`${github.serverUrl}/login/oauth/authorize?${query}`)).text();
    const answer = await fetch(`${github.serverUrl}/login/oauth/authorize`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ client_id: client.clientId, redirect_uri: CALLBACK, decision: 'cancel' }),
    });

    expect(page).toMatch(/<option value="\d+">ada<\/option>/);
    expect(page).not.toContain('<script>');
    expect(answer.headers.get('location')).toContain('error=access_denied');
  });

  it("serves Octokit's own client, and refreshes an App's user token only once", async () => {
    const app = github.addApp({ callbackUrl: CALLBACK });
    const options = {
      clientType: 'github-app' as const,
      clientId: app.clientId,
      clientSecret: app.clientSecret,
      request: request.defaults({ baseUrl: github.apiUrl }),
    };
    const code = codeOf(await authorize({ client_id: app.clientId }));
    const { authentication: first } = await exchangeWebFlowCode({ ...options, code });
    if (!('refreshToken' in first)) throw new Error('no refresh token was given');
    const { authentication: second } = await refreshToken({ ...options, refreshToken: first.refreshToken });

    expect(first.token).toMatch(/^ghu_/);
    expect([github.isAlive(first.token), github.isAlive(second.token)]).toEqual([false, true]);
    await expect(refreshToken({ ...options, refreshToken: first.refreshToken })).rejects.toThrow(
      /bad_refresh_token|incorrect or expired/,
    );
  });

  it('ends with the grant: every token of that person and application is revoked', async () => {
    const grant = { clientId: client.clientId };
    const [one, two] = [github.addToken(ada, grant).token, github.addToken(ada, grant).token];
    const other = github.addToken(ada).token;
    const basic = `${client.clientId}:${client.clientSecret}`;
    const reply = await ask(github, `DELETE /applications/${client.clientId}/grant`, {
      basic,
      body: { access_token: one },
    });

    expect(reply.status).toBe(204);
    expect([one, two, other].map((token) => github.isAlive(token))).toEqual([false, false, true]);
  });
});
