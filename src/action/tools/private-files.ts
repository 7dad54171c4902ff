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

/** A file's text, or why it must not be believed. The reason is a clause: `the file <reason>`. */
export type PrivateRead =
  | { readonly state: 'ok'; readonly text: string }
  | { readonly state: 'missing' }
  | { readonly state: 'refused'; readonly why: string };

const MAX_BYTES = 1024 * 1024;
/** Undefined on Windows, whose file modes say nothing; access there is by the folder's own list. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

/** Which user must own private files; null where users have no numbers. */
export function ownUserId(): number | null {
  return process.getuid?.() ?? null;
}

function ownershipFault(stats: Stats, userId: number | null): string | null {
  if (userId === null) return null;
  if (stats.uid !== userId) return 'belongs to another user';
  return (stats.mode & 0o077) === 0 ? null : 'can be reached by other users';
}

/** Why a folder is not ours alone, or null. Its parents are the runner's business. */
export function folderFault(folder: string): string | null {
  try {
    const stats = lstatSync(folder);
    if (!stats.isDirectory()) return stats.isSymbolicLink() ? 'is a symbolic link' : 'is not a folder';
    return ownershipFault(stats, ownUserId());
  } catch {
    return 'does not exist';
  }
}

/** A new folder that nobody else can reach, with a name that nobody can know beforehand. */
export function makePrivateFolder(prefix: string): string {
  return mkdtempSync(prefix);
}

/** Reads a small file without following a symbolic link, and only if no other user can have written or read it. */
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
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'missing' };
  return { state: 'refused', why: code === 'ELOOP' ? 'is a symbolic link' : 'cannot be opened' };
}

/** The system's name of an error, such as ENOSPC, or an empty text for an error of another kind. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^E[A-Z0-9]+$/.test(code) ? code : '';
}

/** Why a token could not be written, in words. */
export function storageFault(error: unknown): string {
  const code = codeOf(error);
  const isFull = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
  const reason = isFull ? 'the disk is full' : code === 'ENOENT' ? 'its folder is gone' : code;
  return `The token cannot be stored: ${reason}.`;
}

type FileTraits = {
  readonly mode?: number;
  /** Instead of the time of writing. */
  readonly modifiedAtMs?: number;
};

/** Creates a file that must not exist yet; throws EEXIST otherwise. */
export function createPrivateFile(path: string, text: string, traits: FileTraits = {}): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW;
  const descriptor = openSync(path, flags, traits.mode ?? 0o600);
  try {
    // Not one write: on a disk that is nearly full it may store a part and call that a success.
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

/** Creates a file unless there is something of that name already. */
export function ensurePrivateFile(path: string, text: string, traits: FileTraits = {}): void {
  try {
    createPrivateFile(path, text, traits);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/**
 * Replaces a file in one step: a reader sees the old text or the new, and a full disk leaves the old. A symbolic
 * link in its place is replaced and not followed.
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
