import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder that only its owner can enter, unless it is there.
 * One level at a time: Node's own `recursive` never returns where an existing folder takes no new ones and says
 * that there is no such file, as /proc does.
 */
export function makePrivateFolder(folder: string): void {
  if (existsSync(folder)) return;
  makePrivateFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (fault) {
    // Another process may have made it in between.
    if (!existsSync(folder)) throw fault;
  }
}
