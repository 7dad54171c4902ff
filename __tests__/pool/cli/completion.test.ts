import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { runCommand } from '../a-command.js';

const scriptOf = async (shell: string) => (await runCommand(['completion', shell], { cwd: '.' })).out;

/** What bash offers for the last of these words. */
async function completionsFor(...words: string[]): Promise<string[]> {
  const line = ['token-pool', ...words].map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _token_pool; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['-c', `${await scriptOf('bash')}\n${ask}`], { encoding: 'utf8' });
  return stdout.split('\n').filter((word) => word !== '');
}

describe('completion', () => {
  it('offers bash the commands, those within a command, and its options', async () => {
    expect(await completionsFor('')).toEqual(
      expect.arrayContaining(['serve', 'key', 'doctor', 'completion', 'help']),
    );
    expect(await completionsFor('key', '')).toEqual(['create', 'list', 'revoke', 'help']);
    expect(await completionsFor('key', 'create', '--')).toEqual(
      expect.arrayContaining(['--name', '--role', '--init', '--json', '--database']),
    );
    expect(await completionsFor('--json', 'key', 're')).toEqual(['revoke']);
    expect(await completionsFor('key', 'create', '--name', 'ci', '--ro')).toEqual(['--role']);
    expect(await completionsFor('import', '')).toEqual([]);
    expect(await completionsFor('completion', 'z')).toEqual(['zsh']);
    expect(await completionsFor('key', 'revoke', 'ci', '')).toEqual([]);
  });

  it.each([
    ['zsh', /^#compdef token-pool\n/, /' key'\) names=\('create:create a key and print it once' /],
    [
      'fish',
      /^# fish completion/,
      /__token_pool_at " key"' -f -a create -d 'create a key and print it once'/,
    ],
  ])('has a script for %s with every command', async (shell, head, line) => {
    const script = await scriptOf(shell);
    expect(script).toMatch(head);
    expect(script).toMatch(line);
    const quotes = script.split('\n').filter((text) => (text.match(/'/g) ?? []).length % 2 === 1);
    expect(quotes).toEqual([]);
  });

  it('names the shells that it knows', async () => {
    const { code, err } = await runCommand(['completion', 'tcsh'], { cwd: '.' });
    expect([code, err]).toEqual([2, expect.stringContaining('bash, zsh, fish')]);
  });
});
