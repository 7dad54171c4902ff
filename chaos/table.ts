import { verdictWord } from './run-experiment.js';
import type { Answer, Verdict } from './types.js';

const HEADINGS = ['Experiment', 'Fault', 'Answers', 'Figures', 'Verdict'];

/** The number of answers by status. */
function countByStatus(answers: readonly Answer[]): string {
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
  return [name, fault, countByStatus(answers), figures.join('; '), verdictWord(verdict)];
}

/** The table for a terminal, with the violations below. */
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
  return [...lines, '', ...broken, summaryOf(verdicts)].join('\n');
}

/** An experiment that did not run is neither held nor broken. */
function summaryOf(verdicts: readonly Verdict[]): string {
  const notRun = verdicts.filter((verdict) => verdict.notRun !== undefined).length;
  const brokenOnes = verdicts.filter(({ violations }) => violations.length > 0).length;
  return `${verdicts.length - notRun - brokenOnes} hold, ${brokenOnes} broken, ${notRun} not run`;
}

/** The table of docs/reliability.md. */
export function renderMarkdown(verdicts: readonly Verdict[]): string {
  const rows = [HEADINGS, HEADINGS.map(() => '---'), ...verdicts.map(cells)];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}
