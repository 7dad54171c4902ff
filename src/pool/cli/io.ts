import type { Readable } from 'node:stream';
import type { Env } from '../config.js';
import type { LogDestination } from '../log.js';

/** The outside world of a command. */
export type CliIo = {
  env: Env;
  stdin: Readable & { isTTY?: boolean };
  /** Results, for people or as JSON. */
  out: (text: string) => void;
  /** Where the server's log goes. */
  openLog: () => LogDestination;
  /** Hints, questions and faults. */
  err: (text: string) => void;
  isTerminal: boolean;
  now: () => number;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Aborts when the process is told to end. */
  ending: AbortSignal;
};

/** What every command takes. */
export type CommonOptions = { json?: boolean; database?: string };

/** Prints one document: as JSON when asked for, else as people read it. */
export function print(io: CliIo, options: CommonOptions, result: { json: unknown; text: string }): void {
  io.out(options.json ? `${JSON.stringify(result.json, null, 2)}\n` : `${result.text}\n`);
}
