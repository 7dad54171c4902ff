import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exportNameFault } from '../../../src/action/runner/export-names.js';
import { annotationsOf, aScene, type Scene } from '../fetch/fetch-job.js';

describe('the inputs of fetch-token', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await aScene();
  });
  afterEach(() => scene.dispose());

  it('are all checked first, and every fault is named with what to write instead', async () => {
    const { step } = await scene.fetchToken({
      'pool-url': 'pool.example.com',
      'api-secret': 'a-usual-secret',
      attempts: '99',
      count: '0',
      bucket: 'Core!',
      'min-remaining': 'many',
      verify: 'yes',
      oidc: 'sometimes',
      label: 'No Such Label',
      'export-env': 'PATH, github_token',
      'timeout-seconds': '-1',
    });
    expect(step.outcome).toBe('failure');
    // The runner shows at most ten annotations, so the last one may hold several.
    expect(annotationsOf(step)).toHaveLength(10);
    const named = [
      ...annotationsOf(step)
        .join(' ')
        .matchAll(/Input ([a-z-]+): /g),
    ].map((match) => match[1]);
    expect(named.sort().join()).toBe(
      'attempts,bucket,count,export-env,export-env,label,min-remaining,oidc,pool-url,timeout-seconds,verify',
    );
    expect(scene.github.requests).toHaveLength(0);
  });

  it('for an App are checked as well', async () => {
    const { step } = await scene.fetchToken({
      'client-id': 'an id',
      'private-key': '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
      owner: 'two words',
      repositories: 'octo-org/widgets',
      permissions: 'everything',
      'github-api-url': 'ftp://api',
      'github-token': 'two tokens',
    });
    const text = annotationsOf(step).join('\n');
    for (const name of [
      'client-id',
      'private-key',
      'owner',
      'repositories',
      'permissions',
      'github-api-url',
      'github-token',
    ]) {
      expect(text).toContain(`error: Input ${name}: `);
    }
    expect(text).toContain('it is a public key');
  });

  it.each([
    'PATH',
    'LD_PRELOAD',
    'DYLD_INSERT_LIBRARIES',
    'NODE_OPTIONS',
    'NODE_EXTRA_CA_CERTS',
    'BASH_ENV',
    'GIT_SSH',
    'HOME',
  ])('refuse to export %s, which changes how programs run', (name) => {
    expect(exportNameFault(name)).toMatch(/changes how programs load or run/);
  });

  it.each([
    'GITHUB_ENV',
    'GITHUB_API_URL',
    'GITHUB_REF_NAME',
    'GITHUB_ACTION',
    'RUNNER_TEMP',
    'ACTIONS_RUNTIME_TOKEN',
    'CI',
  ])('refuse to export %s, which the runner overwrites', (name) => {
    expect(exportNameFault(name)).toMatch(/set by the runner/);
  });

  it.each(['GITHUB_TOKEN', 'GH_TOKEN', 'MISE_GITHUB_TOKEN', 'GITHUB_API_TOKEN', 'HOMEBREW_GITHUB_API_TOKEN'])(
    'allow to export %s',
    (name) => {
      expect(exportNameFault(name)).toBeNull();
    },
  );

  it('export under every name that is listed', async () => {
    const { step } = await scene.fetchToken({ 'export-env': 'GITHUB_TOKEN, GH_TOKEN\nMISE_GITHUB_TOKEN' });
    expect(Object.keys(step.env).sort()).toEqual(['GH_TOKEN', 'GITHUB_TOKEN', 'MISE_GITHUB_TOKEN']);
  });
});
