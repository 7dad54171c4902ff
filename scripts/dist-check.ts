import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Every job downloads it; a bundle of the unmodified toolkit has 1.07 MB. */
export const MAX_BUNDLE_BYTES = 250_000;

/** One line per bundle entry under `folder` that is larger than `maxBytes`. */
export function oversized(folder: string, maxBytes: number): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?js$/.test(name))
    .map((name) => ({ path: join(folder, name), bytes: statSync(join(folder, name)).size }))
    .filter(({ bytes }) => bytes > maxBytes)
    .map(({ path, bytes }) => `${path}: ${bytes} bytes, at most ${maxBytes} are allowed`);
}

/** One line per file under dist/ that a fresh build changed, added or removed against git's index. */
export function stale(): string[] {
  const git = (...args: string[]) =>
    execFileSync('git', args, { encoding: 'utf8' }).split('\n').filter(Boolean);
  const changed = git('diff', '--name-only', '--', 'dist');
  const untracked = git('ls-files', '--others', '--exclude-standard', '--', 'dist');
  return [...changed, ...untracked].map((name) => `${name}: differs from the sources; commit the built file`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const faults = [...oversized('dist', MAX_BUNDLE_BYTES), ...stale()];
  for (const fault of faults) console.log(fault);
  if (faults.length > 0) process.exitCode = 1;
}
