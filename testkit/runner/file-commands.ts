/** The files behind GITHUB_ENV, GITHUB_OUTPUT, GITHUB_STATE, GITHUB_PATH and GITHUB_STEP_SUMMARY. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the order in which the runner reads them after a stage. */
const FILE_PREFIXES = {
  path: 'add_path_',
  env: 'set_env_',
  step_summary: 'step_summary_',
  state: 'save_state_',
  output: 'set_output_',
} as const;

export type FileCommandName = keyof typeof FILE_PREFIXES;
export type FileCommandPaths = Readonly<Record<FileCommandName, string>>;

/** What the files of a stage may change. */
export interface FileCommandTarget {
  issue(level: 'error', message: string): void;
  markFailed(): void;
  addPath(path: string): void;
  setEnv(name: string, value: string): void;
  saveState(name: string, value: string): void;
  setOutput(name: string, value: string): void;
  addSummary(text: string): void;
}

const SUMMARY_LIMIT_BYTES = 1024 * 1024;

/** Creates empty files for a stage and deletes those of the previous one. */
export function createFileCommandFiles(temp: string, previous: FileCommandPaths | null): FileCommandPaths {
  for (const path of Object.values(previous ?? {})) rmSync(path, { force: true });
  const folder = join(temp, '_runner_file_commands');
  mkdirSync(folder, { recursive: true });
  const suffix = randomUUID();
  const names = Object.keys(FILE_PREFIXES) as FileCommandName[];
  const entries = names.map((name) => [name, join(folder, FILE_PREFIXES[name] + suffix)] as const);
  for (const [, path] of entries) writeFileSync(path, '');
  return Object.fromEntries(entries) as FileCommandPaths;
}

/** Reads all files of a stage. A fault fails the step, but earlier lines have been applied. */
export function applyFileCommands(paths: FileCommandPaths, target: FileCommandTarget): void {
  for (const name of Object.keys(FILE_PREFIXES) as FileCommandName[]) {
    const content = readIfPresent(paths[name]);
    if (content === null) continue;
    try {
      applyOne(name, content, target);
    } catch (error) {
      target.issue('error', `Unable to process file command '${name}' successfully.`);
      target.issue('error', (error as Error).message);
      target.markFailed();
    }
  }
}

function applyOne(name: FileCommandName, content: string, target: FileCommandTarget): void {
  if (name === 'path') {
    for (const line of content.split(/\r\n|\n|\r/)) if (line !== '') target.addPath(line);
  } else if (name === 'env') {
    for (const [key, value] of readPairs(content)) applyEnv(key, value, target);
  } else if (name === 'state') {
    for (const [key, value] of readPairs(content)) target.saveState(key, value);
  } else if (name === 'output') {
    for (const [key, value] of readPairs(content)) target.setOutput(requireName(key), value);
  } else if (content !== '') {
    applySummary(content, target);
  }
}

function applyEnv(name: string, value: string, target: FileCommandTarget): void {
  if (name.toUpperCase() === 'NODE_OPTIONS') {
    target.issue('error', "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
    return;
  }
  target.setEnv(requireName(name), value);
}

function applySummary(content: string, target: FileCommandTarget): void {
  const size = Buffer.byteLength(content);
  if (size <= SUMMARY_LIMIT_BYTES) {
    target.addSummary(content);
    return;
  }
  const limitKib = SUMMARY_LIMIT_BYTES / 1024;
  const sizeKib = Math.floor(size / 1024);
  const limits = `supports content up a size of ${limitKib}k, got ${sizeKib}k`;
  target.issue('error', `$GITHUB_STEP_SUMMARY upload aborted, ${limits}.`);
}

function requireName(name: string): string {
  if (name === '') throw new Error('Invalid format: the name must not be empty.');
  return name;
}

/**
 * Pairs of `NAME=VALUE` and `NAME<<DELIMITER` text, one by one, so that the caller has applied all those before
 * a fault. Lines end at `\n` only: on Linux a `\r` stays in the value and in the delimiter.
 */
export function* readPairs(text: string): Generator<readonly [name: string, value: string]> {
  let at = 0;
  while (at < text.length) {
    const line = lineAt(text, at);
    at = line.next;
    if (line.text === '') continue;
    const equals = line.text.indexOf('=');
    const heredoc = line.text.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      yield [line.text.slice(0, equals), line.text.slice(equals + 1)];
    } else if (heredoc >= 0) {
      const block = readHeredoc(text, at, line.text.slice(heredoc + 2), line.text.slice(0, heredoc));
      at = block.next;
      yield [line.text.slice(0, heredoc), block.value];
    } else {
      throw new Error(`Invalid format '${line.text}'`);
    }
  }
}

function readHeredoc(text: string, start: number, delimiter: string, name: string) {
  if (name === '' || delimiter === '') {
    throw new Error(
      `Invalid format '${name}<<${delimiter}'. Name must not be empty and delimiter must not be empty`,
    );
  }
  let at = start;
  let end = start;
  while (at < text.length) {
    const line = lineAt(text, at);
    if (line.text === delimiter) return { value: text.slice(start, Math.max(start, end)), next: line.next };
    if (!line.isEnded) throw new Error('Invalid value. EOF marker missing new line.');
    end = line.next - 1;
    at = line.next;
  }
  throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
}

function lineAt(text: string, at: number): { text: string; next: number; isEnded: boolean } {
  const end = text.indexOf('\n', at);
  if (end < 0) return { text: text.slice(at), next: text.length, isEnded: false };
  return { text: text.slice(at, end), next: end + 1, isEnded: true };
}

function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    // A stage may delete its files; the runner treats that as empty.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
