import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export type Page = { readonly path: string; readonly text: string };

/** The pages about the current state, without records of the past (ADRs, the changelog, measurements). */
export function currentPages(): Page[] {
  return filesIn('*.md')
    .filter((path) => !/^(docs\/adr\/|docs\/benchmarks\.md|CHANGELOG\.md|testkit\/|bench\/)/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** The files below `folders`, tracked or not; all without a folder. */
export function filesIn(...folders: string[]): string[] {
  const paths = lines('git', 'ls-files', '--cached', '--others', '--exclude-standard', '--', ...folders);
  return [...new Set(paths)].filter((path) => existsSync(path));
}

/** The sources below `folders`, newest text. */
export function sourcesIn(...folders: string[]): Page[] {
  return filesIn(...folders).map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

function lines(program: string, ...args: string[]): string[] {
  return execFileSync(program, args, { encoding: 'utf8' }).split('\n').filter(Boolean);
}

/** Every first group of `pattern` in `text`, once. */
export function all(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}
