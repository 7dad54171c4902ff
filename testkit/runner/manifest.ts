/** Reads action.yml and extracts actions as the runner does. */
import { cpSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, readdir, readFile } from 'node:fs/promises';
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

type RawManifest = {
  name?: string;
  inputs?: Record<string, { default?: unknown } | null>;
  runs?: Record<string, unknown>;
};

/** Reads the manifest of a JavaScript action; other kinds are not supported. */
export async function readManifest(folder: string): Promise<Manifest> {
  const raw = parse(await readManifestText(folder)) as RawManifest;
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

async function readManifestText(folder: string): Promise<string> {
  for (const name of ['action.yml', 'action.yaml']) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => null);
    if (text !== null) return text;
  }
  throw new Error(`Can't find 'action.yml' or 'action.yaml' under '${folder}'.`);
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
 * Copies what an action may rely on: the manifests and dist/. The repository's sources, node_modules and
 * package.json are left out, so that a bundle that needs them fails here. An action without dist/ is copied whole.
 */
export async function extractRepository(root: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  const entries = await readdir(root, { withFileTypes: true });
  if (!entries.some((entry) => entry.name === 'dist')) return cp(root, target, { recursive: true });
  // The synchronous copy is three times as fast as the asynchronous one.
  cpSync(join(root, 'dist'), join(target, 'dist'), { recursive: true });
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
  for (const folder of ['.', ...folders.map((entry) => entry.name)]) {
    for (const name of ['action.yml', 'action.yaml']) {
      const source = join(root, folder, name);
      if (await lstat(source).catch(() => null)) await cp(source, join(target, folder, name));
    }
  }
}

/** Removes all write bits. Root can write anyway, which `changedFiles` then detects. */
export async function makeReadOnly(folder: string): Promise<void> {
  for (const path of [...(await treeOf(folder)), folder]) {
    await chmod(path, (await lstat(path)).mode & 0o555);
  }
}

/** Restores the owner's bits, so that the tree can be deleted. */
export async function makeWritable(folder: string): Promise<void> {
  for (const path of [folder, ...(await treeOf(folder))]) {
    await chmod(path, (await lstat(path)).mode | 0o700);
  }
}

export interface ExtractedRepository {
  source: string;
  folder: string;
  stamp: TreeStamp;
}

export type TreeStamp = ReadonlyMap<string, string>;

/** Size and time of every file, to detect later whether an action wrote into its own folder. */
export async function stampTree(folder: string): Promise<TreeStamp> {
  const stamp = new Map<string, string>();
  for (const path of await treeOf(folder)) {
    const info = await lstat(path);
    if (info.isFile()) stamp.set(relative(folder, path), `${info.size} ${info.mtimeMs}`);
  }
  return stamp;
}

/** Files that were added, changed or removed since the stamp. */
export async function changedFiles(folder: string, before: TreeStamp): Promise<string[]> {
  const after = await stampTree(folder);
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort();
}

async function treeOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.map((name) => join(folder, name));
}
