import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../../..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

let project: string;
let installed: string;

/** A project with only the packed tarball and its dependencies installed. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'packed-'));
  const packed = run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project], {
    cwd: ROOT,
  });
  installed = join(project, 'node_modules/fetch-token');
  mkdirSync(installed, { recursive: true });
  run('tar', ['-xzf', packed.trim(), '-C', installed, '--strip-components', '1']);
  for (const name of [...Object.keys(manifest.dependencies), '@types/node']) {
    const link = join(project, 'node_modules', name);
    mkdirSync(join(link, '..'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), link);
  }
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
}, 60_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

type Run = { cwd?: string; env?: NodeJS.ProcessEnv; input?: string };

function run(command: string, args: readonly string[], options: Run = {}): string {
  const ran = spawnSync(command, args, { cwd: project, ...options, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${command} ${args[0]} failed: ${ran.stderr}${ran.stdout}`);
  return ran.stdout;
}

/** The examples of the library's page. */
const examples = [
  ...readFileSync(join(ROOT, 'docs/library.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g),
].map(([, code = '']) => code);

describe('the packed pool', () => {
  it('contains what runs, but no tests, sources or bundles of the actions', () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
    expect(files).toEqual(expect.arrayContaining([manifest.bin['token-pool'], 'LICENSE', 'README.md']));
    expect(
      files.filter((name) => !/^(build\/src\/(pool|github|wire|json-schema|coded-error)|[^/]+$)/.test(name)),
    ).toEqual([]);
    expect(files.filter((name) => /\.ts$/.test(name) && !/\.d\.ts$/.test(name))).toEqual([]);
  });

  it('type-checks in a program, including the examples of its page', () => {
    expect(examples).toHaveLength(2);
    const files = examples.map((code, index) => {
      writeFileSync(join(project, `example-${index}.ts`), code);
      return `example-${index}.ts`;
    });
    const options = '--noEmit --strict --module nodenext --target es2024 --types node'.split(' ');
    expect(run(join(ROOT, 'node_modules/.bin/tsc'), [...options, ...files])).toBe('');
  });

  const env = { ...process.env, DATABASE_URL: 'pool.sqlite', TOKEN_ENCRYPTION_KEY: 'ab'.repeat(32) };
  /** Replaces GitHub in a script, for the example's only request. */
  const GITHUB = `globalThis.fetch = async (url, init) => new Response('', { headers: {
    'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4242', 'x-ratelimit-reset': '1900000000',
    'x-token': init.headers.authorization.slice(7, 11) } });`;
  const AFTER = `const again = await getToken(); console.log(again.github_username, again.token.slice(0, 4)); await closePool();`;
  const tokenPool = (args: string, input = '') =>
    run(process.execPath, [join(installed, manifest.bin['token-pool']), ...args.split(' ')], { env, input });
  beforeAll(() => {
    tokenPool('key create --name test --init');
    tokenPool('token add --owner-id 5 --owner-login octo', `gho_${'x'.repeat(36)}\n`);
  });

  it('runs the unmodified sample of the val.town pool, from ESM', () => {
    const sample = (examples[0] ?? '').replace('getToken,', 'getToken, closePool,');
    const script = `${GITHUB}\n${sample}\n${AFTER}`;
    expect(run(process.execPath, ['--input-type=module', '-e', script], { env })).toBe('octo gho_\n');
  });

  it('runs the same from CommonJS', () => {
    const sample = (examples[0] ?? '').replace(
      /import \{.*\n/,
      "const { getToken, syncTokenHealth, closePool } = require('fetch-token/pool');\n",
    );
    const script = `${GITHUB}\n(async () => { ${sample}\n${AFTER} })();`;
    expect(run(process.execPath, ['--no-warnings', '--input-type=commonjs', '-e', script], { env })).toBe(
      'octo gho_\n',
    );
  });

  it('contains the command, which is executable', () => {
    const bin = join(installed, manifest.bin['token-pool']);
    // As npm installs a bin; its first line says which Node runs it, and how.
    chmodSync(bin, 0o755);
    expect(run(bin, ['--help'])).toMatch(/^Usage: token-pool /);
  });
});
