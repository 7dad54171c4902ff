import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { findManifests, manifestFaults, readManifest } from '../../scripts/manifest.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function aManifest(text: string): string {
  const root = mkdtempSync(join(tmpdir(), 'manifest-'));
  folders.push(root);
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, 'dist/index.js'), '');
  writeFileSync(join(root, 'action.yml'), text);
  return root;
}

describe('the manifests of the suite', () => {
  it('are all there: the root, fetch-token and refresh-token', () => {
    expect(findManifests('.')).toEqual(['action.yml', 'fetch-token/action.yml', 'refresh-token/action.yml']);
  });

  it.each(findManifests('.'))('%s has no fault', (path) => {
    expect(manifestFaults('.', path)).toEqual([]);
  });

  it('use only the job token as a default credential', () => {
    for (const path of findManifests('.')) {
      const withSecrets = Object.values(readManifest(path).inputs).filter((input) =>
        String(input.default ?? '').includes('secrets.'),
      );
      expect(withSecrets).toEqual([]);
    }
  });
});

describe('a manifest with faults', () => {
  it('is reported for what the runner would reject', () => {
    const root = aManifest(`
name: x
description: x
inputs: { Pool_Url: { description: where }, secret: {} }
runs: { using: node20, main: dist/index.js, post: dist/gone.js }
`);
    expect(manifestFaults(root, 'action.yml')).toEqual([
      'action.yml: runs.using must be node24',
      'action.yml: dist/gone.js does not exist',
      'action.yml: branding needs an icon and a color',
      'action.yml: Pool_Url: write names in kebab-case',
      'action.yml: secret: has no description',
    ]);
  });
});
