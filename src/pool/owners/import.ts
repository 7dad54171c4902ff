import { readFileSync } from 'node:fs';
import { formatOf, ImportFault, type ImportRow, readCsv, readSqlDump, readSqlite } from './import-sources.js';
import type { IntakeResult, TokenOffer } from './types.js';

/** What became of one row; `message` says why it was left out. Never a token in it. */
export type ImportLine = {
  row: number;
  login: string | null;
  outcome: 'added' | 'updated' | 'refused' | 'expired';
  message: string | null;
};

const MAX_BYTES = 256 * 1024 * 1024;

/** Reads a file of tokens: CSV, a mise-versions SQLite file, or a dump of one. Throws `ImportFault`. */
export function readImportFile(path: string): ImportRow[] {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (cause) {
    throw new ImportFault('the file cannot be read: check its path and permissions', { cause });
  }
  if (content.length > MAX_BYTES) throw new ImportFault('the file is larger than 256 MiB; split it');
  const format = formatOf(content);
  if (format === 'sqlite') return readSqlite(path);
  return format === 'sql' ? readSqlDump(content.toString('utf8')) : readCsv(content.toString('utf8'));
}

/**
 * Offers each row to the pool, one after the other: GitHub is asked for each owner that the row does not name by
 * number, and asking in parallel would meet its secondary limits.
 */
export async function importRows(
  deps: { addToken: (offer: TokenOffer) => Promise<IntakeResult>; nowMs: () => number },
  rows: readonly ImportRow[],
  onLine: (line: ImportLine) => void,
): Promise<{ [outcome in ImportLine['outcome']]: number }> {
  const totals = { added: 0, updated: 0, refused: 0, expired: 0 };
  for (const row of rows) {
    const line = await importRow(deps, row);
    totals[line.outcome] += 1;
    onLine(line);
  }
  return totals;
}

async function importRow(
  deps: { addToken: (offer: TokenOffer) => Promise<IntakeResult>; nowMs: () => number },
  row: ImportRow,
): Promise<ImportLine> {
  const base = { row: row.row, login: row.ownerLogin };
  if (row.expiresAtMs !== null && row.expiresAtMs <= deps.nowMs()) {
    return { ...base, outcome: 'expired', message: 'the token has expired' };
  }
  const result = await deps.addToken({
    token: row.token,
    origin: 'import',
    expiresAtMs: row.expiresAtMs,
    ...(row.label === null ? {} : { label: row.label }),
    ...(row.ownerId === null ? {} : { ownerId: row.ownerId }),
    ...(row.ownerId === null || row.ownerLogin === null ? {} : { ownerLogin: row.ownerLogin }),
  });
  if (result.outcome === 'refused') return { ...base, outcome: 'refused', message: result.message };
  return { row: row.row, login: result.login, outcome: result.outcome, message: null };
}
