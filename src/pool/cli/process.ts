import { createProxyFetch } from '../github/proxy-fetch.js';
import { openLogOutput } from '../log.js';
import type { CliIo } from './io.js';
import { runCli } from './run.js';

/** Runs the command line of a real process and sets its exit code. */
export async function runProcess(process: NodeJS.Process): Promise<void> {
  // Only the owner may read the database and the files that SQLite puts beside it.
  process.umask(0o077);
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Once: a second signal, such as a second Ctrl+C, ends the process immediately.
    process.once(signal, () => ending.abort(signal));
  }
  // A reader that closes the pipe, such as `| head`, is not an error.
  process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'EPIPE') throw fault;
  });
  const io: CliIo = {
    env: process.env,
    stdin: process.stdin,
    out: (text) => void process.stdout.write(text),
    openLog: openLogOutput,
    err: (text) => void process.stderr.write(text),
    isTerminal: process.stdout.isTTY === true,
    now: Date.now,
    fetch: createProxyFetch(process.env),
    ending: ending.signal,
  };
  process.exitCode = await runCli(process.argv.slice(2), io);
}
