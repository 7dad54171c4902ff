import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { databaseRefusal } from '../../../src/pool/store/database-refusal.js';
import { openEngine } from '../../../src/pool/store/open-store.js';
import { aFolder } from '../a-process.js';

function refusalOf(path: string): string {
  try {
    openEngine({ url: path });
  } catch (fault) {
    return databaseRefusal({ kind: 'sqlite', path }, fault).message;
  }
  throw new Error('it was opened');
}

describe('a SQLite file that cannot be opened', () => {
  const folder = aFolder();
  const path = join(folder.path, 'pool.sqlite');

  it('is reported as not a database when it is text', () => {
    writeFileSync(path, 'these are notes, not a database\n'.repeat(200));
    expect(refusalOf(path)).toMatch('the file is not a SQLite database; check DATABASE_URL');
  });

  it('is reported as damaged when pages are missing', () => {
    writeFileSync(path, '');
    const database = new DatabaseSync(path);
    database.exec("create table t (a); insert into t values (zeroblob(20000)); insert into t values ('x')");
    database.close();
    truncateSync(path, 8192);
    expect(refusalOf(path)).toMatch('the file is damaged; restore it from a backup');
    folder.remove();
  });

  // Extended codes carry the kind of fault in their lower byte: SQLITE_FULL, and SQLITE_IOERR_WRITE.
  it.each([[13], [778]])('names the full disk (code %i)', (errcode) => {
    const fault = Object.assign(new Error('no'), { code: 'ERR_SQLITE_ERROR', errcode });
    expect(databaseRefusal({ kind: 'sqlite', path }, fault).message).toMatch(/disk is full.*free some space/);
  });
});
