import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config/config.js';
import { makePrivateFolder } from '../config/private-folder.js';
import { UsageError } from '../faults/usage-error.js';

export type EncryptionKeys = {
  keys: readonly string[];
  /** The key file, if it was just created. */
  createdFile: string | null;
};

/** The key file of a SQLite database, used when the environment has no key. */
function keyFileOf(databasePath: string): string {
  return `${databasePath}.key`;
}

/**
 * The keys that seal and open the pool's tokens: from the environment, else from the file beside a SQLite database. The
 * file is created only with a new database: a new key could open nothing in an old one.
 */
export function resolveEncryptionKeys(config: Pick<Config, 'database' | 'encryptionKeys'>): EncryptionKeys {
  if (config.encryptionKeys) return { keys: config.encryptionKeys, createdFile: null };
  if (config.database.kind === 'postgres') {
    throw new UsageError(
      'TOKEN_ENCRYPTION_KEY is needed with PostgreSQL; create one with "openssl rand -hex 32"',
    );
  }
  const { path } = config.database;
  if (path === ':memory:') return { keys: [newKey()], createdFile: null };
  const file = keyFileOf(path);
  if (existsSync(file)) return { keys: readKeyFile(file), createdFile: null };
  if (existsSync(path) && statSync(path).size > 0) {
    // Another process that creates the pool writes the key file first and then the database.
    if (existsSync(file)) return { keys: readKeyFile(file), createdFile: null };
    throw new UsageError(
      `the database ${path} exists but its key file ${file} does not: restore the file, or set TOKEN_ENCRYPTION_KEY to the key it held`,
    );
  }
  return createKeyFile(file);
}

function newKey(): string {
  return randomBytes(32).toString('hex');
}

function readKeyFile(file: string): string[] {
  const isPrivate = process.platform === 'win32' || (statSync(file).mode & 0o077) === 0;
  if (!isPrivate) throw new UsageError(`the key file ${file} can be read by others; run: chmod 600 ${file}`);
  const keys = readFileSync(file, 'utf8')
    .split(/[\s,]+/)
    .filter((line) => line !== '');
  if (keys.length > 0 && keys.every((key) => /^[0-9a-fA-F]{64}$/.test(key))) return keys;
  throw new UsageError(
    `the key file ${file} does not hold a key of 64 hex digits; restore it from your backup`,
  );
}

function createKeyFile(file: string): EncryptionKeys {
  const key = newKey();
  try {
    makePrivateFolder(dirname(file));
    writeWhole(file, `${key}\n`);
    return { keys: [key], createdFile: file };
  } catch (fault) {
    // Another process created it at the same time: its key is the one.
    if (existsSync(file)) return { keys: readKeyFile(file), createdFile: null };
    throw new UsageError(`the key file ${file} cannot be written; check the folder, or set DATABASE_URL`, {
      cause: fault,
    });
  }
}

/** Writes the file atomically; fails if it exists. */
function writeWhole(file: string, text: string): void {
  const partial = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(partial, text, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(partial, file);
  } finally {
    rmSync(partial);
  }
}
