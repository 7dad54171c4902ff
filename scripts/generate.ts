import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Declaration, readManifest } from './manifest.js';

/** The pages with tables; each table names its manifest, relative to the page. */
const PAGES = ['fetch-token/README.md', 'refresh-token/README.md'];
/** A copy of `action.yml`, for `uses: org/fetch-token/fetch-token`. */
const COPY = 'fetch-token/action.yml';
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

/** The files generated from an `action.yml`, by path: fetch-token's copy of the manifest, and the pages' tables. */
function generated(root: string): Map<string, string> {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const pages = PAGES.map((page) => [page, withTables(read(page), join(root, dirname(page)))] as const);
  return new Map([[COPY, read('action.yml').replaceAll(': dist/', ': ../dist/')], ...pages]);
}

/** The generated files under `root` that are not up to date, by path, with the text that they should have. */
export function staleFiles(root: string): [path: string, text: string][] {
  return [...generated(root)].filter(([path, text]) => readFileSync(join(root, path), 'utf8') !== text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const stale = staleFiles('.');
  if (process.argv.includes('--check')) {
    for (const [path] of stale) console.log(`${path}: does not match action.yml`);
    if (stale.length > 0) process.exitCode = 1;
  } else {
    for (const [path, text] of stale) {
      writeFileSync(path, text);
      console.log(`${path}: written`);
    }
  }
}
