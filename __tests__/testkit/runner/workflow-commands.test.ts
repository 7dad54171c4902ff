import { describe, expect, it } from '@jest/globals';
import { fixtureIn, jobSuite } from '../../../testkit/runner/job-suite.js';
import type { JobOptions, StageResult } from '../../../testkit/runner/types.js';
import { COMMAND_NAMES, parseCommand } from '../../../testkit/runner/workflow-commands.js';

const newJob = jobSuite();
const REGISTERED = new Set(COMMAND_NAMES);

/** Runs an action that prints these lines on stdout; returns what was rendered below the header. */
async function printing(lines: readonly string[], options: JobOptions = {}) {
  const job = await newJob(options);
  const main = `process.stdout.write(${JSON.stringify(lines.map((line) => `${line}\n`).join(''))})`;
  const step = await job.uses({ action: await fixtureIn(job, { main }) });
  return { job, step, body: bodyOf(step) };
}

function bodyOf(step: StageResult): readonly string[] {
  return step.lines.slice(step.lines.indexOf('##[endgroup]') + 1);
}

describe('a command in a line', () => {
  it('is read after leading space, with properties and escapes', () => {
    const command = parseCommand('  ::ERROR file=a%2Cb,title=x%3Ay,line=3::50%25%0Adone%250A', REGISTERED);
    expect(command).toEqual({
      name: 'ERROR',
      properties: new Map([
        ['file', 'a,b'],
        ['title', 'x:y'],
        ['line', '3'],
      ]),
      data: '50%\ndone%0A',
    });
  });

  it('is read in the old form anywhere in a line', () => {
    expect(parseCommand('so ##[warning code=a%3Bb;x=y]data%5D', REGISTERED)).toMatchObject({
      name: 'warning',
      properties: new Map([
        ['code', 'a;b'],
        ['x', 'y'],
      ]),
      data: 'data]',
    });
  });

  it.each(['text ::error::x', '::unknown::x', ':: error::x', '::error:x', '##[section]x'])(
    'is not seen in %s',
    (line) => {
      expect(parseCommand(line, REGISTERED)).toBeNull();
    },
  );
});

describe('a stage that prints commands', () => {
  it('shows annotations and groups, and keeps the processed commands out of the log', async () => {
    const { step, body } = await printing([
      '::group::Title',
      '::endgroup::',
      '::notice title=T::note',
      '::set-output name=a::1',
      '::save-state name=s::2',
      '::debug::hidden',
    ]);
    expect(body).toEqual(['##[group]Title', '##[endgroup]', '##[notice]note']);
    expect(step).toMatchObject({ outcome: 'success', outputs: { a: '1' }, state: { s: '2' } });
    expect(step.annotations).toEqual([{ level: 'notice', message: 'note', title: 'T' }]);
  });

  it('does not fail by ::error:: alone, and keeps ten annotations of a kind', async () => {
    const lines = Array.from({ length: 12 }, (_, index) => `::error::${index}${'x'.repeat(5000)}`);
    const { step } = await printing(lines);
    expect(step.outcome).toBe('success');
    expect(step.annotations).toHaveLength(10);
    expect(step.annotations[0]?.message).toHaveLength(4096);
  });

  it('masks from add-mask on, in annotations too, but not earlier output', async () => {
    const { step, body } = await printing([
      'the-secret',
      '::add-mask::the-secret',
      '::warning::x the-secret',
    ]);
    expect(body).toEqual(['the-secret', '##[warning]x ***']);
    expect(step.annotations[0]?.message).toBe('x ***');
    expect(step.rawLines.at(-1)).toBe('##[warning]x the-secret');
  });

  it('warns about an empty mask', async () => {
    const { body } = await printing(['::add-mask::  ']);
    expect(body).toEqual(["##[warning]Can't add secret mask for empty string in ##[add-mask] command."]);
  });

  it.each([
    ['set-env', '::set-env name=A::1'],
    ['add-path', '::add-path::/x'],
  ])('fails by %s, which is disabled', async (name, line) => {
    const { job, step, body } = await printing([line]);
    expect(step.outcome).toBe('failure');
    expect(body[0]).toBe(`##[error]Unable to process command '${line}' successfully.`);
    expect(body[1]).toContain(`The \`${name}\` command is disabled.`);
    expect(job.env).toEqual({});
  });

  it('accepts set-env when the workflow allows it', async () => {
    const { job } = await printing(['::set-env name=A::1'], {
      jobEnv: { ACTIONS_ALLOW_UNSECURE_COMMANDS: 'true' },
    });
    expect(job.env.A).toBe('1');
  });

  it('ignores commands, masks included, between stop-commands and its token', async () => {
    const { step, body } = await printing([
      '::stop-commands::t0k3n-of-mine',
      '::add-mask::visible',
      '::error::not an error',
      '::t0k3n-of-mine::',
      '::notice::visible again',
    ]);
    expect(body).toEqual([
      '::stop-commands::***',
      '::add-mask::visible',
      '::error::not an error',
      '::***::',
      '##[notice]visible again',
    ]);
    expect(step.annotations).toHaveLength(1);
  });

  it('echoes commands with step debug, but never the value of a mask', async () => {
    const { body } = await printing(['::set-output name=a::1', '::add-mask::hidden-value', '::debug::seen'], {
      debug: true,
    });
    expect(body).toEqual(['::set-output name=a::1', '::add-mask::***', '##[debug]seen']);
  });

  it('echoes after echo::on', async () => {
    const { body } = await printing([
      '::echo::on',
      '::set-output name=a::1',
      '::echo::off',
      '::set-output name=b::2',
    ]);
    expect(body).toEqual(['::set-output name=a::1']);
  });
});

describe('the two pipes of a stage', () => {
  it('are both read for commands, and stderr comes first: a mask on stdout is too late for it', async () => {
    const job = await newJob();
    const main = `import { writeSync } from 'node:fs';
      writeSync(1, '::add-mask::the-secret\\nout the-secret\\n');
      writeSync(2, 'err the-secret\\n::warning::from stderr\\n');`;
    const step = await job.uses({ action: await fixtureIn(job, { main }) });
    expect(bodyOf(step)).toEqual(['err the-secret', '##[warning]from stderr', 'out ***']);
    expect(() => job.expectNoLeak('the-secret')).toThrow(/appears in the log/);
  });

  it('split lines at \\n, \\r\\n and \\r, and keep a last line without an end', async () => {
    const job = await newJob();
    const main = `process.stdout.write('a\\r\\nb\\rc\\n\\nd')`;
    const step = await job.uses({ action: await fixtureIn(job, { main }) });
    expect(bodyOf(step)).toEqual(['a', 'b', 'c', '', 'd']);
  });
});
