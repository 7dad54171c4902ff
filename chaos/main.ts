import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openBench, perform, wordFor } from './bench.js';
import { EXPERIMENTS } from './experiments.js';
import { renderMarkdown, renderText } from './table.js';
import type { Verdict } from './types.js';

const PAGE = 'docs/reliability.md';
const USAGE = 'usage: npm run chaos -- [part of a name]... [--seconds N] [--soak MINUTES] [--list] [--write]';

function wholeNumber(text: string, name: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number <= 3600) return number;
  throw new Error(`--${name} must be a whole number from 1 to 3600\n${USAGE}`);
}

/** Performs the experiments named, all without a name; returns whether every promise held. */
async function chaos(args: readonly string[]): Promise<boolean> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '6' },
      soak: { type: 'string' },
      list: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const chosen = EXPERIMENTS.filter(
    ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
  );
  if (chosen.length === 0) throw new Error(`no experiment has such a name; see --list\n${USAGE}`);
  if (values.list) {
    for (const { name, fault } of chosen) console.log(`${name}: ${fault}`);
    return true;
  }
  const bench = openBench({
    loadMs: wholeNumber(values.seconds, 'seconds') * 1000,
    soakMs: values.soak === undefined ? 20_000 : wholeNumber(values.soak, 'soak') * 60_000,
    progress: (line) => console.error(line),
  });
  const verdicts: Verdict[] = [];
  try {
    for (const experiment of chosen) {
      const verdict = await perform(bench, experiment);
      verdicts.push(verdict);
      bench.progress(`${verdict.name}: ${wordFor(verdict)} (${Math.round(verdict.tookMs / 1000)} s)`);
    }
  } finally {
    await bench.close();
  }
  console.log(renderText(verdicts));
  if (values.write) writeTable(renderMarkdown(verdicts));
  return verdicts.every(({ violations }) => violations.length === 0);
}

/** Puts the verdicts between the page's marks. */
function writeTable(table: string): void {
  const marked = /(<!-- chaos -->\n).*?(<!-- \/chaos -->)/s;
  const page = readFileSync(PAGE, 'utf8');
  const written = page.replace(marked, (_, before: string, after: string) => `${before}${table}\n${after}`);
  writeFileSync(PAGE, written);
}

// By way of an exit, at which servers and PostgreSQL are ended.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
try {
  if (!(await chaos(process.argv.slice(2)))) process.exitCode = 1;
} catch (error) {
  console.error(`chaos: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
