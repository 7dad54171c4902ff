import { appendFileSync, existsSync, readdirSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  createPrivateFile,
  folderFault,
  makePrivateFolder,
  readPrivateFile,
  replacePrivateFile,
} from '../tools/private-files.js';
import { serverOf } from '../tools/server.js';
import { FOLDER_PREFIX, writeToolFiles } from '../tools/token-files.js';
import { type CredentialsRead, readCredentials } from './credentials.js';
import { remainingLifeMs } from './life.js';
import { type Clock, type Credentials, FILES, type RefreshSettings } from './types.js';
import { recordUse } from './used-tokens.js';

/** The expiry of tokens that have none: readers in sh compare file times and need one. */
const NEVER_MS = 10 * 365 * 24 * 3_600_000;

/** The private folder of a refresh-token step, shared by every process of the job that needs the token. */
export type Folder = { readonly path: string };

export type TokenCache = { readonly folder: Folder; readonly settings: RefreshSettings };

export type StepCache = TokenCache & { readonly role: 'first' | 'later' };

/** Creates a folder under `RUNNER_TEMP` and stores the settings in it. */
export function createFolder(runnerTemp: string, settings: RefreshSettings): Folder {
  const path = makePrivateFolder(join(runnerTemp, FOLDER_PREFIX));
  try {
    createPrivateFile(join(path, FILES.settings), JSON.stringify(settings));
  } catch (error) {
    rmSync(path, { recursive: true, force: true });
    throw error;
  }
  return { path };
}

/** The folders of earlier refresh-token steps of this job. */
export function foldersIn(runnerTemp: string): Folder[] {
  const names = readdirSync(runnerTemp).filter((name) => name.startsWith(FOLDER_PREFIX));
  return names
    .map((name) => ({ path: join(runnerTemp, name) }))
    .filter(({ path }) => folderFault(path) === null && existsSync(join(path, FILES.settings)));
}

/** The settings, or why they or their folder cannot be used. */
export function readSettings(folder: Folder): RefreshSettings | { readonly fault: string } {
  const fault = folderFault(folder.path);
  if (fault !== null) return { fault: `the folder ${folder.path} ${fault}` };
  const read = readPrivateFile(join(folder.path, FILES.settings));
  if (read.state === 'missing') return { fault: `${folder.path} holds no settings of refresh-token` };
  if (read.state === 'refused') return { fault: `${join(folder.path, FILES.settings)} ${read.why}` };
  try {
    return JSON.parse(read.text) as RefreshSettings;
  } catch {
    return { fault: `${join(folder.path, FILES.settings)} is not valid JSON` };
  }
}

export function readCached(folder: Folder): CredentialsRead {
  return readCredentials(join(folder.path, FILES.credentials));
}

/** Why a reader of the token file would not get this token; null if it would. */
export function tokenFileFault(folder: Folder, token: string): string | null {
  const read = readPrivateFile(join(folder.path, FILES.token));
  if (read.state === 'missing') return 'is gone';
  if (read.state === 'refused') return read.why;
  return read.text === `${token}\n` ? null : 'does not hold the token';
}

/** Stores new credentials for readers. The token is recorded as ours before anyone can read it. */
export function publish({ folder, settings }: TokenCache, credentials: Credentials, clock: Clock): void {
  if (addKnownToken(folder, credentials.token)) recordUse(folder.path, credentials);
  const server = settings.toolFiles.length > 0 ? serverOf(settings.serverUrl) : undefined;
  if (server !== undefined)
    writeToolFiles(folder.path, settings.toolFiles, { server, token: credentials.token });
  const modifiedAtMs = dueAtMs(credentials, clock);
  replacePrivateFile(join(folder.path, FILES.token), `${credentials.token}\n`, { modifiedAtMs });
  replacePrivateFile(join(folder.path, FILES.credentials), `${JSON.stringify(credentials, null, 2)}\n`);
}

/** Records a token as ours, so that a variable holding it is not taken for the user's choice. False if it was known. */
function addKnownToken(folder: Folder, token: string): boolean {
  const path = join(folder.path, FILES.known);
  const read = readPrivateFile(path);
  if (read.state === 'refused') replacePrivateFile(path, '');
  const known = read.state === 'ok' ? read.text : '';
  if (known.split('\n').includes(token)) return false;
  appendFileSync(path, `${token}\n`, { mode: 0o600 });
  return true;
}

/** When a reader should renew, in wall-clock time: readers in sh compare it through the token file's mtime. */
function dueAtMs({ life }: Credentials, clock: Clock): number {
  return clock.wallMs() + Math.min(remainingLifeMs(life, clock) - life.refreshBeforeMs, NEVER_MS);
}

/** Whether git reported the current token as rejected, by the `erase` operation of its credential helper. */
export function isErased(folder: Folder): boolean {
  return existsSync(join(folder.path, FILES.erased));
}

export function clearErased(folder: Folder): void {
  rmSync(join(folder.path, FILES.erased), { force: true });
}

/** Appends a line to the keeper's log. */
export function appendLog(folder: Folder, line: string): void {
  try {
    appendFileSync(join(folder.path, FILES.log), `${line}\n`, { mode: 0o600 });
  } catch {
    // A full disk must not stop the keeper.
  }
}

export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Already gone.
  }
}
