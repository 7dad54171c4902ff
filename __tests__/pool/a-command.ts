import { Readable } from 'node:stream';
import { runCli } from '../../src/pool/cli/run.js';
import type { Ended, Run } from './a-process.js';

/**
 * Runs `token-pool` with these arguments to its end, within this process: a tenth of the time that one of its own
 * takes. `a-process.ts` is for what only a process has, such as signals and the rights of its files.
 */
export async function runCommand(
  args: readonly string[],
  { cwd, env = {}, stdin = '' }: Run,
): Promise<Ended> {
  const ended: Ended = { code: null, out: '', err: '' };
  const before = process.cwd();
  process.chdir(cwd);
  try {
    ended.code = await runCli(args, {
      env,
      stdin: Readable.from([Buffer.from(stdin)]),
      out: (text) => {
        ended.out += text;
      },
      err: (text) => {
        ended.err += text;
      },
      openLog: () => ({ write: () => undefined, flushSync: () => undefined }),
      isTerminal: false,
      now: Date.now,
      fetch: () => Promise.reject(new Error('no network in tests')),
      ending: new AbortController().signal,
    });
  } finally {
    process.chdir(before);
  }
  return ended;
}
