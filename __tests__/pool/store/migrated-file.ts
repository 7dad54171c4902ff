import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../../src/pool/store/migrations/migrate.js';
import { openEngine } from '../../../src/pool/store/open-store.js';

let folder: Promise<string> | undefined;
let copies = 0;

/** A SQLite file of its own with tables but no rows: a copy, which is made in a fraction of the migrations' time. */
export async function migratedFile(): Promise<string> {
  folder ??= folderWithTemplate();
  const path = await folder;
  copies += 1;
  const copy = join(path, `${copies}.sqlite`);
  copyFileSync(join(path, 'template.sqlite'), copy);
  return copy;
}

async function folderWithTemplate(): Promise<string> {
  const path = mkdtempSync(join(tmpdir(), 'token-pool-migrated-'));
  const engine = openEngine({ url: join(path, 'template.sqlite') });
  await migrate(engine);
  await engine.close();
  return path;
}
