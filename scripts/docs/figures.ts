import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { loadConfig } from '../../src/pool/config/config.js';
import { MIN_NODE_MAJOR } from '../../src/pool/node-version.js';
import { LEASE_REQUEST_SCHEMA, MAX_ANSWER_BYTES, MAX_REQUEST_BYTES } from '../../src/wire.js';
import { MAX_BUNDLE_BYTES } from '../dist-check.js';
import { readManifest } from '../manifest.js';
import { all, type Page, sourcesIn } from './pages.js';

type Figure = { readonly sentence: RegExp; readonly values: readonly number[] };

const KIB = 1024;
const MIB = 1024 * KIB;

/** Sentences with figures, and the code's values. Each must be on some page. */
function figures(): Figure[] {
  const { devEngines } = JSON.parse(readFileSync('package.json', 'utf8'));
  const toDevelop: string = devEngines.runtime.version;
  return [
    {
      sentence: /at most (\d+) KiB(?:, an answer| and) (\d+) MiB/g,
      values: [MAX_REQUEST_BYTES / KIB, MAX_ANSWER_BYTES / MIB],
    },
    { sentence: /leases at most (\d+) tokens/g, values: [LEASE_REQUEST_SCHEMA.properties.count.maximum] },
    { sentence: /bundle under (\d+) kB/g, values: [MAX_BUNDLE_BYTES / 1000] },
    { sentence: /Node (\d+) and newer/g, values: [MIN_NODE_MAJOR] },
    {
      sentence: /Node (\d+)\.(\d+) or later/g,
      values: toDevelop.match(/\d+/g)?.map(Number) ?? [],
    },
  ];
}

/** Figures in pages that differ from the code. */
export function figureFaults(pages: readonly Page[]): string[] {
  return figures().flatMap(({ sentence, values }) => {
    const matches = pages.flatMap(({ path, text }) =>
      [...text.matchAll(sentence)].map((match) => ({
        path,
        whole: match[0],
        numbers: match.slice(1).map(Number),
      })),
    );
    if (matches.length === 0) return [`no page contains ${sentence.source}; update scripts/docs/figures.ts`];
    return matches
      .filter(({ numbers }) => !isDeepStrictEqual(numbers, values))
      .map(({ path, whole }) => `${path}: "${whole}", but the code says ${values.join(' and ')}`);
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
