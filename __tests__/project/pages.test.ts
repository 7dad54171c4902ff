import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { staleFiles, withTables } from '../../scripts/generate.js';

const lineCount = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n').length;
const tracked = (pattern: string) =>
  execFileSync('git', ['ls-files', '--', pattern], { encoding: 'utf8' }).split('\n').filter(Boolean);

it('the files that are generated from an action.yml are up to date', () => {
  expect(staleFiles('.')).toEqual([]);
});

describe('the pages of the project', () => {
  it.each([
    ['README.md', 150],
    ['CONTRIBUTING.md', 40],
    ['AGENTS.md', 20],
  ])('%s has at most %d lines', (path, most) => {
    expect(lineCount(path)).toBeLessThanOrEqual(most);
  });

  it('link only to files that exist', () => {
    const broken = tracked('*.md').flatMap((page) => {
      const targets = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(
        (m) => m[1] ?? '',
      );
      return targets
        .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(dirname(page), target)))
        .map((target) => `${page}: ${target}`);
    });
    expect(broken).toEqual([]);
  });

  it('link only to headings that exist', () => {
    const slug = (heading: string) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-');
    const headingsOf = (path: string) =>
      [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)].map((match) => slug(match[1] ?? ''));
    const broken = tracked('*.md').flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s#:]*)#([^)]*)\)/g)]
        .map(([, file = '', anchor = '']) => ({ path: file ? join(dirname(page), file) : page, anchor }))
        .filter(({ path, anchor }) => !headingsOf(path).includes(anchor))
        .map(({ path, anchor }) => `${page}: ${path}#${anchor}`),
    );
    expect(broken).toEqual([]);
  });

  it('name only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const unknown = tracked('*.md').flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/npm run (?:--silent )?([a-z-]+)/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => !(name in scripts))
        .map((name) => `${page}: npm run ${name}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('tables made from a manifest', () => {
  it('show names, defaults and meaning, with bars escaped and lines joined', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tables-'));
    writeFileSync(
      join(folder, 'action.yml'),
      'inputs: { count: { default: 1, description: "How many,\\nor a|b." } }\noutputs: { token: { description: It. } }\n',
    );
    const page = (kind: string) => `a\n<!-- ${kind} of action.yml -->\nold\n<!-- end -->\nb\n`;
    expect(withTables(page('inputs'), folder)).toContain(
      '\n| `count` | `1` | How many, or a\\|b. |\n<!-- end -->\nb',
    );
    expect(withTables(page('outputs'), folder)).toContain('| `token` | It. |');
    expect(withTables(page('inputs'), folder)).not.toContain('old');
    rmSync(folder, { recursive: true });
  });
});
