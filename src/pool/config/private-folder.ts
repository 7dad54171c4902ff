import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a folder that only its owner can enter, unless it exists. One level at a time: Node's own `recursive` never
 * returns in a folder like /proc, where creating one fails with ENOENT.
 */
export function makePrivateFolder(folder: string): void {
  if (existsSync(folder)) return;
  makePrivateFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (fault) {
    // Another process may have created it in between.
    if (!existsSync(folder)) throw fault;
  }
}
