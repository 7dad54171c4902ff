import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './fetch-job.js';

const TOKEN = `ghp_${'q7'.repeat(18)}`;
const START = path.join(ROOT, 'build/src/action/start.js');

/** Runs an action with this source in a new process. */
function runAction(useCase: string, whenFailed: 'fail' | 'warn') {
  const source = `const { startAction } = await import(${JSON.stringify(START)});
    await startAction(${useCase}, { whenFailed: '${whenFailed}' });`;
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8' });
  return { status: ended.status, printed: ended.stdout + ended.stderr };
}

const FAULT = `Object.assign(new Error('failed at ${TOKEN}'), { cause: new Error('${TOKEN}'), body: '${TOKEN}' })`;

describe('an unexpected error', () => {
  it.each([
    ['is thrown', `async () => { throw ${FAULT}; }`],
    ['comes from a callback', `() => new Promise(() => setTimeout(() => { throw ${FAULT}; }, 1))`],
    ['is a rejection without a listener', `() => new Promise(() => { Promise.reject(${FAULT}); })`],
  ])('and %s fails main and not post, in one line without its text', (_, useCase) => {
    const main = runAction(useCase, 'fail');
    expect(main.status).toBe(1);
    expect(main.printed).toMatch(/^::error::Unexpected error \(Error.*\)\. Please report it.*\n$/);
    const post = runAction(useCase, 'warn');
    expect(post.status).toBe(0);
    expect(post.printed).toMatch(/^::warning::Unexpected error \(Error.*\n$/);
    expect(main.printed + post.printed).not.toContain(TOKEN);
  });
});
