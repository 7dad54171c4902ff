import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openResources, runExperiment, verdictWord } from './run-experiment.js';
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

/** Runs the named experiments, or all; returns whether every promise held. */
async function runChaos(args: readonly string[]): Promise<boolean> {
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
  if (chosen.length === 0) throw new Error(`no experiment matches; see --list\n${USAGE}`);
  if (values.list) {
    for (const { name, fault } of chosen) console.log(`${name}: ${fault}`);
    return true;
  }
  const resources = openResources({
    loadMs: wholeNumber(values.seconds, 'seconds') * 1000,
    soakMs: values.soak === undefined ? 20_000 : wholeNumber(values.soak, 'soak') * 60_000,
    progress: (line) => console.error(line),
  });
  const verdicts: Verdict[] = [];
  try {
    for (const experiment of chosen) {
      const verdict = await runExperiment(resources, experiment);
      verdicts.push(verdict);
      resources.progress(`${verdict.name}: ${verdictWord(verdict)} (${Math.round(verdict.tookMs / 1000)} s)`);
    }
  } finally {
    await resources.close();
  }
  console.log(renderText(verdicts));
  if (values.write) writeTable(renderMarkdown(verdicts));
  return verdicts.every(({ violations }) => violations.length === 0);
}

/** Replaces the table between the markers of the page. */
function writeTable(table: string): void {
  const section = /(<!-- chaos -->\n).*?(<!-- \/chaos -->)/s;
  const page = readFileSync(PAGE, 'utf8');
  const updated = page.replace(section, (_, before: string, after: string) => `${before}${table}\n${after}`);
  writeFileSync(PAGE, updated);
}

// Exit handlers stop the servers and PostgreSQL.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
try {
  if (!(await runChaos(process.argv.slice(2)))) process.exitCode = 1;
} catch (error) {
  console.error(`chaos: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
