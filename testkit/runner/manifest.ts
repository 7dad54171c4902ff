/** Reads action.yml and extracts actions as the runner does. */
import { chmodSync, cpSync, existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parse } from 'yaml';

export interface Manifest {
  name: string;
  /** Names as declared, with their defaults unevaluated. */
  inputs: readonly { name: string; default: string }[];
  main: string;
  pre: string | null;
  post: string | null;
  preIf: string;
  postIf: string;
}

/** An action where it is developed. */
export interface ActionSource {
  /** The root of its repository. */
  root: string;
  /** The folder that holds its manifest. */
  folder: string;
  manifest: Manifest;
}

type RawManifest = {
  name?: string;
  inputs?: Record<string, { default?: unknown } | null>;
  runs?: Record<string, unknown>;
};

const parsed = new Map<string, Manifest>();

/** Reads the manifest of a JavaScript action; other kinds are not supported. */
export function readManifest(folder: string): Manifest {
  const text = readFileSync(manifestPathIn(folder), 'utf8');
  // Each job reads the same text three times, and parsing it takes milliseconds.
  const manifest = parsed.get(text) ?? parseManifest(text, folder);
  parsed.set(text, manifest);
  return manifest;
}

function parseManifest(text: string, folder: string): Manifest {
  const raw = parse(text) as RawManifest;
  const runs = raw.runs ?? {};
  if (runs.using !== 'node24')
    throw new Error(`${folder}: runs.using is '${runs.using}', expected 'node24'.`);
  if (typeof runs.main !== 'string') throw new Error(`${folder}: runs.main is missing.`);
  return {
    name: raw.name ?? '',
    inputs: Object.entries(raw.inputs ?? {}).map(([name, input]) => ({
      name,
      default: textOf(input?.default),
    })),
    main: runs.main,
    pre: typeof runs.pre === 'string' ? runs.pre : null,
    post: typeof runs.post === 'string' ? runs.post : null,
    preIf: typeof runs['pre-if'] === 'string' ? runs['pre-if'] : 'always()',
    postIf: typeof runs['post-if'] === 'string' ? runs['post-if'] : 'always()',
  };
}

function manifestPathIn(folder: string): string {
  const path = ['action.yml', 'action.yaml'].map((name) => join(folder, name)).find(existsSync);
  if (path === undefined) throw new Error(`Can't find 'action.yml' or 'action.yaml' under '${folder}'.`);
  return path;
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

/** The root of the action's repository: the lowest folder that holds the manifest and all its scripts. */
export function repositoryRootOf(folder: string, manifest: Manifest): string {
  let root = resolve(folder);
  const scripts = [manifest.main, manifest.pre, manifest.post].filter((path) => path !== null);
  while (!scripts.every((script) => resolve(folder, script).startsWith(root + sep))) root = dirname(root);
  return root;
}

/**
 * Copies what an action may rely on: its manifest and its folder in dist/. The rest of the repository is left out, so
 * that a bundle that needs sources, node_modules or package.json fails here. An action without dist/ is copied whole.
 * Returns the stamp of what was copied.
 */
export function extractAction({ root, folder, manifest }: ActionSource, target: string): TreeStamp {
  const stamp = new Map<string, string>();
  const [top, bundles = ''] = relative(root, resolve(folder, manifest.main)).split(sep);
  const parts = top === 'dist' ? [manifestPathIn(folder), join(root, top, bundles)] : [root];
  for (const part of parts) {
    const copy = join(target, relative(root, part));
    // The synchronous copy is three times as fast as the asynchronous one.
    cpSync(part, copy, { recursive: true });
    for (const path of [copy, ...treeOf(copy)]) addStamp(stamp, target, path);
  }
  return stamp;
}

/** Removes all write bits. Root can write anyway, which `changedFiles` then detects. */
export function makeReadOnly(folder: string): void {
  for (const path of [...treeOf(folder), folder]) chmodSync(path, lstatSync(path).mode & 0o555);
}

/** Restores the owner's bits, so that the tree can be deleted. */
export function makeWritable(folder: string): void {
  for (const path of [folder, ...treeOf(folder)]) chmodSync(path, lstatSync(path).mode | 0o700);
}

/** Size and time of every file, to detect later whether an action wrote into its own folder. */
export type TreeStamp = ReadonlyMap<string, string>;

/** What was extracted of a repository at a ref. */
export interface Extraction {
  /** The root of the repository. */
  readonly source: string;
  readonly folder: string;
  /** By the action's path in the repository: the files that were extracted for it. */
  readonly actions: Map<string, TreeStamp>;
}

/** Files that were added, changed or removed since the stamp. */
export function changedFiles(folder: string, before: TreeStamp): string[] {
  const after = new Map<string, string>();
  for (const path of treeOf(folder)) addStamp(after, folder, path);
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort();
}

function addStamp(stamp: Map<string, string>, folder: string, path: string): void {
  const info = lstatSync(path);
  if (info.isFile()) stamp.set(relative(folder, path), `${info.size} ${info.mtimeMs}`);
}

function treeOf(path: string): string[] {
  if (!lstatSync(path).isDirectory()) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
}
