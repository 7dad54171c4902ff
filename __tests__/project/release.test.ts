import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, matchesGlob } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import {
  differences,
  linkModules,
  placeholderFaults,
  rehearse,
  releaseNotes,
  tagFaults,
} from '../../scripts/release.js';
import { MIN_NODE_MAJOR } from '../../src/pool/node-version.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const tar = (...args: string[]) => execFileSync('tar', args, { encoding: 'utf8' });

describe('a release, rehearsed from the commit at hand', () => {
  let out: string;
  beforeAll(() => {
    out = mkdtempSync(join(tmpdir(), 'released-'));
    rehearse({ tag: `v${version}`, repository: 'octo-org/fetch-token', install: linkModules }, out);
  }, 240_000);
  afterAll(() => rmSync(out, { recursive: true }));

  it('is identical in two clones, and has an archive, a package, an SBOM, notes and checksums', () => {
    expect(readdirSync(out).sort()).toEqual(
      [
        'SHA256SUMS',
        `fetch-token-${version}.cdx.json`,
        `fetch-token-actions-${version}.tar.gz`,
        `fetch-token-pool-${version}.tgz`,
        'notes.md',
      ].sort(),
    );
    const sums = readFileSync(join(out, 'SHA256SUMS'), 'utf8').trim().split('\n');
    for (const [sum, name] of sums.map((line) => line.split('  '))) {
      const bytes = readFileSync(join(out, name ?? ''));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sum);
    }
  });

  it('archives what a job runs: every manifest with the scripts that it names', () => {
    const archive = join(out, `fetch-token-actions-${version}.tar.gz`);
    const names = tar('-tzf', archive).split('\n');
    for (const [folder, manifest] of [
      ['', 'action.yml'],
      ['fetch-token/', 'fetch-token/action.yml'],
      ['refresh-token/', 'refresh-token/action.yml'],
    ] as const) {
      const { runs } = parse(tar('-xzOf', archive, `fetch-token-${version}/${manifest}`));
      const scripts = [runs.main, runs.post].map((path) => join(`fetch-token-${version}`, folder, path));
      expect(names).toEqual(expect.arrayContaining(scripts));
    }
  });

  it('packs the pool for npm: publishable, with the repository that proves its origin and the Node it needs', () => {
    const manifest = JSON.parse(
      tar('-xzOf', join(out, `fetch-token-pool-${version}.tgz`), 'package/package.json'),
    );
    expect(manifest.private).toBeUndefined();
    expect(manifest.engines).toEqual({ node: `>=${MIN_NODE_MAJOR}` });
    expect(manifest.repository.url).toBe('git+https://github.com/octo-org/fetch-token.git');
  });

  it('builds every file that the workflow uploads, signs and publishes', () => {
    const workflow = readFileSync('.github/workflows/release.yml', 'utf8');
    const made = [
      ...readdirSync(out),
      `fetch-token-${version}.sigstore.json`,
      `fetch-token-${version}.intoto.jsonl`,
    ];
    const wanted = [...workflow.matchAll(/\brelease\/([\w.*-]+)(?=[\s"]|$)/gm)].map(
      (match) => match[1] ?? '',
    );
    const missing = wanted.filter((glob) => !made.some((name) => matchesGlob(name, glob)));
    expect([wanted.length, missing]).toEqual([5, []]);
  });

  it('names in its SBOM what the pool needs to run', () => {
    const sbom = JSON.parse(readFileSync(join(out, `fetch-token-${version}.cdx.json`), 'utf8'));
    const names = sbom.components.map((component: { name: string }) => component.name);
    expect(names).toEqual(expect.arrayContaining(['fastify', 'kysely', '@actions/core']));
  });
});

describe('what is refused before a release', () => {
  it('a tag that is not the version, and a version without a dated section', () => {
    const root = mkdtempSync(join(tmpdir(), 'tag-'));
    writeFileSync(join(root, 'package.json'), '{ "version": "1.2.0" }');
    writeFileSync(join(root, 'CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n\n- news\n');
    expect(tagFaults(root, 'v1.3.0')).toEqual([
      'the tag is v1.3.0, package.json says 1.2.0',
      'CHANGELOG.md has no section "## [1.2.0] - YYYY-MM-DD"',
    ]);
    rmSync(root, { recursive: true });
  });

  it('pages that still name the placeholder, but not for a rehearsal under it', () => {
    expect(placeholderFaults('.', 'org/fetch-token')).toEqual([]);
    const faults = placeholderFaults('.', 'octo-org/fetch-token');
    expect(faults).toContainEqual(expect.stringMatching(/^README\.md:\d+ still says /));
    expect(faults.filter((fault) => !/^[\w./-]+\.(md|yml):\d+ still says/.test(fault))).toEqual([]);
  });

  it('bytes that differ, and files that only one clone has', () => {
    const files = (entries: Record<string, string>) =>
      new Map(Object.entries(entries).map(([name, text]) => [name, Buffer.from(text)]));
    expect(differences(files({ a: '1', b: '2' }), files({ a: '1', b: '3', c: '4' }))).toEqual(['b', 'c']);
  });

  it('takes the notes only from the section of the version', () => {
    const changelog =
      '# C\n\n## [Unreleased]\n\n- x\n\n## [1.1.0] - 2026-01-02\n\n- y\n\n## [1.0.0] - 2025-01-01\n\n- z\n';
    expect(releaseNotes(changelog, '1.1.0')).toBe('- y\n');
    expect(releaseNotes(changelog, '1.2.0')).toBeNull();
  });
});
