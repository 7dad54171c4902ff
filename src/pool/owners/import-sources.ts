import { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse/sync';
import { CodedError } from '../../coded-error.js';

/** One token to import. `row` is its row in the source, for messages. */
export type ImportRow = {
  row: number;
  token: string;
  label: string | null;
  ownerId: number | null;
  ownerLogin: string | null;
  expiresAtMs: number | null;
  /** False for a row that is disabled in its source. */
  isActive: boolean;
};

/** Why a source cannot be read; the message says what to do, and never quotes the source. */
export class ImportError extends CodedError<'import'> {
  constructor(message: string, options?: ErrorOptions) {
    super('import', message, options);
  }
}

export type ImportFormat = 'csv' | 'sqlite';

/** The format of a source: SQLite if the file starts with its signature, else CSV. */
export function formatOf(content: Buffer): ImportFormat {
  if (content.subarray(0, 15).toString('latin1') === 'SQLite format 3') return 'sqlite';
  const start = content.subarray(0, 4096).toString('utf8');
  if (/^\s*(--|PRAGMA\b|BEGIN\b|CREATE\b|INSERT\b|DROP\b)/i.test(start)) {
    throw new ImportError(
      'this is an SQL dump: turn it into a database with "sqlite3 tokens.sqlite < FILE", and import tokens.sqlite',
    );
  }
  return 'csv';
}

type Fields = { [name: string]: unknown };

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function wholeNumber(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : null;
}

function timeMs(value: unknown): number | null {
  const parsed = Date.parse(text(value) ?? '');
  return Number.isFinite(parsed) ? parsed : null;
}

/**
 * Reads a CSV with a header line. Columns: `token` (required), `label`, `owner_id`, `owner_login`, `expires_at`; others
 * are ignored.
 */
export function readCsv(content: string): ImportRow[] {
  let records: Fields[];
  try {
    records = parse(content, { columns: true, bom: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    // The parser's own message repeats the line, which holds a token.
    throw new ImportError(
      'the CSV cannot be read: check quotes, and that every line has as many fields as the header',
      {
        cause: cause instanceof Error ? cause.name : cause,
      },
    );
  }
  if (records.length > 0 && !Object.hasOwn(records[0] ?? {}, 'token')) {
    throw new ImportError('the CSV has no column named token: its first line must name the columns');
  }
  return records.map((record, index) => ({
    row: index + 2,
    token: text(record.token) ?? '',
    label: text(record.label),
    ownerId: wholeNumber(record.owner_id),
    ownerLogin: text(record.owner_login),
    expiresAtMs: timeMs(record.expires_at),
    isActive: true,
  }));
}

const NO_TABLE = 'there is no tokens table like that of mise-versions: export its whole D1 database';
const DAMAGED = 'the SQLite file is damaged: export the database again';
/** SQLITE_CORRUPT, SQLITE_NOTADB, and SQLITE_CANTOPEN or SQLITE_IOERR where the file ends too early. */
const DAMAGE = new Set([10, 11, 14, 26]);

function isDamage(error: unknown): boolean {
  const hasCode = typeof error === 'object' && error !== null && 'errcode' in error;
  // The lower byte of an extended code is the primary code.
  return hasCode && DAMAGE.has(Number(error.errcode) & 0xff);
}

/** The rows of a mise-versions database; its `user_id` is a login, not a number. */
function readTokens(database: DatabaseSync): ImportRow[] {
  let records: Fields[];
  try {
    records = database.prepare('SELECT * FROM tokens ORDER BY id').all();
  } catch (error) {
    throw new ImportError(isDamage(error) ? DAMAGED : NO_TABLE);
  }
  return records.map((record, index) => ({
    row: wholeNumber(record.id) ?? index + 1,
    token: text(record.token) ?? '',
    label: null,
    ownerId: null,
    ownerLogin: text(record.user_id),
    expiresAtMs: timeMs(record.expires_at),
    isActive: record.is_active !== 0,
  }));
}

/** Reads a mise-versions SQLite file; it is opened read-only. */
export function readSqlite(path: string): ImportRow[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return readTokens(database);
  } finally {
    database.close();
  }
}
