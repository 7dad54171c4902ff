import { describe, expect, it } from '@jest/globals';
import { readPairs } from '../../../testkit/runner/file-commands.js';
import { fixtureIn, jobSuite } from '../../../testkit/runner/job-suite.js';

const newJob = jobSuite();

/** Runs an action that writes these texts to its files, and then `after`. */
async function writing(files: Readonly<Record<string, string>>, after = '') {
  const job = await newJob();
  const main = `import { appendFileSync } from 'node:fs';
    for (const [name, text] of Object.entries(${JSON.stringify(files)})) appendFileSync(process.env[name], text);
    ${after}`;
  return { job, step: await job.uses({ id: 'it', action: await fixtureIn(job, { main }) }) };
}

const pairs = (text: string) => Object.fromEntries(readPairs(text));

describe('pairs in a file', () => {
  it.each([
    ['an untrimmed value', 'A= b \n', { A: ' b ' }],
    ['an empty value', 'A=\n', { A: '' }],
    ['no line break at the end', 'A=1', { A: '1' }],
    ['empty lines between', '\nA=1\n\nB=2\n', { A: '1', B: '2' }],
    ['= before <<', 'A=b<<c\n', { A: 'b<<c' }],
    ['<< before =', 'A<<x=y\nv\nx=y\n', { A: 'v' }],
    ['lines up to the delimiter', 'A<<E\none\n\ntwo\nE\n', { A: 'one\n\ntwo' }],
    ['a delimiter in a longer line', 'A<<E\nEE\n E\nE\n', { A: 'EE\n E' }],
    ['an empty block', 'A<<E\nE\n', { A: '' }],
    ['a closing line without an end', 'A<<E\nv\nE', { A: 'v' }],
    ['a carriage return in a value', 'A=1\r\nB=2\n', { A: '1\r', B: '2' }],
    ['a carriage return in a delimiter', 'A<<E\r\nv\r\nE\r\n', { A: 'v\r' }],
  ])('are read with %s', (_, text, expected) => {
    expect(pairs(text)).toEqual(expected);
  });

  it.each([
    ['neither = nor <<', 'word\n', "Invalid format 'word'"],
    ['no delimiter in sight', 'A<<E\nv\n', "Invalid value. Matching delimiter not found 'E'"],
    ['a last line without an end', 'A<<E\nv', 'Invalid value. EOF marker missing new line.'],
    ['CRLF at the closing line only', 'A<<E\nv\nE\r\n', "Invalid value. Matching delimiter not found 'E'"],
    ['no delimiter', 'A<<\nv\n', 'must not be empty'],
    ['no name', '<<E\nv\nE\n', 'must not be empty'],
  ])('are refused with %s', (_, text, message) => {
    expect(() => pairs(text)).toThrow(message);
  });
});

describe('the files of a stage', () => {
  it('change env, path, outputs, state and summary', async () => {
    const { job, step } = await writing({
      GITHUB_ENV: 'A=1\n',
      GITHUB_PATH: '/one\n/two\n/one\n',
      GITHUB_OUTPUT: 'o=2\n',
      GITHUB_STATE: 's=3\n',
      GITHUB_STEP_SUMMARY: '# done\n',
    });
    expect(step).toMatchObject({
      outcome: 'success',
      env: { A: '1' },
      outputs: { o: '2' },
      state: { s: '3' },
    });
    expect(step.summary).toBe('# done\n');
    const next = await job.run({ script: 'echo "$A"; echo "$PATH"' });
    expect(next.stdout).toMatch(/^1\n\/one:\/two:/);
  });

  it('are read after a failure too', async () => {
    const { job, step } = await writing({ GITHUB_ENV: 'A=1\n' }, 'process.exitCode = 3;');
    expect(step).toMatchObject({ outcome: 'failure', exitCode: 3 });
    expect(job.env.A).toBe('1');
  });

  it('fail the step on a bad line, with earlier lines applied', async () => {
    const { job, step } = await writing({ GITHUB_ENV: 'A=1\nbad\nB=2\n', GITHUB_OUTPUT: 'o=1\n' });
    expect(step).toMatchObject({ outcome: 'failure', exitCode: 0, outputs: { o: '1' } });
    expect(job.env).toEqual({ A: '1' });
    expect(step.lines.slice(-2)).toEqual([
      "##[error]Unable to process file command 'env' successfully.",
      "##[error]Invalid format 'bad'",
    ]);
  });

  it('skip NODE_OPTIONS with an error that does not fail the step', async () => {
    const { job, step } = await writing({ GITHUB_ENV: 'node_options=--inspect\nA=1\n' });
    expect(step.outcome).toBe('success');
    expect(step.annotations[0]?.message).toBe(
      "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.",
    );
    expect(job.env).toEqual({ A: '1' });
  });

  it('may be deleted by the stage', async () => {
    const after = `import { rmSync } from 'node:fs'; rmSync(process.env.GITHUB_ENV);`;
    const { step } = await writing({}, after);
    expect(step.outcome).toBe('success');
  });

  it('give a masked summary, but none above one MiB', async () => {
    const masked = await writing(
      { GITHUB_STEP_SUMMARY: 'a the-secret b\n' },
      `console.log('::add-mask::the-secret')`,
    );
    expect(masked.job.summary).toBe('a *** b\n');
    const large = await writing(
      {},
      `
      appendFileSync(process.env.GITHUB_STEP_SUMMARY, 'x'.repeat(1024 * 1024 + 1));`,
    );
    expect(large.step).toMatchObject({ outcome: 'success', summary: '' });
    expect(large.step.annotations).toHaveLength(1);
  });

  it('are new for each stage, and the old ones are deleted', async () => {
    const { job, step } = await writing({ GITHUB_ENV: 'A=the-value\n' });
    const next = await job.run({ script: `test ! -e '${step.processEnv.GITHUB_ENV}'; cat "$GITHUB_ENV"` });
    expect(next).toMatchObject({ outcome: 'success', stdout: '' });
  });
});
