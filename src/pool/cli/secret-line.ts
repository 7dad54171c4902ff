import { UsageError } from '../faults/usage-error.js';
import type { CliIo } from './io.js';

const MAX_SECRET_BYTES = 16 * 1024;

/**
 * Reads a secret from standard input: arguments are visible to every user of the machine, and a terminal would show it.
 */
export async function readSecretLine(io: CliIo, about: { what: string; example: string }): Promise<string> {
  const { what, example } = about;
  if (io.stdin.isTTY)
    throw new UsageError(`${what} is read from standard input; send it there, for example: ${example}`);
  const text = await readAll(io, what);
  const secret = text.trim();
  if (secret === '')
    throw new UsageError(`standard input was empty; send ${what} there, for example: ${example}`);
  if (/[\r\n]/.test(secret))
    throw new UsageError(`standard input holds more than one line; send ${what} alone`);
  return secret;
}

async function readAll(io: CliIo, what: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of io.stdin) {
    const part = Buffer.from(chunk as Uint8Array | string);
    bytes += part.length;
    if (bytes > MAX_SECRET_BYTES) throw new UsageError(`standard input is too long to be ${what}`);
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}
