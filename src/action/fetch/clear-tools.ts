import { rmSync } from 'node:fs';
import type { Runner } from '../runner/types.js';
import { restoreExports } from '../tools/git-restore.js';
import type { SavedTools } from './state.js';

/** For post: deletes the tools' files and restores git for the post steps that follow. */
export function clearTools(runner: Runner, { folder, gitUndo }: SavedTools): void {
  if (gitUndo !== null && runner.missingFiles(['GITHUB_ENV']).length === 0) {
    for (const [name, value] of restoreExports(runner.env, gitUndo)) runner.exportVariable(name, value);
  }
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    runner.log.warning(
      `${folder} could not be deleted; the runner deletes it with its folder for temporary files.`,
    );
  }
}
