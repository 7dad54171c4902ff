import { readFileSync } from 'node:fs';
import { formatOf, ImportError, type ImportRow, readCsv, readSqlite } from './import-sources.js';
import type { AddTokenResult, TokenOffer } from './types.js';

/** What happened to one row, and what to do if it was not imported. Never holds a token. */
export type ImportLine = {
  row: number;
  login: string | null;
  outcome: 'added' | 'updated' | 'refused' | 'expired' | 'inactive';
  /** The label under which it was added; empty for the default. */
  label: string | null;
  message: string | null;
};

const MAX_BYTES = 256 * 1024 * 1024;

/** Reads a file of tokens: CSV or a mise-versions SQLite file. Throws `ImportError`. */
export function readImportFile(path: string): ImportRow[] {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (cause) {
    throw new ImportError('the file cannot be read: check its path and permissions', { cause });
  }
  if (content.length > MAX_BYTES) throw new ImportError('the file is larger than 256 MiB; split it');
  return formatOf(content) === 'sqlite' ? readSqlite(path) : readCsv(content.toString('utf8'));
}

export type ImportDeps = { addToken: (offer: TokenOffer) => Promise<AddTokenResult>; nowMs: () => number };

export type ImportOptions = {
  /** The label for tokens that can write; without it they are refused. */
  writeLabel?: string | undefined;
  onLine: (line: ImportLine) => void;
};

/**
 * Adds the token of each row, one after the other: GitHub is asked whose token it is unless the row has the owner's
 * number, and parallel calls would run into its secondary limits.
 */
export async function importRows(
  deps: ImportDeps,
  rows: readonly ImportRow[],
  { writeLabel, onLine }: ImportOptions,
): Promise<{ [outcome in ImportLine['outcome']]: number }> {
  const totals = { added: 0, updated: 0, refused: 0, expired: 0, inactive: 0 };
  for (const row of rows) {
    const line = await importRow(deps, row, writeLabel);
    totals[line.outcome] += 1;
    onLine(line);
  }
  return totals;
}

async function importRow(
  deps: ImportDeps,
  row: ImportRow,
  writeLabel: string | undefined,
): Promise<ImportLine> {
  const base = { row: row.row, login: row.ownerLogin, label: null };
  if (!row.isActive) {
    const message = 'it is inactive in its database; if it still works, add it with "token-pool token add"';
    return { ...base, outcome: 'inactive', message };
  }
  if (row.expiresAtMs !== null && row.expiresAtMs <= deps.nowMs()) {
    return {
      ...base,
      outcome: 'expired',
      message: 'the token has expired; its owner has to create a new one',
    };
  }
  const result = await deps.addToken({
    token: row.token,
    origin: 'import',
    expiresAtMs: row.expiresAtMs,
    ...(row.label === null ? {} : { label: row.label }),
    ...(writeLabel === undefined ? {} : { writeLabel }),
    ...(row.ownerId === null ? {} : { ownerId: row.ownerId }),
    ...(row.ownerId === null || row.ownerLogin === null ? {} : { ownerLogin: row.ownerLogin }),
  });
  if (result.outcome === 'refused') return { ...base, outcome: 'refused', message: adviceFor(result) };
  const { login, outcome, label } = result;
  return { row: row.row, login, outcome, label, message: null };
}

function adviceFor({ reason, message }: Extract<AddTokenResult, { outcome: 'refused' }>): string {
  if (reason !== 'can_write') return message;
  return `${message} For an import, --write-label LABEL adds such tokens under a label; docs/migrating.md explains the risk.`;
}
