import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderMarkdown, renderText, withSection } from './report.js';
import type { BenchResult, BenchSubject } from './types.js';

const SUBJECTS = ['action', 'pool', 'refresh', 'leasing', 'apps'];
const PAGE = 'docs/benchmarks.md';
const USAGE = `usage: npm run bench -- [${SUBJECTS.join('|')}]... [--runs N] [--quick] [--postgres] [--json] [--write]`;

async function loadSubject(name: string): Promise<BenchSubject> {
  const file = new URL(`./${name}.js`, import.meta.url);
  if (!SUBJECTS.includes(name) || !existsSync(file)) throw new Error(`no bench named "${name}"\n${USAGE}`);
  return await import(file.href);
}

/** Runs the named subjects, or all; returns whether every bound held. */
async function bench(args: readonly string[]): Promise<boolean> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '31' },
      quick: { type: 'boolean', default: false },
      postgres: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs must be a whole number of at least 1\n${USAGE}`);
  const names = positionals.length > 0 ? positionals : SUBJECTS;
  const subjects = await Promise.all(names.map(loadSubject));
  const results: Record<string, BenchResult> = {};
  for (const [index, subject] of subjects.entries()) {
    const name = names[index] ?? '';
    const result = await subject.run({
      runs,
      quick: values.quick,
      postgres: values.postgres,
      write: values.write,
      progress: (line) => console.error(`${name}: ${line}`),
    });
    results[name] = result;
    if (!values.json) console.log(renderText(result));
    if (values.write) {
      writeFileSync(PAGE, withSection(readFileSync(PAGE, 'utf8'), name, renderMarkdown(result)));
    }
  }
  if (values.json) console.log(JSON.stringify(results, null, 2));
  return Object.values(results).every((result) => result.rows.every((row) => row.ok !== false));
}

/** Everything that subjects write goes into one folder, which is deleted even when the run is interrupted. */
function ownTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-run-'));
  // When root runs the bench, PostgreSQL runs as another user, which needs access to its files.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
}

ownTemporaryFolder();
try {
  if (!(await bench(process.argv.slice(2)))) process.exitCode = 1;
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : error}`);
  // Servers that are still running would keep the process alive.
  process.exit(2);
}
