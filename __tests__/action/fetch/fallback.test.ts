import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { annotationsOf, aScene, type Scene } from './fetch-job.js';

const FORK_EVENT = { pull_request: { head: { repo: { full_name: 'visitor/widgets' } } } };

describe('a job without credentials', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await aScene();
  });
  afterEach(() => scene.dispose());

  it('in a fork continues with GITHUB_TOKEN, and one notice says why and with what budget', async () => {
    const { job, step } = await scene.fetchToken(
      { 'pool-url': 'https://pool.invalid', 'api-secret': '' },
      { eventName: 'pull_request', eventPayload: FORK_EVENT },
    );
    expect(step.outcome).toBe('success');
    expect(step.env).toEqual({ GITHUB_TOKEN: scene.githubToken });
    expect(step.outputs).toMatchObject({
      source: 'fallback',
      token: scene.githubToken,
      remaining: '1000',
      limit: '1000',
    });
    expect(step.outputs['fallback-reason']).toMatch(/comes from a fork/);
    expect(annotationsOf(step)).toEqual([
      expect.stringMatching(/^notice: .*comes from a fork.*1,000 of 1,000 \(core\)/),
    ]);
    const end = await job.finish();
    expect(end.status).toBe('success');
    expect(job.summary).toContain('comes from a fork');
  });

  it.each([
    ['a pool', { 'pool-url': 'https://pool.invalid' }, /so there is no api-secret and no OIDC identity\./],
    ['an App', { 'client-id': 'Iv1.0123456789abcdef' }, /so there is no private-key\./],
  ])('for Dependabot is told that secrets of its own are needed, for %s', async (_, inputs, missing) => {
    const { step } = await scene.fetchToken(inputs, { actor: 'dependabot[bot]' });
    expect(annotationsOf(step)).toHaveLength(1);
    expect(annotationsOf(step)[0]).toMatch(/^notice: Runs for Dependabot see only Dependabot's own secrets/);
    expect(annotationsOf(step)[0]).toMatch(missing);
  });

  it.each([
    ['of a fork that was deleted', { pull_request: { head: { repo: null } } }],
    ['of which the runner tells nothing', {}],
  ])('%s is told of forks as well', async (_, eventPayload) => {
    const inputs = { 'pool-url': 'https://pool.invalid' };
    const { step } = await scene.fetchToken(inputs, { eventName: 'pull_request', eventPayload });
    expect(annotationsOf(step)).toEqual([expect.stringMatching(/^notice: .*comes from a fork/)]);
  });

  it.each([
    ['has white space in it', 'two words_of_a_secret', /white space or control characters/],
    ['has a control character in it', 'a\u0007bcdefgh_secret', /white space or control characters/],
    ['has non-ASCII characters in it', 'pool_key_schlüssel', /non-ASCII characters in it/],
    ['is too short', 'shrt-1', /shorter than 8 characters/],
  ])('whose api-secret %s falls back with a warning and asks nobody', async (_, secret, words) => {
    const inputs = { 'pool-url': 'http://127.0.0.1:1', 'api-secret': secret };
    const { step } = await scene.fetchToken(inputs);
    expect(step.outputs.source).toBe('fallback');
    expect(annotationsOf(step)).toEqual([
      expect.stringMatching(/^warning: api-secret is not a key of a pool/),
    ]);
    expect(annotationsOf(step)[0]).toMatch(words);
    expect(annotationsOf(step)[0]).not.toContain(secret);
  });

  it('does not use the word null as a token', async () => {
    const { job, step } = await scene.fetchToken({ 'github-token': 'null' });
    expect(step.env).toEqual({});
    expect(annotationsOf(step)).toEqual([expect.stringMatching(/^warning: .*continues without a token/)]);
    expect(job.isMasked('null')).toBe(false);
  });

  it('fails when a token is required', async () => {
    const { step } = await scene.fetchToken({ 'pool-url': 'https://pool.invalid', required: 'true' });
    expect(step.outcome).toBe('failure');
    expect(annotationsOf(step)).toEqual([expect.stringMatching(/^error: .*id-token: write/)]);
  });

  it('and without a fallback continues without a token, and says so as a warning', async () => {
    const { step } = await scene.fetchToken({ 'github-token': '' });
    expect(step.outcome).toBe('success');
    expect(step.env).toEqual({});
    expect(annotationsOf(step)).toEqual([expect.stringMatching(/^warning: .*continues without a token/)]);
  });

  it('fails when a pool was configured, failed, and there is no fallback', async () => {
    const inputs = {
      'pool-url': 'http://127.0.0.1:1',
      'api-secret': 'pool_key_0123456789',
      'github-token': '',
    };
    const { step } = await scene.fetchToken({ ...inputs, 'timeout-seconds': '1' });
    expect(step.outcome).toBe('failure');
    expect(annotationsOf(step)[0]).toMatch(/^error: The pool cannot be used: 127.0.0.1:1 cannot be reached/);
  });
});
