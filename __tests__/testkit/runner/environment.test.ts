import { describe, expect, it } from '@jest/globals';
import { inputVariable } from '../../../testkit/runner/environment.js';
import { evaluate, evaluateCondition, evaluateTemplate } from '../../../testkit/runner/expressions.js';
import { fixtureIn, jobSuite } from '../../../testkit/runner/job-suite.js';

const newJob = jobSuite();
const NOTHING = 'export {};';

describe('the environment of an action', () => {
  it('names inputs in capitals, with underscores only for spaces', () => {
    expect(inputVariable('pool-url')).toBe('INPUT_POOL-URL');
    expect(inputVariable('my input')).toBe('INPUT_MY_INPUT');
  });

  it('holds every declared input, evaluated, and undeclared ones with a warning', async () => {
    const job = await newJob({ githubToken: 'ghs_the-token-of-the-job', apiUrl: 'http://127.0.0.1:1' });
    const inputs = { token: '${{ github.token }}', url: '${{ github.api_url }}/x', none: null };
    const action = await fixtureIn(job, { main: NOTHING, inputs });
    const step = await job.uses({ action, with: { Extra: '1', url: '${{ env.U }}' }, env: { U: 'given' } });
    expect(step.processEnv).toMatchObject({
      INPUT_TOKEN: 'ghs_the-token-of-the-job',
      INPUT_URL: 'given',
      INPUT_NONE: '',
      INPUT_EXTRA: '1',
    });
    expect(step.lines[0]).toBe(
      "##[warning]Unexpected input(s) 'extra', valid inputs are ['token', 'url', 'none']",
    );
    expect(step.lines).toContain('  token: ***');
  });

  it('prefers step env to GITHUB_ENV to job env to the inherited one', async () => {
    const job = await newJob({
      env: { A: 'inherited', B: 'inherited', C: 'inherited', D: 'inherited' },
      jobEnv: { B: 'job', C: 'job', D: 'job' },
    });
    await job.run({ script: 'printf "C=file\\nD=file\\n" >> "$GITHUB_ENV"' });
    const step = await job.run({ script: 'echo "$A $B $C $D"', env: { D: 'step' } });
    expect(step.stdout).toBe('inherited job file step\n');
    const after = await job.run({ script: 'echo "$D"' });
    expect(after.stdout).toBe('file\n');
  });

  it('lets GITHUB_ENV set GITHUB_TOKEN, but not the variables of the context', async () => {
    const job = await newJob();
    const names = ['GITHUB_TOKEN', 'GITHUB_API_URL', 'RUNNER_TEMP', 'GITHUB_REPOSITORY'];
    await job.run({ script: names.map((name) => `echo ${name}=mine >> "$GITHUB_ENV"`).join('\n') });
    const step = await job.run({ script: 'true' });
    expect(step.processEnv).toMatchObject({
      GITHUB_TOKEN: 'mine',
      GITHUB_API_URL: 'https://api.github.com',
      RUNNER_TEMP: job.temp,
      GITHUB_REPOSITORY: 'octo-org/widgets',
    });
    expect(step.lines).toContain('  GITHUB_API_URL: mine');
  });

  it('has the job token only if a step passes it', async () => {
    const job = await newJob({ githubToken: 'ghs_the-token-of-the-job' });
    const step = await job.uses({ action: await fixtureIn(job, { main: NOTHING }) });
    expect(Object.values(step.processEnv)).not.toContain('ghs_the-token-of-the-job');
  });

  it('masks the secrets of the job from its start, each line of them', async () => {
    const job = await newJob({ secrets: { KEY: 'first-line\n second-line\n' } });
    const step = await job.run({ script: 'printf "%s%s\\n" second -line', env: { K: '${{ secrets.KEY }}' } });
    expect(step.stdout).toBe('second-line\n');
    expect(step.lines.at(-1)).toBe('***');
    job.expectNoLeak('first-line');
  });

  it('has the request for an ID token only when the job was granted it', async () => {
    const without = await newJob();
    const oidc = { requestUrl: 'http://127.0.0.1:1/?x=1', requestToken: 'request-token' };
    const granted = await newJob({ oidc });
    const bare = await without.run({ script: 'true' });
    const step = await granted.run({ script: 'echo "$ACTIONS_ID_TOKEN_REQUEST_TOKEN"' });
    expect(bare.processEnv).not.toHaveProperty('ACTIONS_ID_TOKEN_REQUEST_URL');
    expect(step.processEnv.ACTIONS_ID_TOKEN_REQUEST_URL).toBe(oidc.requestUrl);
    expect(step.lines.at(-1)).toBe('***');
  });

  it('puts the last added path first, and shows step debug', async () => {
    const job = await newJob({ debug: true, env: { PATH: '/usr/bin:/bin' } });
    await job.run({ script: 'echo /one >> "$GITHUB_PATH"' });
    await job.run({ script: 'echo /two >> "$GITHUB_PATH"' });
    const step = await job.run({ script: 'echo "$PATH $RUNNER_DEBUG $CI $GITHUB_ACTIONS"' });
    expect(step.stdout).toBe('/two:/one:/usr/bin:/bin 1 true true\n');
  });

  it('runs in the workspace with a closed stdin and the event file', async () => {
    const job = await newJob({ eventName: 'pull_request', eventPayload: { number: 7 } });
    const main = `import { readFileSync } from 'node:fs';
      console.log(process.cwd(), readFileSync(0).length, process.stdout.isTTY ?? false);
      console.log(process.env.GITHUB_EVENT_NAME, readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));`;
    const step = await job.uses({ action: await fixtureIn(job, { main }) });
    expect(step.stdout).toBe(`${job.workspace} 0 false\npull_request {"number":7}\n`);
  });
});

describe('expressions', () => {
  const contexts = { env: { A: 'x' }, job: { status: 'failure' }, steps: { a: { outputs: { 'b-c': 'v' } } } };

  it.each([
    ['${{ env.A }}/${{ steps.a.outputs.b-c }}', 'x/v'],
    ["${{ steps['a'].outputs['b-c'] }}", 'v'],
    ["${{ env.NONE || 'it''s' }}", "it's"],
    ["${{ env.A == 'X' && 1 || 2 }}", '1'],
    ["${{ !env.NONE && format('{0}-{1}', env.A, 2) }}", 'x-2'],
    ['no expression', 'no expression'],
  ])('turn %s into %s', (template, expected) => {
    expect(evaluateTemplate(template, contexts)).toBe(expected);
  });

  it.each([
    ['always()', true],
    ['failure()', true],
    ["env.A == 'x'", false],
    ["failure() && env.A == 'x'", true],
    ['${{ !cancelled() }}', true],
  ])('decide %s as %s in a failed job', (condition, expected) => {
    expect(evaluateCondition(condition, contexts)).toBe(expected);
  });

  it('refuse what they do not know', () => {
    expect(() => evaluate('hashFiles(1)', {})).toThrow("Unrecognized function: 'hashFiles'");
    expect(() => evaluate('a b', {})).toThrow('Unexpected symbol');
  });
});
