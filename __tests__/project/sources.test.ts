import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const HARD_LIMIT = 300;

/** Tracked and new files, so that faults show before the commit. */
function sources(...patterns: string[]): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns];
  return execFileSync('git', args, { encoding: 'utf8' }).split('\n').filter(Boolean);
}

const read = (path: string) => readFileSync(path, 'utf8');
const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

describe('the sources', () => {
  it(`have no file of more than ${HARD_LIMIT} lines`, () => {
    const paths = sources('*.ts');
    const long = paths.filter((path) => read(path).trimEnd().split('\n').length > HARD_LIMIT);
    expect(paths.length).toBeGreaterThan(20);
    expect(long).toEqual([]);
  });

  it('have no folder or file for miscellany', () => {
    const drawers = sources('*').filter((path) =>
      /(^|\/)(utils?|helpers?|common|misc)(\/|\.[a-z]+$)/i.test(path),
    );
    expect(drawers).toEqual([]);
  });

  it('read the process environment only where a process starts, or the library of a program', () => {
    const readers = sources('src/**/*.ts').filter(
      (path) =>
        /process\.env\b/.test(withoutComments(read(path))) &&
        !/^src\/(action\/(entries\/|start\.ts|refresh\/run-)|pool\/(main\.ts|library\.ts|cli\/))/.test(path),
    );
    expect(readers).toEqual([]);
  });

  it('have no test that is skipped or run alone', () => {
    const marked = sources('__tests__/**/*.test.ts').filter((path) =>
      /\b(?:it|test|describe)\.(?:skip|only|todo)\b|\bx(?:it|describe)\(/.test(read(path)),
    );
    expect(marked).toEqual([]);
  });
});
