import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import semver from 'semver';
import { completePlatforms } from '../../scripts/lockfile.js';

describe('the lock file', () => {
  it('locks only packages that admit the oldest Node to develop on, or npm ci would warn', () => {
    const { devEngines } = JSON.parse(readFileSync('package.json', 'utf8'));
    const oldest = semver.minVersion(devEngines.runtime.version) ?? '';
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    const incompatible = Object.entries<{ engines?: { node?: string } }>(packages)
      .filter(([, { engines }]) => !semver.satisfies(oldest, engines?.node ?? '*'))
      .map(([path, { engines }]) => `${path} wants Node ${engines?.node}`);
    expect(incompatible).toEqual([]);
  });

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
