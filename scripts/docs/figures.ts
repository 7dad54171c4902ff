import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { loadConfig } from '../../src/pool/config/config.js';
import { MIN_NODE_MAJOR } from '../../src/pool/node-version.js';
import { LEASE_REQUEST_SCHEMA, MAX_ANSWER_BYTES, MAX_REQUEST_BYTES } from '../../src/wire.js';
import { MAX_BUNDLE_BYTES } from '../dist-check.js';
import { readManifest } from '../manifest.js';
import { all, type Page, sourcesIn } from './pages.js';

type Figure = { readonly says: RegExp; readonly is: readonly number[] };

const KIB = 1024;
const MIB = 1024 * KIB;

/** Sentences with figures, and what the code says. Each must be in some page, or its line here is obsolete. */
function figures(): Figure[] {
  const { devEngines } = JSON.parse(readFileSync('package.json', 'utf8'));
  const toDevelop: string = devEngines.runtime.version;
  return [
    {
      says: /at most (\d+) KiB(?:, an answer| and) (\d+) MiB/g,
      is: [MAX_REQUEST_BYTES / KIB, MAX_ANSWER_BYTES / MIB],
    },
    { says: /leases at most (\d+) tokens/g, is: [LEASE_REQUEST_SCHEMA.properties.count.maximum] },
    { says: /bundle under (\d+) kB/g, is: [MAX_BUNDLE_BYTES / 1000] },
    { says: /Node (\d+) and newer/g, is: [MIN_NODE_MAJOR] },
    {
      says: /Node (\d+)\.(\d+) or later/g,
      is: toDevelop.match(/\d+/g)?.map(Number) ?? [],
    },
  ];
}

/** Figures in pages that differ from the code. */
export function figureFaults(pages: readonly Page[]): string[] {
  return figures().flatMap(({ says, is }) => {
    const said = pages.flatMap(({ path, text }) =>
      [...text.matchAll(says)].map((match) => ({
        path,
        whole: match[0],
        numbers: match.slice(1).map(Number),
      })),
    );
    if (said.length === 0) return [`no page says ${says.source}; correct scripts/docs/figures.ts`];
    return said
      .filter(({ numbers }) => !isDeepStrictEqual(numbers, is))
      .map(({ path, whole }) => `${path}: "${whole}", but the code says ${is.join(' and ')}`);
  });
}

/** Ranges in the descriptions of inputs, such as `1 to 20`, that differ from those in the sources. */
export function rangeFaults(manifests: readonly string[]): string[] {
  const sources = sourcesIn('src/action')
    .map(({ text }) => text)
    .join('\n');
  return manifests.flatMap((path) =>
    Object.entries(readManifest(path).inputs).flatMap(([name, { description = '' }]) => {
      const [, min, max] = /\b(\d+) to (\d+)\b/.exec(description) ?? [];
      const read = new RegExp(`'${name}', \\{ (?:min: ${min}, )?max: ${max}\\b`);
      return max === undefined || read.test(sources)
        ? []
        : [`${path}: ${name} is not read as ${min} to ${max}`];
    }),
  );
}

/** Defaults in the table of variables that differ from those in the code. */
export function defaultFaults({ path, text }: Page): string[] {
  const rows = text.split('\n').filter((line) => /^\| `[A-Z]/.test(line));
  return rows.flatMap((row) => {
    const [names, defaults] = row
      .split('|')
      .slice(1, 3)
      .map((cell) => all(cell, /`([^`]+)`/g));
    if (!names || !defaults || names.length !== defaults.length) return [];
    return names.flatMap((name, index) =>
      isDeepStrictEqual(loadConfig({ [name]: defaults[index] }), loadConfig({}))
        ? []
        : [`${path}: ${name} has another default than \`${defaults[index]}\` in src/pool/config/config.ts`],
    );
  });
}
