import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { systemErrorCode } from '../system-error.js';

/** A file's text, or why it must not be trusted. `why` is a clause: `the file <why>`. */
export type PrivateRead =
  | { readonly state: 'ok'; readonly text: string }
  | { readonly state: 'missing' }
  | { readonly state: 'refused'; readonly why: string };

const MAX_BYTES = 1024 * 1024;
/** Not defined on Windows, where access control lists and not file modes protect the folder. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

/** The user who must own private files; null on Windows. */
function ownUserId(): number | null {
  return process.getuid?.() ?? null;
}

function ownershipFault(stats: Stats, userId: number | null): string | null {
  if (userId === null) return null;
  if (stats.uid !== userId) return 'belongs to another user';
  return (stats.mode & 0o077) === 0 ? null : 'can be reached by other users';
}

/** Why a folder is not private to this user, or null. Does not check its parents, which are the runner's. */
export function folderFault(folder: string): string | null {
  try {
    const stats = lstatSync(folder);
    if (!stats.isDirectory()) return stats.isSymbolicLink() ? 'is a symbolic link' : 'is not a folder';
    return ownershipFault(stats, ownUserId());
  } catch {
    return 'does not exist';
  }
}

/** Creates a folder with mode 0700 and an unpredictable name. */
export function makePrivateFolder(prefix: string): string {
  return mkdtempSync(prefix);
}

/** Reads a small file, but no symbolic link and no file that other users can read or write. */
export function readPrivateFile(path: string, userId = ownUserId()): PrivateRead {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | NO_FOLLOW);
  } catch (error) {
    return refusalOfOpen(error);
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { state: 'refused', why: 'is not a regular file' };
    const fault = ownershipFault(stats, userId);
    if (fault !== null) return { state: 'refused', why: fault };
    if (stats.size > MAX_BYTES) return { state: 'refused', why: 'is too large' };
    return { state: 'ok', text: readFileSync(descriptor, 'utf8') };
  } catch {
    return { state: 'refused', why: 'cannot be read' };
  } finally {
    closeSync(descriptor);
  }
}

function refusalOfOpen(error: unknown): PrivateRead {
  const code = systemErrorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'missing' };
  return { state: 'refused', why: code === 'ELOOP' ? 'is a symbolic link' : 'cannot be opened' };
}

const FULL = 'the disk is full';
const NOT_ALLOWED = 'this user may not write to RUNNER_TEMP; run the job or its container as a user that may';

const REASONS: { readonly [code: string]: string } = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: FULL,
  ENOENT: 'its folder is gone',
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  EROFS: NOT_ALLOWED,
};

/** The message for a token that could not be written. */
export function storageFault(error: unknown): string {
  const code = systemErrorCode(error);
  return `The token cannot be stored: ${REASONS[code] ?? code}.`;
}

type FileTraits = {
  readonly mode?: number;
  /** Default: now. */
  readonly modifiedAtMs?: number;
};

/** Creates a file that must not exist yet; throws EEXIST otherwise. */
export function createPrivateFile(path: string, text: string, traits: FileTraits = {}): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW;
  const descriptor = openSync(path, flags, traits.mode ?? 0o600);
  try {
    // Not `writeSync`, which on a nearly full disk may write a part and report success.
    writeFileSync(descriptor, text);
    const atSeconds = traits.modifiedAtMs === undefined ? undefined : traits.modifiedAtMs / 1000;
    if (atSeconds !== undefined) futimesSync(descriptor, atSeconds, atSeconds);
  } catch (error) {
    closeSync(descriptor);
    unlinkSync(path);
    throw error;
  }
  closeSync(descriptor);
}

/** Creates a file unless one of that name exists. */
export function ensurePrivateFile(path: string, text: string, traits: FileTraits = {}): void {
  try {
    createPrivateFile(path, text, traits);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  }
}

/**
 * Replaces a file atomically: readers see the old text or the new, and a full disk leaves the old. A symbolic link is
 * replaced, not followed.
 */
export function replacePrivateFile(path: string, text: string, traits: FileTraits = {}): void {
  const draft = join(dirname(path), `.${process.pid}-${process.hrtime.bigint()}.tmp`);
  createPrivateFile(draft, text, traits);
  try {
    renameSync(draft, path);
  } catch (error) {
    unlinkSync(draft);
    throw error;
  }
}
