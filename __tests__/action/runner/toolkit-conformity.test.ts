import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { heredoc } from '../../../src/action/runner/heredoc.js';
import { readInputs } from '../../../src/action/runner/inputs.js';
import { readJob } from '../../../src/action/runner/job.js';
import { createRunner } from '../../../src/action/runner/runner.js';
import { ROOT } from '../fetch/fetch-job.js';

/** Runs a script with the toolkit in a process of its own, because the toolkit reads its environment at import. */
function withToolkit(script: string, env: { [name: string]: string }): string {
  const core = pathToFileURL(path.join(ROOT, 'node_modules/@actions/core/lib/core.js')).href;
  const github = pathToFileURL(path.join(ROOT, 'node_modules/@actions/github/lib/context.js')).href;
  const source = `import * as core from '${core}'; import { Context } from '${github}'; ${script}`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', source], {
    env: { PATH: process.env.PATH ?? '', ...env },
    encoding: 'utf8',
  });
}

describe("our runner's side, beside the toolkit's", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'conformity-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('reads inputs alike', () => {
    const env = {
      'INPUT_POOL-URL': '  https://pool.example.com \n',
      'INPUT_WITH SPACE': 'not found',
      INPUT_WITH_SPACE: 'found',
      INPUT_YES: 'True',
      INPUT_NO: 'FALSE',
    };
    const names = ['pool-url', 'with space', 'absent'];
    const theirs = JSON.parse(
      withToolkit(
        `const names = ${JSON.stringify(names)};
         const flags = [core.getBooleanInput('yes'), core.getBooleanInput('no')];
         console.log(JSON.stringify([names.map((name) => core.getInput(name)), flags]));`,
        env,
      ),
    );
    const inputs = readInputs(env);
    expect([names.map(inputs.text), [inputs.flag('yes', false), inputs.flag('no', true)]]).toEqual(theirs);
  });

  it('writes the same lines to standard output', () => {
    const texts = ['plain', '100 % of a: b, c', 'two::colons'];
    const script = `for (const text of ${JSON.stringify(texts)}) {
      core.notice(text); core.warning(text); core.error(text); core.debug(text);
      core.setSecret('long-enough ' + text);
    }`;
    let ours = '';
    const runner = createRunner({
      ...fileDeps({}),
      write: (text) => {
        ours += text;
      },
    });
    for (const text of texts) {
      for (const level of ['notice', 'warning', 'error', 'debug'] as const) runner.log[level](text);
      runner.mask(`long-enough ${text}`);
    }
    expect(ours).toBe(withToolkit(script, {}));
  });

  it('writes the same entries to the files, but for the delimiter', () => {
    const [theirFile, ourFile] = [path.join(folder, 'theirs'), path.join(folder, 'ours')];
    const pairs = [
      ['NAME', 'value'],
      ['MANY', 'a\nb\n'],
      ['EMPTY', ''],
      ['RETURN', 'x\r'],
    ] as const;
    for (const file of [theirFile, ourFile]) writeFileSync(file, '');
    const files = (file: string) => ({ GITHUB_ENV: file, GITHUB_OUTPUT: file, GITHUB_STATE: file });
    withToolkit(
      `for (const [name, value] of ${JSON.stringify(pairs)}) {
        core.exportVariable(name, value); core.setOutput(name, value); core.saveState(name, value);
      }`,
      files(theirFile),
    );
    const runner = createRunner(fileDeps(files(ourFile)));
    for (const [name, value] of pairs) {
      runner.exportVariable(name, value);
      runner.setOutput(name, value);
      runner.saveState(name, value);
    }
    const withoutDelimiters = (file: string) =>
      readFileSync(file, 'utf8').replaceAll(/ghadelimiter_[0-9a-f-]+/g, 'END');
    expect(withoutDelimiters(ourFile)).toBe(withoutDelimiters(theirFile));
  });

  it('knows the same job', () => {
    const env = {
      GITHUB_REPOSITORY: 'octo-org/widgets',
      GITHUB_WORKFLOW: 'CI',
      GITHUB_JOB: 'test',
      GITHUB_RUN_ID: '16584921',
      GITHUB_RUN_ATTEMPT: '3',
      GITHUB_EVENT_NAME: 'workflow_dispatch',
    };
    const script = `const c = new Context();
      console.log(JSON.stringify({ repository: c.repo.owner + '/' + c.repo.repo, workflow: c.workflow, job: c.job,
        run_id: String(c.runId), run_attempt: c.runAttempt, event_name: c.eventName }));`;
    expect(readJob(env)).toEqual(JSON.parse(withToolkit(script, env)));
  });

  it('ends a value with a delimiter that is nowhere in it, even when chance is against it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, repeats) => {
        const value = `${'ghadelimiter_'}${'000000000000'.repeat(repeats)}${text}`;
        const entry = heredoc('NAME', value, { random: () => 0, eol: '\n' });
        const delimiter = entry.slice('NAME<<'.length, entry.indexOf('\n'));
        expect(value).not.toContain(delimiter);
        expect(entry).toBe(`NAME<<${delimiter}\n${value}\n${delimiter}\n`);
      }),
    );
  });

  function fileDeps(env: { [name: string]: string }) {
    return {
      env,
      write: () => {},
      appendFile: (file: string, text: string) => writeFileSync(file, text, { flag: 'a' }),
      fileExists: (file: string) => file !== '',
      random: Math.random,
      eol: '\n',
    };
  }
});
