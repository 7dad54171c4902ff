import type { Readable } from 'node:stream';
import type { Env } from '../config/config.js';
import type { LogDestination } from '../log.js';
import { printableJson, printableLines } from '../format/printable.js';

/** The outside world of a command. */
export type CliIo = {
  env: Env;
  stdin: Readable & { isTTY?: boolean };
  /** Results, for people or as JSON. */
  out: (text: string) => void;
  /** Where the server's log goes. */
  openLog: () => LogDestination;
  /** Hints, questions and errors. */
  err: (text: string) => void;
  isTerminal: boolean;
  now: () => number;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Aborts when the process is asked to end. */
  ending: AbortSignal;
};

/** The options of commands; `init` and `yes` only for some. */
export type CommonOptions = { json?: boolean; database?: string; init?: boolean; yes?: boolean };

/** One JSON document per command: an object with snake_case members; lists have the name of what they hold. */
export type JsonDocument = { readonly [member: string]: unknown };

/** Prints a result: as one JSON document when asked for, else as people read it. */
export function print(io: CliIo, options: CommonOptions, result: { json: JsonDocument; text: string }): void {
  io.out(options.json ? jsonLine(result.json) : `${printableLines(result.text)}\n`);
}

export function jsonLine(document: JsonDocument): string {
  return `${printableJson(document, 2)}\n`;
}
