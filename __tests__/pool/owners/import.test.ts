import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { importRows, readImportFile } from '../../../src/pool/owners/import.js';
import { ImportError } from '../../../src/pool/owners/import-sources.js';
import type { AddTokenResult, TokenOffer } from '../../../src/pool/owners/types.js';

const TOKENS = ['gho_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'ghp_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'];

/** The table of mise-versions, as far as an import reads it. */
const MISE_TABLE = `CREATE TABLE tokens (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT, user_name TEXT, token TEXT NOT NULL,
  expires_at TEXT, created_at TEXT, last_used TEXT, usage_count INTEGER DEFAULT 0, is_active INTEGER DEFAULT 1, scopes TEXT);`;
const MISE_ROWS = `INSERT INTO tokens (user_id, token, expires_at, is_active) VALUES
  ('alice', '${TOKENS[0]}', NULL, 1), ('bob', '${TOKENS[1]}', '2026-01-01T00:00:00.000Z', 1), ('gone', 'gho_x', NULL, 0);`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function miseDatabase(): string {
  const path = join(folder, 'mise.sqlite');
  const database = new DatabaseSync(path);
  database.exec(MISE_TABLE + MISE_ROWS);
  database.close();
  return path;
}

function file(content: string): string {
  const path = join(folder, 'tokens');
  writeFileSync(path, content);
  return path;
}

function faultOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof ImportError) return error.message;
    throw error;
  }
  throw new Error('it was read without a fault');
}

describe('reading a file of tokens', () => {
  it('reads the tokens of a mise-versions SQLite file, and which are inactive', () => {
    const rows = readImportFile(miseDatabase());
    expect(rows.map((row) => [row.token, row.ownerLogin, row.isActive])).toEqual([
      [TOKENS[0], 'alice', true],
      [TOKENS[1], 'bob', true],
      ['gho_x', 'gone', false],
    ]);
  });

  it('reports a damaged SQLite file as damaged', () => {
    const path = miseDatabase();
    const content = readFileSync(path);
    writeFileSync(path, Buffer.concat([content.subarray(0, 4096), Buffer.alloc(content.length - 4096)]));
    expect(faultOf(() => readImportFile(path))).toBe('the SQLite file is damaged: export the database again');
  });

  it('runs no SQL: for a dump it says how to create a database from it', () => {
    const fault = faultOf(() => readImportFile(file(`PRAGMA x;\n${MISE_TABLE}\n${MISE_ROWS}`)));
    expect(fault).toContain('sqlite3 tokens.sqlite < FILE');
    expect(fault).not.toContain('gho_');
  });

  it('reads a CSV by the names of its columns', () => {
    const rows = readImportFile(file(`owner_login,token,label,owner_id\r\nalice,${TOKENS[0]},push,42\r\n`));
    expect(rows).toEqual([
      {
        row: 2,
        token: TOKENS[0],
        label: 'push',
        ownerId: 42,
        ownerLogin: 'alice',
        expiresAtMs: null,
        isActive: true,
      },
    ]);
  });

  it('never repeats a line of a broken CSV, because it holds a token', () => {
    const fault = faultOf(() => readImportFile(file(`token,label\n"${TOKENS[0]},x\n`)));
    expect(fault).not.toContain(TOKENS[0]);
    expect(fault).toContain('CSV');
  });

  it('says which column is missing', () => {
    expect(faultOf(() => readImportFile(file('secret,label\na,b\n')))).toContain('column named token');
  });
});

describe('importing rows', () => {
  it('imports valid tokens, skips expired ones, and says why a row was refused', async () => {
    const offers: TokenOffer[] = [];
    const addToken = async (offer: TokenOffer): Promise<AddTokenResult> => {
      offers.push(offer);
      return { outcome: 'refused', reason: 'unauthorized', message: 'GitHub does not know the token' };
    };
    const lines: unknown[] = [];
    const rows = readImportFile(miseDatabase());
    const totals = await importRows({ addToken, nowMs: () => Date.parse('2026-06-01') }, rows, {
      onLine: (line) => lines.push(line),
    });
    expect(offers.map((offer) => offer.token)).toEqual([TOKENS[0]]);
    expect(totals).toEqual({ added: 0, updated: 0, refused: 1, expired: 1, inactive: 1 });
    expect(lines).toMatchObject([
      { row: 1, login: 'alice', outcome: 'refused', message: 'GitHub does not know the token' },
      { row: 2, login: 'bob', outcome: 'expired', message: expect.stringContaining('create a new one') },
      { row: 3, login: 'gone', outcome: 'inactive', message: expect.stringContaining('token add') },
    ]);
  });
});
