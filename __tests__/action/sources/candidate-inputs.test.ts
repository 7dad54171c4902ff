import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readInputs } from '../../../src/action/runner/inputs.js';
import type { JobContext } from '../../../src/action/runner/job.js';
import { maskSecretInputs, readCommonRequest } from '../../../src/action/sources/source-inputs.js';
import { annotationsOf, aScene, type Scene } from '../fetch/fetch-job.js';

const aContext = () => ({ eventName: 'push', payload: {} }) as unknown as JobContext;

const KEY = `-----BEGIN RSA PRIVATE KEY-----\n${'kx7Q'.repeat(16)}\nshortTail+/=\n-----END RSA PRIVATE KEY-----\n`;

function read(written: { [input: string]: string }) {
  const inputs = readInputs({
    getInput: (name) => written[name] ?? '',
    getBooleanInput: (name) => written[name] === 'true',
  });
  const masked: string[] = [];
  maskSecretInputs(inputs, (...values) => masked.push(...values));
  const sources = readCommonRequest({ inputs, env: {}, context: aContext() });
  let faults: readonly string[] = [];
  try {
    inputs.check();
  } catch (error) {
    faults = (error as { faults: string[] }).faults;
  }
  return { sources, faults, masked };
}

const apps = (...entries: unknown[]) => read({ apps: JSON.stringify(entries) });

describe('the input `apps`', () => {
  it('accepts client_id or app_id, and an owner that differs from the input `owner`', () => {
    const entries = [
      { client_id: 'Iv23liabc', private_key: KEY },
      { app_id: 12345, private_key: KEY, owner: 'other-org' },
    ];
    const { sources, faults } = read({ apps: JSON.stringify(entries), owner: 'octo-org' });
    expect(faults).toEqual([]);
    const found = sources.candidates.map((each) => each.kind === 'app' && [each.app.id, each.app.owner]);
    expect(found).toEqual([
      ['Iv23liabc', 'octo-org'],
      ['12345', 'other-org'],
    ]);
    expect(sources.required).toBe('implied');
  });

  it.each([
    ['no JSON', '[{', /write a JSON array of 1 to 100 Apps/],
    ['an object', '{}', /write a JSON array/],
    ['an empty list', '[]', /write a JSON array/],
    ['a text among the Apps', '["supersecretvalue"]', /^apps: App 1 is not a JSON object/],
    [
      'an App without an id',
      '[{"private_key":"supersecretvalue"}]',
      /App 1 needs one of client_id and app_id/,
    ],
    ['an App without a key', '[{"client_id":"a"}]', /App 1 needs a private_key/],
    [
      'a member with another name',
      '[{"client_id":"a","key":"supersecretvalue"}]',
      /App 1 has an unknown member; write some of/,
    ],
    ['an odd owner', '[{"client_id":"a","private_key":"k","owner":"../x"}]', /App 1 needs one user/],
  ])('that is %s is refused by number, without a word of it', (_, text, fault) => {
    const { faults } = read({ apps: text });
    expect(faults).toEqual([expect.stringMatching(fault)]);
    expect(faults.join()).not.toContain('supersecret');
  });

  it('refuses an App that is listed twice for one account', () => {
    const app = { client_id: 'Iv23liabc', private_key: KEY };
    expect(apps(app, { ...app, owner: 'other-org' }, app).faults).toEqual([
      'apps: App 3 is the same as App 1; list an App once for each account.',
    ]);
  });

  it.each([
    ['as a PEM', KEY],
    ['with literal line breaks', KEY.replaceAll('\n', '\\n')],
    ['as base64', Buffer.from(KEY).toString('base64')],
  ])('has each key that is written %s masked in every form', (_, key) => {
    const { masked } = apps({ client_id: 'Iv23liabc', private_key: key });
    const lines = masked.flatMap((text) => text.split(/\n|\\n/));
    expect(lines).toEqual(expect.arrayContaining(['kx7Q'.repeat(16), 'shortTail+/=']));
    expect(masked).toContain(key);
  });

  it('masks the lines of a key even in invalid JSON', () => {
    const { masked } = read({ apps: `[{"private_key": "${KEY.replaceAll('\n', '\\n')}"` });
    expect(masked).toContain('kx7Q'.repeat(16));
  });
});

describe('the input `tokens`', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await aScene();
  });
  afterEach(() => scene.dispose());

  const aToken = () => scene.github.addToken(scene.github.addUser(), { kind: 'pat_classic' });

  it('gives one of its tokens, masks all, and revokes none', async () => {
    const issued = [aToken(), aToken(), aToken()];
    const tokens = issued.map(({ token }) => token).join('\n  ');
    const { job, step } = await scene.fetchToken(
      { tokens: '${{ secrets.TOKENS }}' },
      { secrets: { TOKENS: tokens } },
    );
    expect(step.outputs).toMatchObject({ source: 'tokens', kind: 'pat', remaining: '5000' });
    expect(step.outputs.owner).toMatch(/^tokens-[123]$/);
    await job.run({ script: 'echo "$T"', env: { T: tokens } });
    await job.finish();
    for (const { token } of issued) {
      job.expectNoLeak(token);
      expect(scene.github.isAlive(token)).toBe(true);
    }
  });

  it('skips values that are not GitHub tokens, and revoked or exhausted tokens', async () => {
    const [revoked, spent, good] = [aToken(), aToken(), aToken()];
    scene.github.revokeToken(revoked.token);
    scene.github.spend(spent.owner, 'core', 4_999);
    const tokens = ['github-token-no-more', revoked.token, spent.token, good.token].join(' ');
    const { step } = await scene.fetchToken({ tokens });
    expect(step.outputs).toMatchObject({ token: good.token, owner: 'tokens-4' });
    expect(annotationsOf(step).every((line) => line.startsWith('warning: Token '))).toBe(true);
  });

  it('refuses the same token twice, by number', () => {
    expect(read({ tokens: 'ghp_one ghp_two ghp_one' }).faults).toEqual([
      'tokens: Token 3 is the same as Token 1.',
    ]);
  });
});
