import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import stringWidth from 'string-width';
import type { CliIo } from '../../../src/pool/cli/io.js';
import { programOf } from '../../../src/pool/cli/program.js';
import { runCli } from '../../../src/pool/cli/run.js';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { GitHub } from '../../../testkit/github/types.js';
import { newDatabase } from '../../run/databases.js';
import { aFolder } from '../a-process.js';
import { A_KEY, A_LONG_LOGIN, A_WIDE_NAME, aFullPool } from './a-full-pool.js';

const COLUMNS = 80;
const folder = aFolder();
const at = (name: string) => join(folder.path, name);
const FULL = at('full.sqlite');
const EXPORTED = at('exported.jsonl');

let github: GitHub;
let postgres: string;

/** How each command is run; a new command gets its example here. */
type Example = {
  args: string[];
  stdin?: string;
  prints?: 'script' | 'lines' | 'log';
  env?: () => CliIo['env'];
};
const NEW_KEY = { TOKEN_ENCRYPTION_KEY: `${'cd'.repeat(32)},${A_KEY}` };
const EXAMPLES: { readonly [command: string]: Example } = {
  serve: { args: [], prints: 'log', env: () => ({ PORT: '0', LOG_LEVEL: 'silent' }) },
  'token add': { args: ['--owner-id', '9', '--owner-login', 'helper'], stdin: `gho_${'n'.repeat(36)}` },
  'token list': { args: [] },
  'token remove': { args: ['1'] },
  'key create': { args: ['--name', 'another'] },
  'key list': { args: [] },
  'key revoke': { args: [A_WIDE_NAME] },
  'policy add': { args: ['--name', 'one', '--repository-id', '1'] },
  'policy list': { args: [] },
  'policy remove': { args: [A_WIDE_NAME] },
  'owner list': { args: [] },
  'owner pause': { args: [A_LONG_LOGIN] },
  'owner resume': { args: [A_LONG_LOGIN] },
  'owner reserve': { args: [A_LONG_LOGIN, '50'] },
  'owner remove': { args: [A_LONG_LOGIN] },
  'app add': { args: ['--app-id', '123456789', '--private-key-file', at('app.pem')] },
  'app list': { args: [] },
  'app remove': { args: ['123456789'] },
  status: { args: [] },
  'lease export': { args: [], prints: 'lines' },
  audit: { args: [] },
  doctor: { args: [] },
  import: { args: [at('tokens.csv')] },
  'rotate-encryption-key': { args: [], env: () => NEW_KEY },
  'migrate-store': { args: ['--from', FULL], env: () => ({ DATABASE_URL: postgres }) },
  simulate: { args: ['--trace', EXPORTED] },
  completion: { args: ['bash'], prints: 'script' },
};
const COMMANDS = Object.entries(EXAMPLES);
/** They work without a pool, or create one. */
const NEED_NONE = ['serve', 'doctor', 'migrate-store', 'simulate', 'completion'];
const PRINTING = COMMANDS.filter(([, { prints = 'document' }]) => prints === 'document');

async function run(
  args: readonly string[],
  { stdin = '', env = {} }: { stdin?: string; env?: CliIo['env'] } = {},
) {
  const seen = { code: 0, out: '', err: '' };
  seen.code = await runCli(args, {
    env: { TOKEN_ENCRYPTION_KEY: A_KEY, GITHUB_API_URL: github.apiUrl, ...env },
    stdin: Readable.from([stdin]),
    out: (text) => {
      seen.out += text;
    },
    err: (text) => {
      seen.err += text;
    },
    openLog: () => ({ write: () => undefined, flushSync: () => undefined }),
    isTerminal: false,
    now: Date.now,
    fetch,
    ending: AbortSignal.abort(),
  });
  return seen;
}

let copies = 0;
/** Runs the example of a command on a new pool. */
async function example(command: string, ...options: string[]) {
  const { args, stdin, env } = EXAMPLES[command] as Example;
  copies += 1;
  const database = at(`copy-${copies}.sqlite`);
  copyFileSync(FULL, database);
  if (command === 'migrate-store') postgres = await newDatabase();
  const argv = [...command.split(' '), ...args, ...options];
  return run(argv, { ...(stdin ? { stdin } : {}), env: { DATABASE_URL: database, ...env?.() } });
}

const program = programOf({ out: () => undefined, err: () => undefined } as unknown as CliIo);
const named = (command: Command, path: string[] = []): [string[], Command][] =>
  command.commands.flatMap((child) => [
    [[...path, child.name()], child] as [string[], Command],
    ...named(child, [...path, child.name()]),
  ]);
const ALL = named(program).filter(([path]) => path.at(-1) !== 'help');
const removes = ([, command]: [string[], Command]) => /^(remove|revoke)$/.test(command.name());
const tooWide = (text: string) => text.split('\n').filter((line) => stringWidth(line) > COLUMNS);

beforeAll(async () => {
  github = await startGitHub();
  const app = github.addApp({ id: 123_456_789 });
  writeFileSync(at('app.pem'), app.privateKey);
  writeFileSync(at('tokens.csv'), `token,owner_id,owner_login\ngho_${'g'.repeat(36)},78,${A_LONG_LOGIN}\n`);
  await aFullPool(FULL, { apiUrl: github.apiUrl, privateKey: app.privateKey });
  writeFileSync(EXPORTED, (await example('lease export')).out);
});
afterAll(async () => {
  await github.close();
  folder.remove();
});

describe('every command of token-pool', () => {
  it('has an example in this file', () => {
    const leaves = ALL.filter(([, command]) => command.commands.length === 0).map(([path]) => path.join(' '));
    expect(leaves.sort()).toEqual(Object.keys(EXAMPLES).sort());
  });

  it.each(ALL.map(([path]) => [path.join(' ')]))(
    '%s: help fits 80 columns and is the same by each way',
    async (name) => {
      const asked = await run([...name.split(' '), '--help']);
      expect(asked).toMatchObject({
        code: 0,
        err: '',
        out: expect.stringContaining(`Usage: token-pool ${name}`),
      });
      expect(tooWide(asked.out)).toEqual([]);
      expect(await run(['help', ...name.split(' ')])).toEqual(asked);
    },
  );

  it.each(COMMANDS.map(([name]) => [name]))(
    '%s: a fault of usage is one object with --json, and one line',
    async (name) => {
      const { code, out, err } = await run([...name.split(' '), '--nonsense', '--json']);
      expect([code, JSON.parse(out)]).toEqual([2, { error: { code: 'usage', message: expect.any(String) } }]);
      expect(err).toMatch(/^error: [^\n]+\n(\(Did you mean [^\n]+\n)?$/);
    },
  );

  it.each(PRINTING)('%s: what people read fits 80 columns', async (name) => {
    const { code, out } = await example(name, ...yes(name));
    expect(code).toBe(0);
    // A single line is a sentence or a key, which a terminal may wrap.
    if (out.trim().includes('\n')) expect(tooWide(out)).toEqual([]);
  });

  it.each([...PRINTING.map(([name]) => [name]), ['lease export']])(
    '%s --json: one object with snake_case members',
    async (name) => {
      const { code, out } = await example(name, '--json', ...yes(name));
      const document = JSON.parse(out) as unknown;
      expect([code, Array.isArray(document), typeof document]).toEqual([0, false, 'object']);
      expect(membersOf(document).filter((member) => !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(member))).toEqual([]);
    },
  );

  it.each(COMMANDS.filter(([name]) => !NEED_NONE.includes(name)))('%s: makes no database', async (name) => {
    const { args, stdin = '' } = EXAMPLES[name] as Example;
    const env = { DATABASE_URL: at('absent/pool.sqlite') };
    const { code, out } = await run([...name.split(' '), ...args, '--json'], { stdin, env });
    expect([code, JSON.parse(out)]).toMatchObject([2, { error: { code: 'no_database' } }]);
    expect(existsSync(at('absent'))).toBe(false);
  });

  it.each(ALL.filter(removes).map(([path]) => [path.join(' ')]))(
    '%s: removes nothing unasked',
    async (name = '') => {
      const { code, out } = await example(name, '--json');
      expect([code, JSON.parse(out)]).toMatchObject([2, { error: { code: 'not_confirmed' } }]);
    },
  );
});

function yes(name: string): string[] {
  return /(remove|revoke)$/.test(name) ? ['--yes'] : [];
}

function membersOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(membersOf);
  return Object.entries(value).flatMap(([name, member]) => [name, ...membersOf(member)]);
}
