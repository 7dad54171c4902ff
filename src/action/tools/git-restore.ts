import type { Environment } from '../runner/types.js';
import type { GitUndo } from './git-environment.js';

/**
 * Variables that remove our entry from git's configuration. They can be set but not unset, and later steps may have
 * appended entries: then ours is overwritten with one that has no meaning.
 */
export function restoreExports(env: Environment, undo: GitUndo): readonly (readonly [string, string])[] {
  // Main ended before it exported anything, or a later step overwrote our entry.
  if (env[`GIT_CONFIG_VALUE_${undo.index}`] !== undo.configPath) return [];
  const isLast = env.GIT_CONFIG_COUNT === String(undo.index + 1);
  const voided = [
    [`GIT_CONFIG_KEY_${undo.index}`, 'fetch-token.ended'],
    [`GIT_CONFIG_VALUE_${undo.index}`, 'true'],
  ] as const;
  return isLast ? [...voided, ['GIT_CONFIG_COUNT', undo.countBefore || '0']] : voided;
}
