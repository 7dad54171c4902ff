/** Reads the private folder of refresh-token from outside. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StageResult } from './runner/types.js';

/** The private folder of a refresh-token step. */
export function folderOf(step: StageResult): string {
  return join(step.outputs['token-file'] ?? '', '..');
}

export function tokenIn(folder: string): string {
  return readFileSync(join(folder, 'token'), 'utf8').trim();
}

export function keeperPid(folder: string): number {
  return JSON.parse(readFileSync(join(folder, 'keeper.json'), 'utf8')).pid;
}
