import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ncc from '@vercel/ncc';

/**
 * Other actions' ways to get a token, without their services: the unmodified toolkit, as create-github-app-token bundles
 * it, and a plain script with `fetch`, as octo-sts ships.
 */
export type Peers = { readonly toolkit: string; readonly fetch: string };

/** Writes both into the folder and returns their paths. */
export async function preparePeers(folder: string): Promise<Peers> {
  const toolkit = join(folder, 'toolkit');
  mkdirSync(toolkit);
  const entry = join(process.cwd(), 'build/bench/stock-toolkit.js');
  const built = await ncc(entry, {
    cache: false,
    quiet: true,
    minify: false,
    esm: true,
    sourceMap: false,
    target: 'es2024',
  });
  for (const [name, { source }] of Object.entries(built.assets)) writeFileSync(join(toolkit, name), source);
  writeFileSync(join(toolkit, 'index.js'), built.code);
  writeFileSync(join(toolkit, 'package.json'), '{ "type": "module" }');
  const fetchScript = join(folder, 'fetch.cjs');
  writeFileSync(fetchScript, FETCH);
  return { toolkit: join(toolkit, 'index.js'), fetch: fetchScript };
}

const FETCH = `const { appendFileSync } = require('node:fs');
const { env } = process;
const ask = async (path, token, method, body) => {
  const headers = { authorization: 'Bearer ' + token, 'content-type': 'application/json' };
  const response = await fetch(env.STUB_URL + path, { method, headers, body });
  return response.json();
};
(async () => {
  const { leases } = await ask('/api/v1/leases', env['INPUT_API-SECRET'], 'POST', '{}');
  const { token } = leases[0];
  console.log('::add-mask::' + token);
  await ask('/rate_limit', token, 'GET');
  appendFileSync(env.GITHUB_OUTPUT, 'token=' + token + '\\n');
  appendFileSync(env.GITHUB_ENV, 'GITHUB_TOKEN=' + token + '\\n');
})();
`;
