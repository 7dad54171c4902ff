import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAppAuth } from '@octokit/auth-app';
import { request } from '@octokit/request';
import { SignJWT } from 'jose';
import { checkTokenFormat } from '../../../src/github/token-format.js';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { App, GitHub, Installation } from '../../../testkit/github/types.js';
import { ask, member } from './ask.js';

type Claims = { iss?: string; iat?: number; exp?: number };

describe('an App at the stand-in', () => {
  let github: GitHub;
  let app: App;
  let installation: Installation;
  beforeAll(async () => {
    github = await startGitHub();
    app = github.addApp({ permissions: { metadata: 'read', contents: 'write' } });
    const account = github.addUser({ login: 'octo', type: 'Organization' });
    github.addRepository('octo/secret', { private: true });
    github.addRepository('octo/other', { private: true });
    installation = github.addInstallation(app, { account, repositories: ['octo/secret', 'octo/other'] });
  });
  afterAll(() => github.close());

  const seconds = (): number => Math.floor(Date.now() / 1000);
  const jwt = (claims: Claims, key = app.privateKey): Promise<string> =>
    new SignJWT({ iss: app.clientId, iat: seconds() - 60, exp: seconds() + 500, ...claims })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(createPrivateKey(key));
  const mint = async (body: object) =>
    ask(github, `POST /app/installations/${installation.id}/access_tokens`, { token: await jwt({}), body });

  it("mints over Octokit's own client, with the App id or the client id", async () => {
    const options = { privateKey: app.privateKey, request: request.defaults({ baseUrl: github.apiUrl }) };
    for (const appId of [app.id, app.clientId]) {
      const { token } = await createAppAuth({ appId, ...options })({
        type: 'installation',
        installationId: installation.id,
      });
      expect(checkTokenFormat(token)).toMatchObject({ ok: true, kind: 'installation' });
      expect(github.isAlive(token)).toBe(true);
    }
  });

  it('spends the budget of the App for minting and that of the installation with its tokens', async () => {
    github.clearRequests();
    const { body } = await mint({});
    await ask(github, 'GET /installation/repositories', { token: String(member(body, 'token')) });

    expect(github.requests.map((one) => one.owner)).toEqual([`app:${app.id}`, installation.owner]);
  });

  it.each<[string, Claims, RegExp]>([
    ['has ended', { iat: -700, exp: -10 }, /Expiration time/],
    ['lives longer than ten minutes', { exp: 900 }, /too far in the future/],
    ['comes from the future', { iat: 300 }, /Issued at/],
  ])('is refused when its JWT %s', async (_, offsets, message) => {
    const claims = Object.fromEntries(
      Object.entries(offsets).map(([name, offset]) => [name, seconds() + Number(offset)]),
    );
    const reply = await ask(github, 'GET /app', { token: await jwt(claims) });

    expect(reply.status).toBe(401);
    expect(member(reply.body, 'message')).toMatch(message);
  });

  it('is refused when another key has signed, or when the issuer is unknown', async () => {
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const forged = await ask(github, 'GET /app', { token: await jwt({}, stranger.toString()) });
    const unknown = await ask(github, 'GET /app', { token: await jwt({ iss: '999999' }) });

    expect([forged.status, unknown.status]).toEqual([401, 404]);
  });

  it('narrows a token to the requested repositories and permissions', async () => {
    const { body } = await mint({ repositories: ['secret'], permissions: { contents: 'read' } });
    const token = String(member(body, 'token'));
    const seen = await ask(github, 'GET /repos/octo/secret', { token });
    const unseen = await ask(github, 'GET /repos/octo/other', { token });

    expect(member(body, 'permissions')).toEqual({ contents: 'read', metadata: 'read' });
    expect([seen.status, unseen.status]).toEqual([200, 404]);
  });

  it.each([
    { permissions: { contents: 'admin' } },
    { permissions: { issues: 'read' } },
    { repositories: ['secret', 'nowhere'] },
    { repository_ids: [1] },
  ])('gives no more than the installation has: %j', async (body) => {
    expect((await mint(body)).status).toBe(422);
  });

  it('revokes the token that makes the request', async () => {
    const { token } = github.mintInstallationToken(installation);
    const first = await ask(github, 'DELETE /installation/token', { token });
    const second = await ask(github, 'DELETE /installation/token', { token });

    expect([first.status, second.status]).toEqual([204, 401]);
  });

  it('pages its installations with a link to the next page', async () => {
    const many = github.addApp();
    for (let count = 0; count < 5; count += 1) github.addInstallation(many);
    const token = await jwt({ iss: many.clientId });
    const first = await ask(github, 'GET /app/installations?per_page=3', { token });
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await ask(github, `GET ${next.slice(github.apiUrl.length)}`, { token });

    expect(first.body).toHaveLength(3);
    expect(second.body).toHaveLength(2);
    expect(second.headers.has('link')).toBe(false);
  });

  it.each([
    ['enabled', true],
    ['disabled', false],
  ])('mints the dotted form or the old one as the header says: %s', async (switched, isDotted) => {
    const headers = { 'x-github-stateless-s2s-token': switched };
    const path = `POST /app/installations/${installation.id}/access_tokens`;
    const { body } = await ask(github, path, { token: await jwt({}), body: {}, headers });

    expect(String(member(body, 'token')).split('.').length === 3).toBe(isDotted);
  });

  it('neither mints nor serves for an installation that is suspended', async () => {
    const paused = github.addInstallation(app);
    const { token } = github.mintInstallationToken(paused);
    github.suspendInstallation(paused);
    const path = `POST /app/installations/${paused.id}/access_tokens`;
    const minted = await ask(github, path, { token: await jwt({}), body: {} });
    const used = await ask(github, 'GET /rate_limit', { token });

    expect([minted.status, used.status]).toEqual([403, 403]);
  });

  it('loses its tokens with its installation', async () => {
    const doomed = github.addInstallation(app);
    const { token } = github.mintInstallationToken(doomed);
    github.removeInstallation(doomed);

    expect((await ask(github, 'GET /rate_limit', { token })).status).toBe(401);
  });
});
