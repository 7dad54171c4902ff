import { rmSync } from 'node:fs';
import type { Runner } from '../runner/types.js';
import { memberOf, parseJson } from '../sources/answers.js';
import { systemErrorCode } from '../system-error.js';
import { readPrivateFile, replacePrivateFile } from '../tools/private-files.js';
import { summaryFile, WRITER } from './claim.js';
import { COLUMNS, type SummaryEntry, type SummaryRow, summaryText } from './table.js';

/** A hundred tokens fit many times over, and the runner takes no summary of more than 1 MiB. */
const MAX_CHARACTERS = 256 * 1024;

/**
 * For post: adds this step's tokens to the file that the steps of the job share. The post that runs last, that of the
 * job's first step, writes one table of all. A step that cannot use the file writes a table of its own.
 */
export async function addToSummary(runner: Runner, own: SummaryEntry | null): Promise<void> {
  const file = summaryFile(runner.env);
  const shared = file === null ? null : readEntries(file);
  const added = own === null ? [] : [own];
  const all = [...(shared ?? []), ...added];
  if (runner.getState(WRITER) !== '') {
    if (file !== null) discard(file);
    // Posts run in reverse order, so the rows of the last step came first.
    return write(runner, all.reverse());
  }
  if (file === null || shared === null || !store(file, all)) return write(runner, added);
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A step put a folder in its place; the runner empties RUNNER_TEMP.
  }
}

async function write(runner: Runner, entries: readonly SummaryEntry[]): Promise<void> {
  if (entries.length === 0) return;
  try {
    await runner.appendSummary(summaryText(entries));
  } catch (error) {
    runner.log.info(`The job summary was not written (${systemErrorCode(error) || 'no reason given'}).`);
  }
}

/** The entries of the steps whose posts ran already; null if the file is missing or not as they left it. */
function readEntries(file: string): SummaryEntry[] | null {
  const read = readPrivateFile(file);
  const isUsable = read.state === 'ok' && read.text.length <= MAX_CHARACTERS;
  const value = isUsable ? parseJson(read.text) : undefined;
  return Array.isArray(value) && value.every(isEntry) ? value : null;
}

/** Whether the file holds the entries now. */
function store(file: string, entries: readonly SummaryEntry[]): boolean {
  const text = JSON.stringify(entries);
  if (text.length > MAX_CHARACTERS) return false;
  try {
    replacePrivateFile(file, text);
    return true;
  } catch {
    return false;
  }
}

function isEntry(value: unknown): value is SummaryEntry {
  const [rows, notes] = [memberOf(value, 'rows'), memberOf(value, 'notes')];
  if (!Array.isArray(rows) || !Array.isArray(notes)) return false;
  return rows.every(isRow) && notes.every((note) => typeof note === 'string');
}

function isRow(value: unknown): value is SummaryRow {
  return COLUMNS.every((column) => typeof memberOf(value, column) === 'string');
}
