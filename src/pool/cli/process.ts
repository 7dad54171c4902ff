import { createProxyFetch } from '../github/proxy-fetch.js';
import { openLogOutput } from '../log.js';
import type { CliIo } from './io.js';
import { runCli } from './run.js';

/** Runs the command line of a real process and sets its exit code. */
export async function runProcess(process: NodeJS.Process): Promise<void> {
  // The database and what SQLite puts beside it are nobody else's to read.
  process.umask(0o077);
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Once: a second signal ends the process at once, as people expect who press Ctrl+C twice.
    process.once(signal, () => ending.abort(signal));
  }
  // A reader that goes away, as `| head` does, is no fault to report.
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
