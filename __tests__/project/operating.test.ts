import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { settings } from '../../scripts/docs/operating.js';
import { runCommand } from '../pool/a-command.js';

const read = (path: string) => readFileSync(path, 'utf8');
const all = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map((m) => m[1] ?? '')),
];

/** `token-pool noun verb` as in a page, without arguments and options. */
function commandsIn(path: string): string[] {
  const commands = all(read(path), /token-pool ((?:[a-z]+(?:-[a-z]+)*)(?: [a-z]+)?)(?=[ `\n)])/g);
  return commands.filter((command) => !/^(is|and|serves?r?) /.test(command));
}

const PAGES = [
  'README.md',
  'SECURITY.md',
  'docs/operating.md',
  'docs/setup-app.md',
  'docs/troubleshooting.md',
  'docs/faq.md',
];

describe("the operator's guide", () => {
  it('sets only known variables in the compose file', () => {
    const { services } = parse(read('deploy/compose.yml'));
    const unknown = Object.keys(services.pool.environment).filter(
      // PG… are read by PostgreSQL's driver.
      (name) => !settings().includes(name) && name !== 'PGPASSWORD',
    );
    expect(unknown).toEqual([]);
  });

  it.each(PAGES)('%s names only commands that exist', async (path) => {
    const unknown: string[] = [];
    for (const command of commandsIn(path)) {
      const { code, out } = await runCommand([...command.split(' '), '--help'], { cwd: '.' });
      if (code !== 0 || !out.startsWith(`Usage: token-pool ${command} `)) unknown.push(command);
    }
    expect(unknown).toEqual([]);
  });
});
