import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { CliIo } from '../../../src/pool/cli/io.js';
import { runCli } from '../../../src/pool/cli/run.js';
import { table } from '../../../src/pool/cli/table.js';
import { aFolder } from '../a-process.js';

function aTerminal(typed: readonly string[] = []): { io: CliIo; seen: { out: string; err: string } } {
  const seen = { out: '', err: '' };
  const io: CliIo = {
    env: { DATABASE_URL: ':memory:' },
    stdin: Object.assign(Readable.from(typed), { isTTY: true }),
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
  it('token add does not read a token from the terminal, where it would be visible', async () => {
    const { io, seen } = aTerminal();
    expect(await runCli(['token', 'add'], io)).toBe(2);
    expect(seen.err).toContain('token-pool token add < token.txt');
  });

  it('status --watch clears the screen before each table and ends when asked to', async () => {
    const { io, seen } = aTerminal();
    expect(await runCli(['status', '--watch'], io)).toBe(0);
    expect(seen.out).toContain('\u001b[2J\u001b[H0 of 0 tokens are active.');
  });
});

describe('a removal', () => {
  async function aPool() {
    const folder = aFolder();
    const database = join(folder.path, 'pool.sqlite');
    const run = async (args: string, typed: readonly string[] = []) => {
      const { io, seen } = aTerminal(typed);
      const code = await runCli([...args.split(' '), '--database', database], io);
      return { code, ...seen };
    };
    await run('key create --name ci --init');
    const state = async () => JSON.parse((await run('key list --json')).out).keys[0].revoked_at;
    return { run, state, remove: folder.remove };
  }

  it.each([
    ['y\n', true],
    ['yes\n', true],
    ['n\n', false],
    ['\n', false],
    ['', false],
  ])('asks at a terminal, and takes %j for an answer that is yes: %j', async (typed, isRemoved) => {
    const pool = await aPool();
    const { code, err } = await pool.run('key revoke ci', [typed]);
    expect(err).toContain('Revoke the key ci (tpk_');
    expect([code, (await pool.state()) !== null]).toEqual([isRemoved ? 0 : 2, isRemoved]);
    pool.remove();
  });

  it('asks nothing with --yes, or when there is nothing to remove', async () => {
    const pool = await aPool();
    const absent = await pool.run('key revoke nobody', ['y\n']);
    expect([absent.code, absent.err]).toEqual([2, expect.not.stringContaining('[y/N]')]);
    const { code, err } = await pool.run('key revoke ci --yes');
    expect([code, err, (await pool.state()) !== null]).toEqual([0, '', true]);
    pool.remove();
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

  it('fits a terminal: long cells wrap within their column, and nothing is lost', () => {
    const long = 'admits repository 1 or 2 or 3 with refs/heads/main, refs/heads/release and an environment';
    const lines = table(['ID', 'LOGIN', 'ADMITS'], [['pol_1', 'x'.repeat(39), long]], '').split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    const column = (name: string, end?: string) =>
      lines
        .slice(1)
        .map((line) =>
          line.slice(lines[0]?.indexOf(name), end === undefined ? undefined : lines[0]?.indexOf(end)).trim(),
        );
    expect(column('ADMITS').join(' ').trim()).toBe(long);
    expect(column('LOGIN', 'ADMITS').join('')).toBe('x'.repeat(39));
  });

  it('says that it is empty', () => {
    expect(table(['NAME'], [], 'There are none.')).toBe('There are none.');
  });
});
