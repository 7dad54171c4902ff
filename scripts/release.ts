import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { MIN_NODE_MAJOR } from '../src/pool/node-version.js';

export type Rehearsal = {
  /** `vX.Y.Z`. */
  readonly tag: string;
  /** `owner/name`, which npm compares with the workflow in the package's provenance. */
  readonly repository: string;
  /** Installs the dependencies of a clone. */
  readonly install: (clone: string) => void;
};

type Files = ReadonlyMap<string, Buffer>;

const run = (cwd: string, program: string, ...args: string[]): Buffer =>
  execFileSync(program, args, { cwd, maxBuffer: 256 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'] });

/** The lines of the changelog's section for `version`, or null if there is none with a date. */
export function releaseNotes(changelog: string, version: string): string | null {
  const section = changelog.split(/^## /m).find((text) => text.startsWith(`[${version}] - `));
  const [heading = '', ...lines] = (section ?? '').split('\n');
  return /\] - \d{4}-\d\d-\d\d$/.test(heading) ? `${lines.join('\n').trim()}\n` : null;
}

/** The reasons why `tag` cannot be released from the tree at `root`. */
export function tagFaults(root: string, tag: string): string[] {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const faults: string[] = [];
  if (tag !== `v${version}`) faults.push(`the tag is ${tag}, package.json says ${version}`);
  if (releaseNotes(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version) === null)
    faults.push(`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD"`);
  return faults;
}

/** The placeholder for the account and name under which the repository is published. */
const PLACEHOLDER = 'org/fetch-token';

/** The places that still contain the placeholder in a release under another name. */
export function placeholderFaults(root: string, repository: string): string[] {
  if (repository === PLACEHOLDER) return [];
  const pattern = `(^|[^-_[:alnum:]])${PLACEHOLDER}`;
  const args = ['grep', '--line-number', '--extended-regexp', pattern, '--', '*.md', '*.yml'];
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0 && status !== 1) throw new Error('git grep failed');
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `${line.split(':', 2).join(':')} still says ${PLACEHOLDER}: docs/releasing.md, step 1`);
}

/** Clones the current commit into `clone`, runs the npm script there, and returns the files of a release. */
function buildClone(
  clone: string,
  script: readonly string[],
  { tag, repository, install }: Rehearsal,
): Files {
  const version = tag.slice(1);
  run('.', 'git', 'clone', '--quiet', process.cwd(), clone);
  install(clone);
  run(clone, 'npm', 'run', '--silent', ...script);
  const stale = run(clone, 'git', 'status', '--porcelain', '--', 'dist').toString();
  if (stale !== '') throw new Error(`dist/ is not what the sources build:\n${stale}`);
  // The archive that a runner downloads (.gitattributes), for mirrors such as a GHES without access to github.com.
  const tar = run(clone, 'git', 'archive', `--prefix=fetch-token-${version}/`, 'HEAD');
  return new Map([
    [`fetch-token-actions-${version}.tar.gz`, gzipSync(tar, { level: 9 })],
    [`fetch-token-pool-${version}.tgz`, packPool(clone, repository)],
  ]);
}

/**
 * The tree is `private` to prevent accidental publication; a release's package is not. The package also declares the
 * Node version of the pool, which would warn developers with an older Node if the tree declared it.
 */
function packPool(clone: string, repository: string): Buffer {
  const path = join(clone, 'package.json');
  const { private: _never, ...manifest } = JSON.parse(readFileSync(path, 'utf8'));
  const packed = {
    ...manifest,
    engines: { node: `>=${MIN_NODE_MAJOR}` },
    repository: { type: 'git', url: `git+https://github.com/${repository}.git` },
  };
  writeFileSync(path, `${JSON.stringify(packed, null, 2)}\n`);
  const name = run(clone, 'npm', 'pack', '--silent', '--ignore-scripts').toString().trim();
  return readFileSync(join(clone, name));
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The names of files that differ between `one` and `other`, or are missing from one of them. */
export function differences(one: Files, other: Files): string[] {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => !other.get(name)?.equals(one.get(name) ?? Buffer.alloc(0)));
}

/**
 * Builds the release in a clone, compares `dist/` with the commit's and the rest with a second clone in another folder,
 * byte for byte, and writes the files of the release into `out`: archive, package, SBOM, notes and checksums.
 * Everything that does not need GitHub.
 */
export function rehearse(rehearsal: Rehearsal, out: string): void {
  const version = rehearsal.tag.slice(1);
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    const clone = join(folder, 'one', 'fetch-token');
    const one = buildClone(clone, ['build'], rehearsal);
    const secondClone = join(folder, 'a longer path', 'with more parts', 'fetch-token');
    // Without the bundles and the types, which the first build compared with the commit's and checked.
    const other = buildClone(secondClone, ['compile', '--', '--noCheck'], {
      ...rehearsal,
      install: (path) => symlinkSync(join(clone, 'node_modules'), join(path, 'node_modules')),
    });
    const differing = differences(one, other);
    if (differing.length > 0) throw new Error(`two clones built different files: ${differing.join(', ')}`);
    const notes = releaseNotes(readFileSync(join(clone, 'CHANGELOG.md'), 'utf8'), version);
    if (notes === null) throw new Error(`the commit's CHANGELOG.md has no dated section for ${version}`);
    const sbom = run(clone, 'npm', 'sbom', '--package-lock-only', '--sbom-format', 'cyclonedx');
    const assets = new Map([...one, [`fetch-token-${version}.cdx.json`, sbom]]);
    mkdirSync(out, { recursive: true });
    for (const [name, bytes] of assets) writeFileSync(join(out, name), bytes);
    const sums = [...assets].map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`);
    writeFileSync(join(out, 'SHA256SUMS'), sums.join(''));
    writeFileSync(join(out, 'notes.md'), notes);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The dependencies of this working copy, as hard links where the file system has them. */
export function linkModules(clone: string): void {
  const [from, to] = [join(process.cwd(), 'node_modules'), join(clone, 'node_modules')];
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
  } catch {
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
  }
}

function main(): number {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const { values } = parseArgs({
    options: {
      tag: { type: 'string', default: `v${version}` },
      repository: { type: 'string', default: PLACEHOLDER },
      out: { type: 'string', default: 'build/release' },
      install: { type: 'boolean', default: false },
    },
  });
  const faults = [...tagFaults('.', values.tag), ...placeholderFaults('.', values.repository)];
  for (const fault of faults) console.error(`release: ${fault}`);
  if (faults.length > 0) return 1;
  const installClean = (clone: string) => void run(clone, 'npm', 'ci', '--no-audit', '--no-fund');
  const install = values.install ? installClean : linkModules;
  rehearse({ tag: values.tag, repository: values.repository, install }, values.out);
  console.log(readFileSync(join(values.out, 'SHA256SUMS'), 'utf8').trimEnd());
  console.log(`${values.tag}: two clones built identical files; they are in ${values.out}`);
  if (values.repository === PLACEHOLDER)
    console.log(`a rehearsal for ${PLACEHOLDER}: name your own with --repository OWNER/NAME`);
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = main();
