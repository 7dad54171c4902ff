import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type Page = { readonly path: string; readonly text: string };

/** The pages about the current state, without records of the past (ADRs, the changelog, measurements). */
export function pagesOfToday(): Page[] {
  const paths = lines('git', 'ls-files', '--cached', '--others', '--exclude-standard', '--', '*.md');
  return paths
    .filter((path) => !/^(docs\/adr\/|docs\/benchmarks\.md|CHANGELOG\.md|testkit\/|bench\/)/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** The sources below `folder`, newest text, tracked or not. */
export function sourcesIn(...folders: string[]): Page[] {
  const paths = lines('git', 'ls-files', '--cached', '--others', '--exclude-standard', '--', ...folders);
  return [...new Set(paths)].map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

function lines(program: string, ...args: string[]): string[] {
  return execFileSync(program, args, { encoding: 'utf8' }).split('\n').filter(Boolean);
}

/** Every first group of `pattern` in `text`, once. */
export function all(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}
