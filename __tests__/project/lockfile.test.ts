import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { completePlatforms } from '../../scripts/lockfile.js';

describe('the lock file', () => {
  it('names the binaries of every platform, or npm ci would refuse it', () => {
    expect(completePlatforms(JSON.parse(readFileSync('package-lock.json', 'utf8')))).toEqual([]);
  });

  it('gets an entry for a platform that npm left out, for that platform only', () => {
    const lockfile = {
      packages: {
        'node_modules/tool': {
          dev: true,
          optionalDependencies: { '@tool/cli-linux-x64-musl': '1.2.3', fsevents: '^2.0.0' },
        },
      },
    };
    expect(completePlatforms(lockfile)).toEqual(['@tool/cli-linux-x64-musl@1.2.3']);
    expect(lockfile.packages).toMatchObject({
      'node_modules/@tool/cli-linux-x64-musl': {
        version: '1.2.3',
        os: ['linux'],
        cpu: ['x64'],
        libc: ['musl'],
        dev: true,
        optional: true,
      },
    });
  });
});
