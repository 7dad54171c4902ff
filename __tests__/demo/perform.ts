import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../demo/main.js', import.meta.url));

/** Runs an act in its own process. A demo with faults still prints its document, which lists them. */
export function perform(...words: string[]): Promise<{ output: string; tookMs: number }> {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...words, '--json'], (_fault, output) =>
      resolve({ output, tookMs: performance.now() - startedMs }),
    );
  });
}
