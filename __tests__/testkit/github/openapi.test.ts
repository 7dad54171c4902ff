import { createSign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROUTES } from '../../../testkit/github/routes.js';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { App, GitHub } from '../../../testkit/github/types.js';
import { type Ask, ask } from './ask.js';
import { type Conformity, loadGitHubDescription } from './openapi.js';

/** `described` is the endpoint as GitHub writes it, `asked` the request of the test. */
type Case = {
  described: string;
  asked: string;
  status: number;
  as?: keyof Credentials | 'nobody';
  body?: unknown;
};
type Credentials = { [name in 'user' | 'installation' | 'app' | 'client' | 'revoked' | 'spent']: Ask };

const CASES: readonly Case[] = [
  { described: 'GET /rate_limit', asked: 'GET /rate_limit', status: 200, as: 'user' },
  { described: 'GET /user', asked: 'GET /user', status: 200, as: 'user' },
  { described: 'GET /user', asked: 'GET /user', status: 401, as: 'revoked' },
  { described: 'GET /user', asked: 'GET /user', status: 403, as: 'spent' },
  { described: 'GET /user', asked: 'GET /user', status: 403, as: 'installation' },
  { described: 'GET /users/{username}', asked: 'GET /users/ada', status: 200 },
  { described: 'GET /users/{username}', asked: 'GET /users/nobody', status: 404 },
  { described: 'GET /repos/{owner}/{repo}', asked: 'GET /repos/octo/open', status: 200, as: 'user' },
  { described: 'GET /repos/{owner}/{repo}', asked: 'GET /repos/octo/closed', status: 404, as: 'user' },
  { described: 'GET /repos/{owner}/{repo}', asked: 'GET /repos/octo/open', status: 403, as: 'spent' },
  { described: 'GET /repos/{owner}/{repo}/releases', asked: 'GET /repos/octo/open/releases', status: 200 },
  {
    described: 'GET /repos/{owner}/{repo}/releases/latest',
    asked: 'GET /repos/octo/open/releases/latest',
    status: 200,
  },
  {
    described: 'GET /search/repositories',
    asked: 'GET /search/repositories?q=open',
    status: 200,
    as: 'user',
  },
  { described: 'GET /search/code', asked: 'GET /search/code?q=x', status: 200, as: 'user' },
  { described: 'GET /app', asked: 'GET /app', status: 200, as: 'app' },
  { described: 'GET /app/installations', asked: 'GET /app/installations', status: 200, as: 'app' },
  {
    described: 'GET /app/installations/{installation_id}',
    asked: 'GET /app/installations/ID',
    status: 200,
    as: 'app',
  },
  {
    described: 'GET /repos/{owner}/{repo}/installation',
    asked: 'GET /repos/octo/closed/installation',
    status: 200,
    as: 'app',
  },
  { described: 'GET /orgs/{org}/installation', asked: 'GET /orgs/octo/installation', status: 200, as: 'app' },
  {
    described: 'GET /users/{username}/installation',
    asked: 'GET /users/octo/installation',
    status: 200,
    as: 'app',
  },
  {
    described: 'POST /app/installations/{installation_id}/access_tokens',
    asked: 'POST /app/installations/ID/access_tokens',
    status: 201,
    as: 'app',
    body: { repositories: ['closed'], permissions: { contents: 'read' } },
  },
  {
    described: 'POST /app/installations/{installation_id}/access_tokens',
    asked: 'POST /app/installations/ID/access_tokens',
    status: 422,
    as: 'app',
    body: { permissions: { administration: 'write' } },
  },
  {
    described: 'POST /app/installations/{installation_id}/access_tokens',
    asked: 'POST /app/installations/1/access_tokens',
    status: 404,
    as: 'app',
  },
  {
    described: 'GET /installation/repositories',
    asked: 'GET /installation/repositories',
    status: 200,
    as: 'installation',
  },
  {
    described: 'POST /applications/{client_id}/token',
    asked: 'POST /applications/CLIENT/token',
    status: 200,
    as: 'client',
  },
  {
    described: 'DELETE /applications/{client_id}/token',
    asked: 'DELETE /applications/CLIENT/token',
    status: 204,
    as: 'client',
  },
  {
    described: 'POST /applications/{client_id}/token',
    asked: 'POST /applications/CLIENT/token',
    status: 404,
    as: 'client',
  },
  {
    described: 'DELETE /applications/{client_id}/grant',
    asked: 'DELETE /applications/CLIENT/grant',
    status: 204,
    as: 'client',
    body: 'other',
  },
  {
    described: 'POST /credentials/revoke',
    asked: 'POST /credentials/revoke',
    status: 202,
    body: { credentials: [] },
  },
  {
    described: 'DELETE /installation/token',
    asked: 'DELETE /installation/token',
    status: 204,
    as: 'installation',
  },
];

function appJwt(app: App): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seconds = Math.floor(Date.now() / 1000);
  const signed = `${part({ alg: 'RS256' })}.${part({ iss: app.clientId, iat: seconds - 30, exp: seconds + 500 })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(app.privateKey, 'base64url')}`;
}

describe("the stand-in's answers, by GitHub's own OpenAPI description", () => {
  let github: GitHub;
  let faultsOf: Conformity;
  let credentials: Credentials;
  let fill: (path: string) => string;
  let grantedTokens: { first: string; other: string };

  beforeAll(async () => {
    faultsOf = loadGitHubDescription();
    github = await startGitHub();
    const octo = github.addUser({ login: 'octo', type: 'Organization' });
    const ada = github.addUser({ login: 'ada' });
    const spent = github.addUser({ login: 'spent' });
    github.spend(spent.owner, 'core', 5000);
    github.addRepository('octo/open');
    github.addRepository('octo/closed', { private: true });
    const app = github.addApp();
    const installation = github.addInstallation(app, { account: octo });
    const revoked = github.addToken(ada).token;
    github.revokeToken(revoked);
    const client = github.addOAuthApp();
    const grant = { clientId: client.clientId };
    grantedTokens = { first: github.addToken(ada, grant).token, other: github.addToken(ada, grant).token };
    credentials = {
      user: { token: github.addToken(ada).token },
      spent: { token: github.addToken(spent).token },
      revoked: { token: revoked },
      installation: { token: github.mintInstallationToken(installation).token },
      app: { token: appJwt(app) },
      client: {
        basic: `${client.clientId}:${client.clientSecret}`,
        body: { access_token: grantedTokens.first },
      },
    };
    fill = (path) => path.replace('ID', String(installation.id)).replace('CLIENT', client.clientId);
  });
  afterAll(() => github.close());

  // In this order: two cases revoke the tokens of earlier ones.
  it.each(CASES.map((one) => ({ as: 'nobody' as const, ...one })))(
    '$asked as $as answers $status as $described does',
    async ({ described, asked, status, as, body }) => {
      const given = body === 'other' ? { access_token: grantedTokens.other } : body;
      const credential = as === 'nobody' ? {} : credentials[as];
      const reply = await ask(github, fill(asked), {
        ...credential,
        ...(given === undefined ? {} : { body: given }),
      });

      expect(reply.status).toBe(status);
      expect(faultsOf(described, reply.status, reply.body)).toEqual([]);
    },
  );

  it('leaves out no endpoint of the API that GitHub describes with a JSON answer', () => {
    const shape = (endpoint: string): string => endpoint.replace(/\{[^}]*\}|:[a-z_]+/g, '*');
    const checked = new Set(CASES.map(({ described }) => shape(described)));
    const served = ROUTES.filter((route) => route.cost !== 'web').map(({ method, pattern }) =>
      shape(`${method} ${pattern}`),
    );

    expect(served.filter((endpoint) => !checked.has(endpoint))).toEqual(['GET /zen', 'POST /graphql']);
  });
});
