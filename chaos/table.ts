import { wordFor } from './bench.js';
import type { Answer, Verdict } from './types.js';

const HEADINGS = ['Experiment', 'Fault', 'Answers', 'Figures', 'Verdict'];

/** How many answers there were of each status. */
export function tally(answers: readonly Answer[]): string {
  const counts = new Map<string, number>();
  for (const { status } of answers) {
    const name = status === null ? 'none' : String(status);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([one], [other]) => one.localeCompare(other));
  return sorted.map(([name, count]) => `${name}: ${count}`).join(', ');
}

function cells(verdict: Verdict): string[] {
  const { name, fault, answers, figures } = verdict;
  return [name, fault, tally(answers), figures.join('; '), wordFor(verdict)];
}

/** Aligned for a terminal, with what was broken below. */
export function renderText(verdicts: readonly Verdict[]): string {
  const rows = [HEADINGS, ...verdicts.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const broken = verdicts.flatMap(({ name, violations }) => violations.map((text) => `${name}: ${text}`));
  return [...lines, '', ...broken, sumOf(verdicts)].join('\n');
}

/** What was not run is neither of the others. */
function sumOf(verdicts: readonly Verdict[]): string {
  const notRun = verdicts.filter((verdict) => verdict.notRun !== undefined).length;
  const brokenOnes = verdicts.filter(({ violations }) => violations.length > 0).length;
  return `${verdicts.length - notRun - brokenOnes} hold, ${brokenOnes} broken, ${notRun} not run`;
}

/** The table of docs/reliability.md. */
export function renderMarkdown(verdicts: readonly Verdict[]): string {
  const rows = [HEADINGS, HEADINGS.map(() => '---'), ...verdicts.map(cells)];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}
