import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../demo/main.js', import.meta.url));

/** Performs an act in a process of its own. A demo that finds faults still prints its document, which names them. */
export function perform(...words: string[]): Promise<{ output: string; tookMs: number }> {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...words, '--json'], (_fault, output) =>
      resolve({ output, tookMs: performance.now() - startedMs }),
    );
  });
}
