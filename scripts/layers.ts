import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A file, by its path from the root, and every module that it imports, type imports included. */
export type Source = { path: string; imports: readonly string[] };

const SHARED = [['src/coded-error', 'src/json-schema'], ['src/wire'], ['src/github']] as const;

/**
 * The layers of each side, lowest first. A file may import from its own layer and those below. A name is a folder, the
 * files directly in a folder, or a file without its extension; the highest match counts.
 */
const LAYERS: readonly (readonly (readonly string[])[])[] = [
  [
    ...SHARED,
    ['src/action/*', 'src/action/http', 'src/action/runner', 'src/action/stubs'],
    ['src/action/sources'],
    ['src/action/tools'],
    ['src/action/summary'],
    ['src/action/start'],
    ['src/action/fetch', 'src/action/refresh'],
    ['src/action/entries'],
  ],
  [
    ...SHARED,
    ['src/pool/*', 'src/pool/api', 'src/pool/cache', 'src/pool/config', 'src/pool/faults', 'src/pool/format'],
    ['src/pool/domain'],
    ['src/pool/store', 'src/pool/vault', 'src/pool/github'],
    ['src/pool/auth', 'src/pool/leasing', 'src/pool/owners'],
    ['src/pool/pool-core', 'src/pool/library', 'src/pool/web', 'src/pool/legacy'],
    ['src/pool/server'],
    ['src/pool/cli'],
    ['src/pool/main'],
  ],
];

/** What the folders around the product may import, besides their own files. */
const SURROUNDING_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  testkit: ['src/github', 'src/wire'],
  bench: ['src', 'testkit', 'scripts'],
  demo: ['src', 'testkit', 'bench'],
  chaos: ['src', 'testkit'],
  fuzz: ['src', 'testkit'],
  scripts: ['src', 'testkit', 'demo'],
  __tests__: ['src', 'testkit', 'bench', 'demo', 'chaos', 'fuzz', 'scripts'],
};

/** These are started as processes. */
const ENTRIES = ['src/action/entries', 'src/pool/main'];

/** One line for each import that points the wrong way, each circle, and each file that belongs to no layer. */
export function layerFaults(sources: readonly Source[], dependencies: readonly string[]): string[] {
  const graph = new Map(sources.map((source) => [source.path, targetsOf(source)]));
  const unplaced = [...graph.keys()].filter((path) => !isPlaced(path));
  const forbidden = [...graph].flatMap(([path, targets]) =>
    targets.filter((target) => !mayImport(path, target)).map((target) => `${path} must not import ${target}`),
  );
  return [
    ...unplaced.map((path) => `${path} belongs to no layer: name it in scripts/layers.ts`),
    ...forbidden,
    ...new Set([graph, foldersOf(graph)].flatMap(circlesIn)),
    ...undeclared(sources, dependencies),
  ];
}

function isIn(path: string, names: readonly string[]): boolean {
  return names.some((name) =>
    name.endsWith('/*')
      ? posix.dirname(path) === posix.dirname(name)
      : path === `${name}.ts` || path.startsWith(`${name}/`),
  );
}

/** The targets of the relative imports. */
function targetsOf({ path, imports }: Source): string[] {
  return imports
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.join(posix.dirname(path), name).replace(/\.js$/, '.ts'));
}

function isPlaced(path: string): boolean {
  return isIn(path, LAYERS.flat(2)) || isIn(path, Object.keys(SURROUNDING_FOLDERS));
}

function mayImport(path: string, target: string): boolean {
  if (isIn(target, ENTRIES)) return false;
  const surrounding = Object.entries(SURROUNDING_FOLDERS).find(([folder]) => isIn(path, [folder]));
  if (surrounding !== undefined) return isIn(target, [surrounding[0], ...surrounding[1]]);
  return LAYERS.some((layers) => {
    const layerOf = (file: string) => layers.findLastIndex((names) => isIn(file, names));
    return layerOf(target) >= 0 && layerOf(target) <= layerOf(path);
  });
}

/** A side's folders, with all below them, and what they import of each other; files beside them count by themselves. */
function foldersOf(graph: ReadonlyMap<string, readonly string[]>): Map<string, readonly string[]> {
  const folderOf = (path: string) => /^src\/\w+\/[^/]+(?=\/)/.exec(path)?.[0] ?? path;
  const folders = new Map<string, readonly string[]>();
  for (const [path, targets] of graph) {
    const folder = folderOf(path);
    const others = targets.map(folderOf).filter((other) => other !== folder);
    folders.set(folder, [...new Set([...(folders.get(folder) ?? []), ...others])]);
  }
  return folders;
}

/** Import cycles: Tarjan's strongly connected components of more than one file. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const indexes = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (path: string): number => {
    const index = indexes.size;
    indexes.set(path, index);
    open.push(path);
    let lowest = index;
    for (const target of graph.get(path) ?? []) {
      if (!indexes.has(target)) lowest = Math.min(lowest, visit(target));
      else if (open.includes(target)) lowest = Math.min(lowest, indexes.get(target) ?? index);
    }
    if (lowest === index) {
      const group = open.splice(open.indexOf(path));
      if (group.length > 1) circles.push(group);
    }
    return lowest;
  };
  for (const path of graph.keys()) if (!indexes.has(path)) visit(path);
  return circles.map((circle) => `circle of imports: ${circle.sort().join(', ')}`);
}

/** The packed pool contains only its runtime dependencies. */
function undeclared(sources: readonly Source[], dependencies: readonly string[]): string[] {
  return sources
    .filter(({ path }) => isIn(path, ['src/pool', ...SHARED.flat()]))
    .flatMap(({ path, imports }) =>
      imports
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
        .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'))
        .filter((name) => !dependencies.includes(name))
        .map((name) => `${path} must not import ${name}, which is not a dependency`),
    );
}

/** The project's sources, including uncommitted ones. */
export function readSources(root: string): Source[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.ts'];
  const paths = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
  // Static and dynamic imports, re-exports and the types `import('…')`, as the formatter writes them.
  const specifier = /\b(?:from|import)\s*\(?\s*'([\w@.:/-]+)'/g;
  const present = paths.filter((path) => existsSync(posix.join(root, path)));
  return present.map((path) => ({
    path,
    imports: [...readFileSync(posix.join(root, path), 'utf8').matchAll(specifier)].map(
      (match) => match[1] ?? '',
    ),
  }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const faults = layerFaults(readSources('.'), Object.keys(dependencies));
  for (const fault of faults) console.log(fault);
  if (faults.length > 0) {
    console.log('scripts/layers.ts lists the layers: each file imports from its own and those below.');
    process.exitCode = 1;
  }
}
