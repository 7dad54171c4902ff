import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { GitHub } from '../../../testkit/github/types.js';
import { ask, member } from './ask.js';

const CLAIMS = { repository: 'octo/repo', repository_id: '7', repository_owner: 'octo', event_name: 'push' };

describe('id tokens of the stand-in', () => {
  let github: GitHub;
  beforeEach(async () => {
    github = await startGitHub();
  });
  afterEach(() => github.close());

  const verify = async (token: string, audience: string) => {
    const { body } = await ask(github, 'GET /.well-known/openid-configuration');
    const keys = createRemoteJWKSet(new URL(String(member(body, 'jwks_uri'))));
    return jwtVerify(token, keys, { issuer: github.issuer, audience });
  };

  it('are issued to a job with the requested audience, and verify by discovery', async () => {
    const { requestUrl, requestToken } = github.addJobIdentity(CLAIMS);
    const reply = await fetch(`${requestUrl}&audience=fetch-token`, {
      headers: { authorization: `Bearer ${requestToken}` },
    });
    const { value } = (await reply.json()) as { value: string };
    const { payload } = await verify(value, 'fetch-token');

    expect(payload).toMatchObject({ ...CLAIMS, iss: github.issuer, jti: expect.any(String) });
  });

  it('are refused without the request token of the job', async () => {
    const { requestUrl } = github.addJobIdentity(CLAIMS);
    const reply = await fetch(`${requestUrl}&audience=x`, { headers: { authorization: 'Bearer guess' } });

    expect(reply.status).toBe(401);
  });

  it('still verify after a rotation that keeps the old key, but not after one that removes it', async () => {
    const token = await github.issueIdToken(CLAIMS, { audience: 'a' });
    await github.rotateIdTokenKey('keep-old');
    expect((await verify(token, 'a')).payload.aud).toBe('a');

    await github.rotateIdTokenKey('forget-old');
    await expect(verify(token, 'a')).rejects.toThrow(/no applicable key/);
  });

  it('can be expired, or signed with an unknown key', async () => {
    const old = await github.issueIdToken(CLAIMS, { audience: 'a', issuedAtMs: Date.now() - 3_600_000 });
    const forged = await github.issueIdToken(CLAIMS, { audience: 'a', key: 'unknown' });

    await expect(verify(old, 'a')).rejects.toThrow(/exp/);
    await expect(verify(forged, 'a')).rejects.toThrow(/no applicable key/);
  });
});
