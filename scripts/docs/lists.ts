import { readFileSync } from 'node:fs';
import { TOKEN_SOURCES } from '../../src/action/sources/types.js';
import { TOOL_NAMES } from '../../src/action/tools/catalogue.js';
import { TOKEN_KINDS } from '../../src/wire.js';
import { type Manifest, readManifest } from '../manifest.js';
import { all, type Page, sourcesIn } from './pages.js';

type List = { readonly path: string; readonly of: string; readonly names: readonly string[] };

/** Lists of names in `action.yml` and `docs/tools.md` that differ from the code's. */
export function listFaults(toolsPage: Page): string[] {
  const { path, text } = toolsPage;
  const rows = all(text.slice(text.indexOf('| `tools` |')), /^\| `([\w-]+)` \|/gm).slice(1);
  const ofFetch = TOKEN_SOURCES.filter((name) => name !== 'given');
  return [
    ...manifestFaults('action.yml', ofFetch),
    ...manifestFaults('refresh-token/action.yml', TOKEN_SOURCES),
    ...differences({ path, of: 'the table', names: rows }, TOOL_NAMES),
  ];
}

function manifestFaults(path: string, sources: readonly string[]): string[] {
  const { inputs, outputs } = readManifest(path);
  const quoted = (name: string) => all(descriptionOf(outputs, name), /`(\w+)`/g);
  const tools = / some of (.+?)\./.exec(descriptionOf(inputs, 'tools'))?.[1]?.split(/, | and /) ?? [];
  return [
    ...differences({ path, of: 'the input tools', names: tools }, TOOL_NAMES),
    ...differences({ path, of: 'the output source', names: quoted('source') }, sources),
    ...differences({ path, of: 'the output kind', names: quoted('kind') }, TOKEN_KINDS),
  ];
}

function descriptionOf(declared: Manifest['inputs'], name: string): string {
  return declared[name]?.description ?? '';
}

function differences({ path, of, names }: List, known: readonly string[]): string[] {
  return [
    ...known.filter((name) => !names.includes(name)).map((name) => `${path}: ${of} does not name ${name}`),
    ...names
      .filter((name) => !known.includes(name))
      .map((name) => `${path}: ${of} names ${name}, which the code does not know`),
  ];
}

/** Inputs that a manifest declares and its action does not read, and those that are read and declared nowhere. */
export function inputFaults(sources: readonly Page[]): string[] {
  const declared = {
    'action.yml': Object.keys(readManifest('action.yml').inputs),
    'refresh-token/action.yml': Object.keys(readManifest('refresh-token/action.yml').inputs),
  };
  const textWithout = (other: string) =>
    sources.flatMap(({ path, text }) => (path.startsWith(`src/action/${other}/`) ? [] : [text])).join('\n');
  const unread = (path: keyof typeof declared, other: string) => {
    const text = textWithout(other);
    return declared[path]
      .filter((name) => !text.includes(`'${name}'`))
      .map((name) => `${path}: nothing reads the input ${name}`);
  };
  const read = sources.flatMap(({ path, text }) =>
    all(text, /\binputs\s*\.(?:text|flag|integer|list|choice)\('([^']+)'/g).map((name) => ({ path, name })),
  );
  return [
    ...unread('action.yml', 'refresh'),
    ...unread('refresh-token/action.yml', 'fetch'),
    ...read
      .filter(({ name }) => !Object.values(declared).flat().includes(name))
      .map(({ path, name }) => `${path}: reads the input ${name}, which no action.yml declares`),
  ];
}

const EXAMPLES = 'examples/README.md';
const EXAMPLE_TESTS = '__tests__/examples/examples.test.ts';

/** Example workflows that have no row in their README, or that no test runs. */
export function exampleFaults(): string[] {
  const names = sourcesIn('examples/*.yml').map(({ path }) => path.slice('examples/'.length));
  const [rows, tests] = [readFileSync(EXAMPLES, 'utf8'), readFileSync(EXAMPLE_TESTS, 'utf8')];
  return [
    ...names
      .filter((name) => !rows.includes(`(${name})`))
      .map((name) => `${EXAMPLES}: has no row for ${name}`),
    ...names
      .filter((name) => !tests.includes(`'${name.replace('.yml', '')}'`))
      .map((name) => `${EXAMPLE_TESTS}: runs no example ${name}`),
  ];
}
