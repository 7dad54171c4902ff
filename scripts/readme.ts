import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Declaration, readManifest } from './manifest.js';

/** The pages that may hold tables; each table names its manifest, relative to the page. */
const PAGES = ['README.md', 'fetch-token/README.md', 'refresh-token/README.md'];
const TABLE = /<!-- (inputs|outputs) of (\S+) -->\n[\s\S]*?<!-- end -->/g;

/** Returns `text` with every table between markers generated from the manifest that its marker names. */
export function withTables(text: string, folder: string): string {
  return text.replace(TABLE, (_whole, kind: 'inputs' | 'outputs', path: string) => {
    const declared = readManifest(join(folder, path))[kind];
    const rows = kind === 'inputs' ? inputRows(declared) : outputRows(declared);
    return [`<!-- ${kind} of ${path} -->`, ...rows, '<!-- end -->'].join('\n');
  });
}

function inputRows(inputs: Record<string, Declaration>): string[] {
  const rows = Object.entries(inputs).map(
    ([name, input]) => `| \`${name}\` | ${defaultOf(input)} | ${cell(input.description)} |`,
  );
  return ['| Input | Default | Meaning |', '|---|---|---|', ...rows];
}

function outputRows(outputs: Record<string, Declaration>): string[] {
  const rows = Object.entries(outputs).map(
    ([name, output]) => `| \`${name}\` | ${cell(output.description)} |`,
  );
  return ['| Output | Meaning |', '|---|---|', ...rows];
}

function defaultOf(input: Declaration): string {
  const text = String(input.default ?? '');
  return text === '' ? '' : `\`${cell(text)}\``;
}

/** One line, with the character that would end the cell escaped. */
function cell(text = ''): string {
  return text.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}

/** The pages whose tables differ from their manifests, each passed to `onStale` with its correct text. */
export function stalePages(root: string, onStale: (path: string, text: string) => void): string[] {
  const stale = [];
  for (const page of PAGES.filter((name) => existsSync(join(root, name)))) {
    const path = join(root, page);
    const text = readFileSync(path, 'utf8');
    const renewed = withTables(text, dirname(path));
    if (renewed === text) continue;
    stale.push(page);
    onStale(path, renewed);
  }
  return stale;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--check')) {
    const stale = stalePages('.', () => undefined);
    for (const page of stale)
      console.log(`${page}: its tables are not those of action.yml; run npm run readme`);
    if (stale.length > 0) process.exitCode = 1;
  } else {
    for (const page of stalePages('.', writeFileSync)) console.log(`${page}: tables renewed`);
  }
}
