import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import {
  formatOf,
  ImportError,
  type ImportRow,
  readCsv,
  readSqlite,
} from '../../src/pool/owners/import-sources.js';
import type { Target } from '../types.js';
import { check, TOKEN } from '../values.js';

/** The schema of mise-versions. */
const SCHEMA = `create table tokens (id integer primary key, user_id text, user_name text, token text not null,
  expires_at text, created_at text, usage_count integer default 0, is_active integer default 1, scopes text);
  create index tokens_active on tokens (is_active, usage_count)`;
const ROWS = 60;

type Damage = { at: number; bytes: Uint8Array } | { cutTo: number };

const damages = fc.array(
  fc.oneof(
    // The headers of the file and of its first page matter most.
    fc.record({
      at: fc.oneof(fc.nat(200), fc.nat(100_000)),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
    }),
    fc.record({
      at: fc.nat(100_000),
      bytes: fc.constantFrom(new Uint8Array(4096), new Uint8Array(512).fill(255)),
    }),
    fc.record({ cutTo: fc.nat(100_000) }),
  ),
  { minLength: 1, maxLength: 4 },
);

/** Imports a SQLite file with parts overwritten or cut off. */
export const sqliteImportTarget: Target = {
  name: 'sqlite-import',
  share: 4,
  property: async ({ folder }) => {
    const intactFile = createFile(join(folder, 'sound.sqlite'));
    const path = join(folder, 'damaged.sqlite');
    return fc.property(damages, (chosen) => {
      const content = chosen.reduce(damaged, intactFile);
      writeFileSync(path, content);
      try {
        const rows = formatOf(content) === 'sqlite' ? readSqlite(path) : readCsv(content.toString('utf8'));
        for (const row of rows) checkRow(row);
      } catch (error) {
        if (!(error instanceof ImportError)) throw error;
        check(!error.message.includes('FuzzedSecret'), `a fault contains a token: ${error.message}`);
        check(!/[^\x20-\x7e’“”]/.test(error.message), 'a fault quotes the file');
      }
    });
  },
};

function createFile(path: string): Buffer {
  const database = new DatabaseSync(path);
  database.exec(SCHEMA);
  const insert = database.prepare(
    'insert into tokens (user_id, token, expires_at, scopes) values (?, ?, ?, ?)',
  );
  for (let row = 0; row < ROWS; row += 1)
    insert.run(`user-${row}`, TOKEN, null, '["public_repo"]'.repeat(20));
  database.close();
  return readFileSync(path);
}

function damaged(content: Buffer, damage: Damage): Buffer {
  if ('cutTo' in damage) return content.subarray(0, damage.cutTo % (content.length + 1));
  if (content.length === 0) return content;
  const copy = Buffer.from(content);
  copy.set(damage.bytes.subarray(0, copy.length - (damage.at % copy.length)), damage.at % copy.length);
  return copy;
}

function checkRow({ row, token, ownerId, ownerLogin, expiresAtMs, isActive }: ImportRow): void {
  check(Number.isSafeInteger(row) && row > 0, 'a row without a number');
  check(typeof token === 'string' && typeof isActive === 'boolean', 'not a row');
  check(ownerId === null || Number.isSafeInteger(ownerId), 'not an id');
  check(ownerLogin === null || typeof ownerLogin === 'string', 'not a login');
  check(expiresAtMs === null || Number.isFinite(expiresAtMs), 'not an expiry time');
}
