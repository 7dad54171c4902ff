import { execFileSync } from 'node:child_process';
import { posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findManifests, readManifest } from '../../scripts/manifest.js';

/** The files of the archive that a runner downloads for `uses:`, as `.gitattributes` has it. */
function archived(): string[] {
  const archive = execFileSync('git', ['archive', '--worktree-attributes', 'HEAD'], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const names = execFileSync('tar', ['-t'], { input: archive, encoding: 'utf8' }).split('\n');
  return names.filter((name) => name !== '' && !name.endsWith('/'));
}

describe('the archive that every job downloads', () => {
  it('contains the actions and their license, and nothing that no job runs', () => {
    const needless = archived().filter(
      (name) =>
        !/^(LICENSE|README\.md|action\.yml|(fetch|refresh)-token\/(action\.yml|README\.md)|dist\/.+)$/.test(
          name,
        ),
    );
    expect(needless).toEqual([]);
  });

  it('contains every manifest and the scripts that it names', () => {
    const wanted = findManifests('.').flatMap((path) => {
      const { main, post } = readManifest(path).runs;
      return [path, ...[main, post ?? main].map((script) => posix.join(posix.dirname(path), script))];
    });
    expect(archived()).toEqual(expect.arrayContaining(wanted));
  });
});
