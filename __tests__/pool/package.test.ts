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

/** A project that has installed the packed tarball, with what it depends on and nothing else. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'packed-'));
  const packed = run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project], ROOT);
  installed = join(project, 'node_modules/fetch-token');
  mkdirSync(installed, { recursive: true });
  run('tar', ['-xzf', packed.trim(), '-C', installed, '--strip-components', '1'], project);
  for (const name of [...Object.keys(manifest.dependencies), '@types/node']) {
    const link = join(project, 'node_modules', name);
    mkdirSync(join(link, '..'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), link);
  }
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
}, 60_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

function run(command: string, args: readonly string[], cwd = project): string {
  const ran = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${command} ${args[0]} failed: ${ran.stderr}${ran.stdout}`);
  return ran.stdout;
}

const exampleOfDocs = () =>
  /```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/library.md'), 'utf8'))?.[1] ?? '';

describe('the packed pool', () => {
  it('holds what runs, and neither tests nor sources nor bundles of the actions', () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
    expect(files).toEqual(expect.arrayContaining([manifest.bin['token-pool'], 'LICENSE', 'README.md']));
    expect(
      files.filter((name) => !/^(build\/src\/(pool|github|wire|json-schema)|[^/]+$)/.test(name)),
    ).toEqual([]);
    expect(files.filter((name) => /\.ts$/.test(name) && !/\.d\.ts$/.test(name))).toEqual([]);
  });

  it('type-checks where it is used, the example of its page included', () => {
    writeFileSync(join(project, 'example.ts'), exampleOfDocs());
    const options = '--noEmit --strict --module nodenext --target es2024 --types node'.split(' ');
    expect(run(join(ROOT, 'node_modules/.bin/tsc'), [...options, 'example.ts'])).toBe('');
  });

  it('is imported by its name and leases from a database', () => {
    const script = `import { openPool, parseRateLimitHeaders } from 'fetch-token/pool';
      const pool = await openPool({ database: 'pool.sqlite', name: 'test' });
      console.log(await pool.getToken(), parseRateLimitHeaders(new Headers()));
      await pool.close();`;
    expect(run(process.execPath, ['--input-type=module', '-e', script])).toBe('null undefined\n');
  });

  it('brings the command, which starts by itself', () => {
    const bin = join(installed, manifest.bin['token-pool']);
    // As npm installs a bin; its first line says which Node runs it, and how.
    chmodSync(bin, 0o755);
    expect(run(bin, ['--help'])).toMatch(/^Usage: token-pool /);
  });
});
