import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { CliIo } from '../../../src/pool/cli/io.js';
import { runCli } from '../../../src/pool/cli/run.js';
import { table } from '../../../src/pool/cli/table.js';

function aTerminal(): { io: CliIo; seen: { out: string; err: string } } {
  const seen = { out: '', err: '' };
  const io: CliIo = {
    env: { DATABASE_URL: ':memory:' },
    stdin: Object.assign(Readable.from([]), { isTTY: true }),
    out: (text) => {
      seen.out += text;
    },
    err: (text) => {
      seen.err += text;
    },
    openLog: () => ({ write: () => undefined, flushSync: () => undefined }),
    isTerminal: true,
    now: () => 0,
    fetch: () => Promise.reject(new Error('no network in tests')),
    ending: AbortSignal.abort(),
  };
  return { io, seen };
}

describe('at a terminal', () => {
  it('token add does not wait for a token to be typed where it would be seen', async () => {
    const { io, seen } = aTerminal();
    expect(await runCli(['token', 'add'], io)).toBe(2);
    expect(seen.err).toContain('token-pool token add < token.txt');
  });

  it('status --watch clears the screen before each look and ends when told to', async () => {
    const { io, seen } = aTerminal();
    expect(await runCli(['status', '--watch'], io)).toBe(0);
    expect(seen.out).toContain('\u001b[2J\u001b[H0 of 0 tokens are active.');
  });
});

describe('a table', () => {
  it('aligns words to the left and numbers to the right', () => {
    expect(
      table(
        ['NAME', 'N'],
        [
          ['a', 5],
          ['long', 1000],
        ],
        '',
      ),
    ).toBe('NAME     N\na        5\nlong  1000');
  });

  it('lets no name move the cursor or fake another row', () => {
    expect(table(['NAME'], [['a\u001b[2J\nb']], '')).toBe('NAME\na?[2J?b');
  });

  it('says in words that it is empty', () => {
    expect(table(['NAME'], [], 'There are none.')).toBe('There are none.');
  });
});
