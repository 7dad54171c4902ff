import { createInterface } from 'node:readline';
import { printable } from '../format/printable.js';
import { UsageError } from '../faults/usage-error.js';
import type { CliIo, CommonOptions } from './io.js';

/**
 * Asks before something is removed for good. Without a terminal, `--yes` is required.
 */
export async function confirm(io: CliIo, options: CommonOptions, question: string): Promise<void> {
  if (options.yes) return;
  if (!io.stdin.isTTY || options.json) {
    throw notConfirmed('this cannot be undone, and there is no terminal to ask on: add --yes');
  }
  io.err(`${printable(question)} [y/N] `);
  const answer = await firstLine(io);
  if (!/^y(es)?$/i.test(answer.trim())) throw notConfirmed('nothing was removed');
}

function notConfirmed(message: string): UsageError {
  return new UsageError(message, { code: 'not_confirmed' });
}

async function firstLine({ stdin }: CliIo): Promise<string> {
  const lines = createInterface({ input: stdin });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
  }
}
