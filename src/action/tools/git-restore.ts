import type { Environment } from '../runner/types.js';
import type { GitUndo } from './git-environment.js';

/**
 * What to export so that git reads as before. A variable can be set and not unset, and later steps may have
 * appended entries of their own: then only our entry is made void.
 */
export function restoreExports(env: Environment, undo: GitUndo): readonly (readonly [string, string])[] {
  // Main ended before it exported anything, or a later step has put something of its own in this place.
  if (env[`GIT_CONFIG_VALUE_${undo.index}`] !== undo.configPath) return [];
  const isLast = env.GIT_CONFIG_COUNT === String(undo.index + 1);
  const voided = [
    [`GIT_CONFIG_KEY_${undo.index}`, 'fetch-token.ended'],
    [`GIT_CONFIG_VALUE_${undo.index}`, 'true'],
  ] as const;
  return isLast ? [...voided, ['GIT_CONFIG_COUNT', undo.countBefore || '0']] : voided;
}
