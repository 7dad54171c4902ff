import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import ncc from '@vercel/ncc';

/**
 * Bundles each entry `src/action/entries/<action>-<stage>.ts` into `dist/<action>/<stage>/index.js`. Each bundle has
 * its own folder, because chunks and `package.json` of two bundles have the same names.
 *
 * The entries are compiled separately (`tsconfig.bundle.json`), without comments, to keep the download small.
 */
async function bundleAll(root: string): Promise<void> {
  // ncc reads `paths` from this file, which keeps undici out of the bundles.
  process.env.TS_NODE_PROJECT = path.join(root, 'tsconfig.ncc.json');
  for (const name of ['@actions/core', '@actions/http-client']) await copyWithoutComments(root, name);
  const entries = path.join(root, 'build/bundled/src/action/entries');
  const names = (await fs.readdir(entries)).filter((name) => /^[a-z]+(-[a-z]+)+\.js$/.test(name)).sort();
  for (const name of names) {
    const [, action = '', stage = ''] = /^(.+)-([a-z]+)\.js$/.exec(name) ?? [];
    const folder = path.join(root, 'dist', action, stage);
    const size = await bundle(path.join(entries, name), folder);
    process.stdout.write(`${path.relative(root, folder)}: ${(size / 1000).toFixed(1)} kB\n`);
  }
}

/** Comments on lines of their own. */
const COMMENT_LINES = /^[ \t]*(?:\/\*\*[\s\S]*?\*\/|\/\/.*)\n/gm;

/** Copies a package without its comments next to the compiled entries, where the bundler finds it first. */
async function copyWithoutComments(root: string, name: string): Promise<void> {
  const from = path.join(root, 'node_modules', name);
  const to = path.join(root, 'build/bundled/node_modules', name);
  await fs.mkdir(path.join(to, 'lib'), { recursive: true });
  await fs.copyFile(path.join(from, 'package.json'), path.join(to, 'package.json'));
  for (const file of await fs.readdir(path.join(from, 'lib'))) {
    if (!file.endsWith('.js')) continue;
    const source = await fs.readFile(path.join(from, 'lib', file), 'utf8');
    await fs.writeFile(path.join(to, 'lib', file), source.replaceAll(COMMENT_LINES, ''));
  }
}

async function bundle(entry: string, folder: string): Promise<number> {
  // Not minified, so that readers can compare it with the source; minified code starts no faster.
  const built = await ncc(entry, {
    cache: false,
    quiet: true,
    minify: false,
    // CommonJS starts some 2 ms faster than a module.
    esm: false,
    sourceMap: false,
    target: 'es2024',
  });
  await fs.rm(folder, { recursive: true, force: true });
  await fs.mkdir(folder, { recursive: true });
  const files = Object.entries(built.assets).map(([name, asset]) => [name, asset.source] as const);
  for (const [name, source] of [['index.js', built.code] as const, ...files]) {
    const file = path.join(folder, name);
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, source);
  }
  // Without it, Node would read the project's package.json, which says module.
  await fs.writeFile(path.join(folder, 'package.json'), '{\n  "type": "commonjs"\n}\n');
  return Buffer.byteLength(built.code);
}

await bundleAll(path.resolve(import.meta.dirname, '../..'));
